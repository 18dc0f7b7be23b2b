import io

import pytest
from django.core.management import CommandError, call_command

from accounts.authentication import caller_of
from accounts.credentials import Credentials
from accounts.encryption import encrypt
from accounts.models import User, Variable
from accounts.services.api_keys import save_store_api_key
from accounts.services.variables import create_variable
from execution.mcp.services import add_server
from execution.models import McpServer, WebhookSignature
from flows.models import Flow


def run(*arguments, stdin="", monkeypatch=None, **options):
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
    output = io.StringIO()
    call_command(*arguments, stdout=output, **options)
    return output.getvalue()


def test_create_api_key_prints_a_key_that_works(alice):
    text = run("create_api_key", "alice", name="from the shell").strip()
    assert caller_of(Credentials(api_key=text)).user == alice
    assert alice.api_keys.get().name == "from the shell"


def test_reset_password_signs_out(client_of, alice, monkeypatch):
    client = client_of("alice")
    run("reset_password", "alice", stdin="another\n", monkeypatch=monkeypatch)
    alice.refresh_from_db()
    assert alice.check_password("another")
    assert client.get("/api/v1/users/whoami").status_code == 401


def test_reset_password_refuses_an_empty_one(alice, monkeypatch):
    with pytest.raises(CommandError, match="empty"):
        run("reset_password", "alice", stdin="\n", monkeypatch=monkeypatch)


@pytest.mark.parametrize("command", ["create_api_key", "reset_password"])
def test_an_unknown_user_is_named(db, command):
    with pytest.raises(CommandError, match="no user 'nobody'"):
        run(command, "nobody")


def test_createsuperuser_works_as_djangos(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "secret")
    run("createsuperuser", username="root", interactive=False)
    user = User.objects.get()
    assert (user.is_superuser, user.is_active, user.check_password("secret")) == (True, True, True)


def test_rotate_secrets_closes_everything_with_the_newest_key(alice, settings):
    create_variable(user=alice, name="n", value="v", kind=None, default_fields=None)
    save_store_api_key(user=alice, api_key="store")
    add_server(user=alice, name="n", config={"url": "http://127.0.0.1:9/"})
    flow = Flow.objects.create(user=alice, name="f", data={"nodes": [], "edges": []})
    WebhookSignature.objects.create(flow=flow, encrypted_secret=encrypt("signs messages"))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next key, as long as the one before"
    assert "4 secrets" in run("rotate_secrets")
    settings.SECRET_KEY_FALLBACKS = []
    variable = Variable.objects.get()
    variable.type = "Generic"
    assert variable.readable_value == "v"
    assert McpServer.objects.get().config == {"url": "http://127.0.0.1:9/"}
    assert WebhookSignature.objects.get().secret == "signs messages"
