from tests.accounts.conftest import log_in


def test_logout_deletes_the_cookies(signed_in_browser):
    answer = signed_in_browser.post("/api/v1/logout")
    assert answer.json() == {"message": "Logout successful"}
    assert {cookie["max-age"] for cookie in answer.cookies.values()} == {0}
    assert set(answer.cookies) == {"access_token_lf", "refresh_token_lf", "apikey_tkn_lflw"}


def test_logout_ends_the_tokens_on_the_server(signed_in_browser):
    bearer = f"Bearer {signed_in_browser.cookies['access_token_lf'].value}"
    signed_in_browser.post("/api/v1/logout")
    answer = signed_in_browser.get("/api/v1/users/whoami", HTTP_AUTHORIZATION=bearer)
    assert (answer.status_code, answer.json()) == (401, {"detail": "Token authentication failed"})


def test_the_refresh_cookie_alone_is_enough(signed_in_browser):
    refresh_token = signed_in_browser.cookies["refresh_token_lf"].value
    del signed_in_browser.cookies["access_token_lf"]
    signed_in_browser.post("/api/v1/logout")
    signed_in_browser.cookies["refresh_token_lf"] = refresh_token
    assert signed_in_browser.post("/api/v1/refresh").status_code == 401


def test_other_sessions_of_the_user_go_on(signed_in_browser, client_of):
    elsewhere = client_of("alice")
    signed_in_browser.post("/api/v1/logout")
    assert elsewhere.get("/api/v1/users/whoami").status_code == 200


def test_strangers_may_log_out_too(anonymous, db):
    assert anonymous.post("/api/v1/logout").status_code == 200


def test_another_sites_page_cannot_sign_the_browser_out(signed_in_browser):
    assert signed_in_browser.post("/api/v1/logout", HTTP_ORIGIN="https://evil.example").status_code == 403
    assert signed_in_browser.get("/api/v1/users/whoami").status_code == 200


def test_logging_in_again_works(signed_in_browser):
    signed_in_browser.post("/api/v1/logout")
    assert log_in(signed_in_browser, "alice").status_code == 200
