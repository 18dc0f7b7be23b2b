import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import ApiKey, LoginSession, User, Variable
from accounts.services.variables import create_variable


@pytest.fixture
def site(admin):
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def _rows(alice, alices_key, client_of):
    client_of("alice")
    create_variable(user=alice, name="TOKEN", value="s3cr3t-value", kind=None, default_fields=None)


def url(model, page, *args):
    return reverse(f"admin:accounts_{model}_{page}", args=args)


def act(site, model, action, *rows):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return site.post(url(model, "changelist"), data)


@pytest.mark.parametrize("model", ["user", "apikey", "variable", "loginsession"])
@pytest.mark.usefixtures("_rows")
def test_every_list_opens_and_searches(site, model):
    assert site.get(url(model, "changelist"), {"q": "alice"}).status_code == 200


@pytest.mark.parametrize(("model", "rows"), [("user", User), ("apikey", ApiKey), ("variable", Variable)])
@pytest.mark.usefixtures("_rows")
def test_a_row_is_found_by_the_id_that_the_api_tells(site, model, rows):
    row = rows.objects.last()
    found = site.get(url(model, "changelist"), {"q": str(row.pk)}).context["cl"].result_list
    assert list(found) == [row]


@pytest.mark.usefixtures("_rows")
def test_no_page_shows_a_secret(site, alice, alices_key):
    key, session, variable = ApiKey.objects.get(), LoginSession.objects.owned_by(alice).get(), Variable.objects.get()
    secrets = [alices_key, key.key_hash, "s3cr3t-value", variable.encrypted_value, str(session.refresh_token_id)]
    for model, row in (("user", alice), ("apikey", key), ("variable", variable), ("loginsession", session)):
        page = site.get(url(model, "change", row.pk))
        assert page.status_code == 200
        assert not [secret for secret in secrets if secret in page.content.decode()]


def test_users_are_switched_on_and_off(site, admin, alice):
    act(site, "user", "deactivate", admin, alice)
    assert list(User.objects.filter(is_active=True)) == [admin]
    act(site, "user", "activate", alice)
    assert User.objects.filter(is_active=True).count() == 2


def test_superusers_do_not_remove_or_demote_themselves(site, admin, alice):
    site.post(url("user", "changelist"), {"action": "delete_selected", "_selected_action": [admin.pk], "post": "yes"})
    site.post(url("user", "change", admin.pk), {"username": "admin", "optins": "{}"})
    admin.refresh_from_db()
    assert admin.is_superuser
    assert admin.is_active
    assert site.post(url("user", "delete", admin.pk), {"post": "yes"}).status_code == 403


def test_a_user_is_made_with_a_password(site, anonymous):
    data = {"username": "carol", "usable_password": "true", "password1": "tr0ub4dor&3", "password2": "tr0ub4dor&3"}
    assert site.post(url("user", "add"), {**data, "is_active": "on"}).status_code == 302
    assert User.objects.get(username="carol").check_password("tr0ub4dor&3")


def test_a_new_password_ends_the_sessions(site, client_of, alice):
    client = client_of("alice")
    data = {"usable_password": "true", "password1": "tr0ub4dor&3", "password2": "tr0ub4dor&3"}
    assert site.post(reverse("admin:auth_user_password_change", args=[alice.pk]), data).status_code == 302
    assert client.get("/api/v1/users/whoami").status_code == 401


@pytest.mark.usefixtures("_rows")
def test_keys_and_sessions_are_revoked(site, alice):
    act(site, "apikey", "revoke", ApiKey.objects.get())
    act(site, "loginsession", "revoke", LoginSession.objects.owned_by(alice).get())
    assert not ApiKey.objects.usable().exists()
    assert not LoginSession.objects.owned_by(alice).alive().exists()


def test_ordinary_users_do_not_enter(alice):
    client = Client()
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(url("user", "changelist")).status_code == 302


def test_a_superuser_of_the_admin_may_use_the_api_with_a_csrf_token(admin, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/users/whoami").json()["username"] == "admin"
    assert client.post("/api/v1/api_key/", {"name": "x"}, content_type="application/json").status_code == 403


def test_an_ordinary_users_django_session_is_no_credential(alice):
    client = Client()
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/users/whoami").status_code == 403


def test_failed_sign_ins_are_limited(settings, monkeypatch, admin):
    monkeypatch.setattr(settings.LANGFLOW, "LOGIN_ATTEMPTS_PER_MINUTE", 3)
    client = Client()
    wrong, right = ({"username": "admin", "password": password} for password in ("wrong", "correct horse"))
    for _ in range(3):
        assert "correct username and password" in client.post("/admin/login/", wrong).content.decode()
    assert "Too many failed sign-ins" in client.post("/admin/login/", right).content.decode()
    assert APIClient().post("/api/v1/login", right, format="multipart").status_code == 429


def test_changing_the_own_password_ends_the_sessions(site, admin, client_of):
    signed_in = client_of("admin")
    form = {"old_password": "correct horse", "new_password1": "another-1", "new_password2": "another-1"}
    assert site.post("/admin/password_change/", form).status_code == 302
    assert signed_in.get("/api/v1/users/whoami").status_code == 401
    assert site.get("/admin/").status_code == 200


def test_the_index_shows_what_there_is(site):
    page = site.get("/admin/").content.decode()
    assert "Langflow server" in page
    assert "API keys" in page
    assert "Groups" not in page
