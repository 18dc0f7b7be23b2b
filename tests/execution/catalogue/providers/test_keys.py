"""`POST /models/validate-provider`, and the variables that providers are asked about before they are kept."""

from typing import Any

import pytest

from accounts.models import Variable
from accounts.selectors import value_of_variable
from execution.components.language_models.providers import PROVIDERS

VALIDATE = "/api/v1/models/validate-provider"
VARIABLES = "/api/v1/variables/"

pytestmark = pytest.mark.usefixtures("fake_provider")


@pytest.fixture
def client(client_of):
    return client_of("alice")


def validated(client: Any, provider: str, **variables: str) -> Any:
    answer = client.post(VALIDATE, {"provider": provider, "variables": variables}, format="json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def make(client: Any, name: str, value: str, **more: Any) -> Any:
    return client.post(VARIABLES, {"name": name, "value": value, "default_fields": [], **more}, format="json")


# --- asking without keeping ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("provider", "variable", "path"),
    [("OpenAI", "OPENAI_API_KEY", "/v1/models"), ("Anthropic", "ANTHROPIC_API_KEY", "/v1/models")],
)
def test_a_key_is_good_unless_its_provider_refuses_it(client, fake_provider, provider, variable, path):
    assert validated(client, provider, **{variable: "good"}) == {"valid": True, "error": None}
    assert fake_provider.asked == [(path, "good")]
    assert validated(client, provider, **{variable: "wrong"}) == {
        "valid": False,
        "error": f"Invalid API key for {provider}",
    }
    for key in ("busy", "forbidden", "broken"):
        assert validated(client, provider, **{variable: key})["valid"]
    assert not Variable.objects.exists()


def test_google_calls_a_wrong_key_a_bad_request(client, fake_provider, monkeypatch):
    monkeypatch.setattr(
        "execution.components.model_catalogue.key_checks.PROVIDERS", {"Google Generative AI": _At(fake_provider.root)}
    )
    assert validated(client, "Google Generative AI", GOOGLE_API_KEY="k")["valid"]
    fake_provider.google_refuses = True
    assert not validated(client, "Google Generative AI", GOOGLE_API_KEY="k")["valid"]


class _At:
    """A provider at another address than its own."""

    address_variable = ""

    def __init__(self, address: str) -> None:
        self.address = address


def test_a_provider_that_does_not_answer_refuses_nothing(client, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert validated(client, "OpenAI", OPENAI_API_KEY="k")["valid"]


def test_a_key_that_no_header_can_carry_is_wrong(client, fake_provider):
    for key in ("ключ", "two\nlines"):
        assert not validated(client, "OpenAI", OPENAI_API_KEY=key)["valid"]
    assert not fake_provider.asked


def test_what_is_not_given_is_taken_from_the_users_variables(client, alice, give, fake_provider):
    assert validated(client, "OpenAI") == {"valid": False, "error": "OPENAI_API_KEY is missing"}
    give(alice, OPENAI_API_KEY="wrong")
    assert validated(client, "OpenAI")["error"] == "Invalid API key for OpenAI"
    assert validated(client, "OpenAI", OPENAI_API_KEY="good")["valid"]


def test_anthropic_is_asked_where_the_users_components_ask_it(client, alice, give, fake_provider, monkeypatch):
    monkeypatch.delenv("ANTHROPIC_BASE_URL")
    give(alice, ANTHROPIC_BASE_URL=fake_provider.root)
    assert not validated(client, "Anthropic", ANTHROPIC_API_KEY="wrong")["valid"]
    assert PROVIDERS["Anthropic"].address != fake_provider.root


def test_an_ollama_must_answer(client, fake_provider):
    assert validated(client, "Ollama", OLLAMA_BASE_URL=fake_provider.root) == {"valid": True, "error": None}
    for address in (f"{fake_provider.root}/v1", "http://127.0.0.1:9", "nonsense", "ftp://x"):
        told = validated(client, "Ollama", OLLAMA_BASE_URL=address)
        assert not told["valid"]
        assert told["error"].startswith("Invalid Ollama base URL")


def test_addresses_that_the_server_does_not_connect_to_are_not_asked(client, monkeypatch):
    told = validated(client, "Ollama", OLLAMA_BASE_URL="http://169.254.169.254")
    assert "does not connect" in told["error"]


def test_an_unknown_provider_is_told_as_such(client):
    assert validated(client, "Nobody") == {"valid": False, "error": "This server knows no provider 'Nobody'"}


@pytest.mark.parametrize(
    ("body", "loc", "message"),
    [
        ({"provider": "", "variables": {}}, ["provider"], "Value error, Provider cannot be empty"),
        ({"provider": "OpenAI"}, ["variables"], "Field required"),
        ({"provider": "OpenAI", "variables": []}, ["variables"], "Input should be a valid dictionary"),
        (
            {"provider": "OpenAI", "variables": {"OPENAI_API_KEY": 1}},
            ["variables", "OPENAI_API_KEY"],
            "Input should be a valid string",
        ),
    ],
)
def test_a_wrong_question_is_422(client, body, loc, message):
    answer = client.post(VALIDATE, body, format="json")
    assert answer.status_code == 422
    assert [(problem["loc"], problem["msg"]) for problem in answer.json()["detail"]] == [(["body", *loc], message)]


def test_the_keys_of_others_are_not_used(client_of, alice, give):
    give(alice, OPENAI_API_KEY="good")
    assert validated(client_of("bob"), "OpenAI")["error"] == "OPENAI_API_KEY is missing"


# --- variables ----------------------------------------------------------------------------------------------


def test_a_key_that_its_provider_refuses_is_not_kept(client):
    answer = make(client, "OPENAI_API_KEY", "wrong")
    assert (answer.status_code, answer.json()) == (400, {"detail": "Invalid API key for OpenAI"})
    assert not Variable.objects.exists()
    assert make(client, "OPENAI_API_KEY", "good").status_code == 201


@pytest.mark.parametrize("kind", ["Generic", "Credential"])
def test_an_address_without_an_ollama_is_not_kept(client, fake_provider, kind):
    answer = make(client, "OLLAMA_BASE_URL", "http://127.0.0.1:9", type=kind)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("Invalid Ollama base URL")
    assert make(client, "OLLAMA_BASE_URL", fake_provider.root, type=kind).status_code == 201


def test_nobody_is_asked_about_other_variables(client, fake_provider):
    for name in ("MY_KEY", "GROQ_API_KEY", "WATSONX_PROJECT_ID"):
        assert make(client, name, "wrong").status_code == 201
    assert not fake_provider.asked


def test_nobody_is_asked_about_what_is_refused_anyway(client, alice, give, fake_provider):
    give(alice, OPENAI_API_KEY="good")
    assert make(client, "OPENAI_API_KEY", "other").json() == {"detail": "Variable name already exists"}
    assert make(client, "ANTHROPIC_API_KEY", "").json() == {"detail": "Variable value cannot be empty"}
    assert not fake_provider.asked


def test_a_change_is_checked_by_what_it_leads_to(client, alice):
    key = make(client, "OPENAI_API_KEY", "good").json()
    other = make(client, "OTHER", "wrong").json()

    def change(variable: Any, **changes: str) -> int:
        path = f"{VARIABLES}{variable['id']}"
        return client.patch(path, {"id": variable["id"], **changes}, format="json").status_code

    assert change(key, value="wrong") == 400
    assert value_of_variable(alice.pk, "OPENAI_API_KEY") == "good"
    assert change(other, name="ANTHROPIC_API_KEY") == 400  # in the reference a new name is the way around the check
    assert change(key, name="KEPT", value="wrong") == 200
    assert change(other, name="ANTHROPIC_API_KEY", value="good") == 200


def test_a_list_says_which_credentials_providers_know(client, alice, fake_provider):
    make(client, "OPENAI_API_KEY", "good")
    make(client, "OLLAMA_BASE_URL", fake_provider.root, type="Generic")
    make(client, "OTHER", "x")
    told = {variable["name"]: variable["is_valid"] for variable in client.get(VARIABLES).json()}
    assert told == {"OPENAI_API_KEY": True, "OLLAMA_BASE_URL": None, "OTHER": None}
