"""Keys of the server's environment become variables of who signs in."""

from typing import Any

import pytest

from accounts.models import Variable
from accounts.services.environment import KNOWN_NAMES
from tests.accounts.conftest import log_in


@pytest.fixture(autouse=True)
def _a_key_in_the_environment(monkeypatch: pytest.MonkeyPatch, option: Any) -> None:
    option("STORE_ENVIRONMENT_VARIABLES", True)
    for name in KNOWN_NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-server")


def variables(client_of: Any) -> list[dict[str, Any]]:
    """What Alice has after she signed in."""
    return client_of("alice").get("/api/v1/variables/").json()


def test_a_key_becomes_a_credential_that_fills_its_fields(client_of):
    (variable,) = variables(client_of)
    assert (variable["name"], variable["type"], variable["value"]) == ("OPENAI_API_KEY", "Credential", None)
    assert variable["default_fields"] == ["OpenAI", "OpenAI API Key"]


def test_what_the_user_has_stays(client_of, alice):
    own = Variable.objects.create(user=alice, name="OPENAI_API_KEY", encrypted_value="own", type="Generic")
    variables_before = Variable.objects.filter(user=alice).count()
    client_of("alice")
    own.refresh_from_db()
    assert (own.encrypted_value, own.type) == ("own", "Generic")
    assert Variable.objects.filter(user=alice).count() == variables_before


def test_the_operator_names_more_but_never_the_servers_own_options(client_of, option, monkeypatch):
    monkeypatch.setenv("MY_TOKEN", "t")
    monkeypatch.setenv("LANGFLOW_SECRET_KEY", "very secret")
    option("VARIABLES_TO_GET_FROM_ENVIRONMENT", ("MY_TOKEN", "LANGFLOW_SECRET_KEY"))
    assert {variable["name"] for variable in variables(client_of)} == {"OPENAI_API_KEY", "MY_TOKEN"}


def test_the_operator_may_want_none(client_of, option):
    option("STORE_ENVIRONMENT_VARIABLES", False)
    assert variables(client_of) == []


def test_auto_login_brings_them_too(anonymous, admin, option):
    option("AUTO_LOGIN", True)
    option("SUPERUSER", admin.username)
    assert anonymous.get("/api/v1/auto_login").status_code == 200
    assert Variable.objects.get(user=admin).name == "OPENAI_API_KEY"


def test_a_refused_sign_in_brings_nothing(anonymous, alice):
    assert log_in(anonymous, "alice", "wrong").status_code == 401
    assert not Variable.objects.exists()
