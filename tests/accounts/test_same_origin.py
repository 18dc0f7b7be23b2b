"""Cookie-authenticated writes: whose page sent them?"""

import pytest

from accounts.same_origin import is_cross_site

HOST = {"host": "flows.example:7860"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": "http://flows.example:7860"},
        {"referer": "http://flows.example:7860/flow/1"},
        {"sec-fetch-site": "same-origin", "origin": "http://localhost:3000"},
    ],
)
def test_our_own_pages_may_write(headers):
    assert not is_cross_site("POST", HOST | headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "http://flows.example"},
        {"origin": "null"},
        {"referer": "https://evil.example/flows.example:7860"},
        {"sec-fetch-site": "cross-site", "origin": "http://flows.example:7860"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "WEBSOCKET"])
def test_pages_of_other_sites_may_not(method, headers):
    assert is_cross_site(method, HOST | headers)


def test_reading_harms_nobody():
    assert not is_cross_site("GET", HOST | {"sec-fetch-site": "cross-site"})


def test_sites_that_the_operator_trusts_may_write(option):
    option("CORS_ORIGINS", ("https://portal.example",))
    assert not is_cross_site("POST", HOST | {"sec-fetch-site": "cross-site", "origin": "https://portal.example"})
    assert is_cross_site("POST", HOST | {"sec-fetch-site": "cross-site", "origin": "https://evil.example"})


def test_a_cookie_is_refused_and_a_bearer_token_is_not(signed_in_browser):
    evil = {"origin": "https://evil.example"}
    answer = signed_in_browser.post("/api/v1/api_key/", {"name": "x"}, format="json", headers=evil)
    assert answer.status_code == 403
    bearer = {"authorization": f"Bearer {signed_in_browser.cookies['access_token_lf'].value}"}
    answer = signed_in_browser.post("/api/v1/api_key/", {"name": "x"}, format="json", headers=evil | bearer)
    assert answer.status_code == 200
