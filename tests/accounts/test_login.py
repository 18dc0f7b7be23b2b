import bcrypt
import pytest
from django.contrib.auth.hashers import identify_hasher
from django.utils import timezone

from accounts.hashers import as_django_hash
from accounts.models import LoginSession, User
from tests.accounts.conftest import log_in


def test_a_password_opens_a_session(anonymous, alice):
    answer = log_in(anonymous, "alice")
    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "refresh_token", "token_type"}
    assert LoginSession.objects.owned_by(alice).alive().count() == 1


def test_the_form_may_be_url_encoded_and_name_its_grant(anonymous, alice):
    body = "grant_type=password&username=alice&password=correct+horse"
    answer = anonymous.post("/api/v1/login", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200


def test_cookies_carry_the_tokens(anonymous, alice):
    cookies = log_in(anonymous, "alice").cookies
    assert not cookies["access_token_lf"]["httponly"], "the editor reads it"
    assert cookies["refresh_token_lf"]["httponly"]
    assert {cookie["samesite"] for cookie in cookies.values()} == {"Lax"}
    assert "apikey_tkn_lflw" in cookies


def test_cookies_are_secure_under_tls(anonymous, alice):
    cookies = log_in(anonymous, "alice", secure=True).cookies
    assert all(cookie["secure"] for cookie in cookies.values())


@pytest.mark.parametrize(("username", "password"), [("alice", "wrong"), ("nobody", "correct horse"), ("ünï😀", "ß")])
def test_wrong_names_and_wrong_passwords_get_the_same_answer(anonymous, alice, username, password):
    answer = log_in(anonymous, username, password)
    assert (answer.status_code, answer.json()) == (401, {"detail": "Incorrect username or password"})


def test_an_account_that_was_never_active_waits_for_approval(anonymous, alice):
    User.objects.update(is_active=False)
    answer = log_in(anonymous, "alice", "wrong")
    assert (answer.status_code, answer.json()) == (400, {"detail": "Waiting for approval"})


def test_an_account_that_was_switched_off_is_inactive(anonymous, alice):
    User.objects.update(is_active=False, last_login=timezone.now())
    answer = log_in(anonymous, "alice")
    assert (answer.status_code, answer.json()) == (401, {"detail": "Inactive user"})


def test_a_missing_password_is_named(anonymous, db):
    answer = anonymous.post("/api/v1/login", {"username": "alice", "password": ""}, format="multipart")
    problem = {"type": "missing", "loc": ["body", "password"], "msg": "Field required", "input": None}
    assert (answer.status_code, answer.json()) == (422, {"detail": [problem]})


def test_json_is_no_form(anonymous, db):
    answer = anonymous.post("/api/v1/login", {"username": "alice", "password": "x"}, format="json")
    assert [problem["loc"][-1] for problem in answer.json()["detail"]] == ["username", "password"]


def test_other_grants_are_refused(anonymous, db):
    form = {"username": "alice", "password": "x", "grant_type": "client_credentials"}
    answer = anonymous.post("/api/v1/login", form, format="multipart")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == "string_pattern_mismatch"


def test_another_sites_page_cannot_sign_the_browser_in(anonymous, alice):
    assert log_in(anonymous, "alice", HTTP_SEC_FETCH_SITE="cross-site").status_code == 403


@pytest.mark.parametrize("password", ["short", "long " * 30, "ü" * 36 + "after the 72nd byte"])
def test_passwords_of_migrated_users_work_and_are_hashed_anew(anonymous, alice, password, settings):
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, "accounts.hashers.LangflowPasswordHasher"]
    langflow_hash = bcrypt.hashpw(password.encode()[:72], bcrypt.gensalt(4)).decode()
    User.objects.update(password=as_django_hash(langflow_hash))
    assert log_in(anonymous, "alice", password).status_code == 200
    alice.refresh_from_db()
    assert identify_hasher(alice.password).algorithm != "bcrypt"
    assert log_in(anonymous, "alice", password).status_code == 200


def test_expired_sessions_go_with_the_next_sign_in(anonymous, alice):
    LoginSession.objects.create(user=alice, expires_at=timezone.now())
    log_in(anonymous, "alice")
    assert LoginSession.objects.count() == 1
