from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import LoginSession, User

REFUSED = (401, {"detail": "Invalid refresh token"})


def refresh(client, token=None):
    if token is not None:
        client.cookies["refresh_token_lf"] = token
    return client.post("/api/v1/refresh")


def token_of(client):
    return client.cookies["refresh_token_lf"].value


def test_a_refresh_gives_new_tokens_and_cookies(signed_in_browser):
    before = token_of(signed_in_browser)
    answer = refresh(signed_in_browser)
    assert answer.status_code == 200
    assert answer.json()["refresh_token"] == token_of(signed_in_browser) != before
    assert {"access_token_lf", "refresh_token_lf"} <= set(answer.cookies)
    assert refresh(signed_in_browser).status_code == 200


def test_a_page_may_refresh_twice_at_once(signed_in_browser):
    token = token_of(signed_in_browser)
    assert [refresh(signed_in_browser, token).status_code for _ in range(2)] == [200, 200]


def test_an_old_token_that_comes_back_ends_the_session(signed_in_browser):
    stolen = token_of(signed_in_browser)
    refresh(signed_in_browser)
    mine = token_of(signed_in_browser)
    LoginSession.objects.update(refreshed_at=timezone.now() - timedelta(minutes=2))
    assert refresh(signed_in_browser, stolen).status_code == 401
    assert refresh(signed_in_browser, mine).status_code == 401
    assert signed_in_browser.get("/api/v1/users/whoami").status_code == 401


@pytest.mark.parametrize("token", [None, "", "not-a-token"])
def test_no_good_token_no_refresh(browser, token):
    answer = refresh(browser, token)
    assert (answer.status_code, answer.json()) == REFUSED
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_access_token_refreshes_nothing(signed_in_browser):
    answer = refresh(signed_in_browser, signed_in_browser.cookies["access_token_lf"].value)
    assert (answer.status_code, answer.json()) == REFUSED


def test_a_refresh_token_opens_no_route(signed_in_browser):
    bearer = f"Bearer {token_of(signed_in_browser)}"
    answer = signed_in_browser.get("/api/v1/users/whoami", HTTP_AUTHORIZATION=bearer)
    assert (answer.status_code, answer.json()) == (401, {"detail": "Invalid token type"})


def test_a_user_who_was_switched_off_cannot_refresh(signed_in_browser):
    User.objects.update(is_active=False)
    assert refresh(signed_in_browser).status_code == 401


def test_an_expired_session_cannot_be_refreshed(signed_in_browser):
    LoginSession.objects.update(expires_at=timezone.now())
    assert refresh(signed_in_browser).status_code == 401
