from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import LoginSession, User
from tests.accounts.conftest import log_in

PATH = "/api/v1/auto_login"


@pytest.fixture
def superuser(db, option):
    option("AUTO_LOGIN", True)
    return User.objects.create_superuser("langflow")


def test_it_is_off_unless_the_server_says_so(anonymous, db):
    answer = anonymous.get(PATH)
    assert answer.status_code == 403
    assert answer.json() == {"detail": {"message": "Auto login is disabled.", "auto_login": False}}


def test_it_signs_in_as_the_superuser(browser, superuser):
    answer = browser.get(PATH)
    assert answer.status_code == 200
    assert answer.json()["refresh_token"] is None
    assert set(answer.cookies) == {"access_token_lf", "apikey_tkn_lflw"}
    assert browser.get("/api/v1/users/whoami").json()["username"] == "langflow"


def test_a_reload_goes_on_with_the_same_session(browser, superuser):
    for _ in range(3):
        browser.get(PATH)
    assert LoginSession.objects.count() == 1


def test_without_a_superuser_nobody_is_signed_in(anonymous, alice, option):
    option("AUTO_LOGIN", True)
    option("SUPERUSER", "alice")
    assert anonymous.get(PATH).status_code == 403


def test_it_cannot_be_posted(anonymous, db):
    answer = anonymous.post(PATH)
    assert (answer.status_code, answer.json()) == (405, {"detail": "Method Not Allowed"})


def test_the_default_password_works_beside_auto_login_on_loopback(anonymous, superuser):
    assert log_in(anonymous, "langflow", "langflow").status_code == 200
    assert log_in(anonymous, "langflow", "other").status_code == 401


@pytest.mark.parametrize(
    ("name", "value"),
    [("AUTO_LOGIN", False), ("LISTENS_ON_LOOPBACK_ONLY", False), ("SUPERUSER_PASSWORD", "secret")],
)
def test_the_default_password_works_nowhere_else(anonymous, superuser, option, name, value):
    option(name, value)
    assert log_in(anonymous, "langflow", "langflow").status_code == 401


def test_the_default_password_is_nobody_elses(anonymous, superuser, alice):
    assert log_in(anonymous, "alice", "langflow").status_code == 401


def test_a_password_of_ones_own_replaces_the_default(anonymous, superuser):
    superuser.set_password("own")
    superuser.save()
    assert log_in(anonymous, "langflow", "langflow").status_code == 401
    assert log_in(anonymous, "langflow", "own").status_code == 200


def test_callers_without_cookies_share_a_session(superuser):
    for _ in range(5):
        assert APIClient().get(PATH).status_code == 200
    assert LoginSession.objects.count() == 1


def test_after_a_sign_out_nothing_piles_up(superuser):
    for _ in range(3):
        client = APIClient()
        client.get(PATH)
        client.post("/api/v1/logout")
    assert LoginSession.objects.count() == 1
    assert APIClient().get(PATH).status_code == 200


def test_a_session_with_a_password_is_not_shared(superuser):
    log_in(APIClient(), "langflow", "langflow")
    APIClient().get(PATH)
    assert LoginSession.objects.count() == 2


def test_ended_sessions_are_pruned_and_others_stay(superuser, alice, capsys):
    ended = {"expires_at": timezone.now() - timedelta(seconds=1)}, {"revoked_at": timezone.now()}
    for facts in (*ended, {}):
        LoginSession.objects.create(user=alice, **{"expires_at": timezone.now() + timedelta(hours=1), **facts})
    call_command("prune_records")
    assert "2 rows" in capsys.readouterr().out
    assert LoginSession.objects.count() == 1


def test_the_editor_may_refresh_before_it_is_signed_in_anew(browser, superuser):
    browser.get(PATH)
    for cookie in (None, "null"):  # as the editor keeps what it was answered
        if cookie:
            browser.cookies["refresh_token_lf"] = cookie
        answer = browser.post("/api/v1/refresh")
        assert answer.status_code == 200
        assert answer.json()["refresh_token"] is None
    assert browser.get("/api/v1/users/whoami").status_code == 200
    assert LoginSession.objects.count() == 1


def test_nobody_else_refreshes_without_a_refresh_token(anonymous, browser, superuser, alice, option):
    assert anonymous.post("/api/v1/refresh").status_code == 401
    log_in(browser, "alice")
    del browser.cookies["refresh_token_lf"]
    assert browser.post("/api/v1/refresh").status_code == 401


def test_without_auto_login_its_session_is_not_refreshed(browser, superuser, option):
    browser.get(PATH)
    option("AUTO_LOGIN", False)
    assert browser.post("/api/v1/refresh").status_code == 401
