NOBODY = {"authenticated": False, "user": None, "store_api_key": None}


def test_nobody_is_signed_in(anonymous, db):
    answer = anonymous.get("/api/v1/session")
    assert (answer.status_code, answer.json()) == (200, NOBODY)


def test_a_token_is_a_session(client_of):
    answer = client_of("alice").get("/api/v1/session").json()
    assert answer["authenticated"]
    assert answer["user"]["username"] == "alice"


def test_an_api_key_is_no_session(anonymous, alices_key):
    assert anonymous.get("/api/v1/session", HTTP_X_API_KEY=alices_key).json() == NOBODY


def test_a_cookie_that_outlived_its_session_is_nobody(signed_in_browser, alice):
    alice.login_sessions.all().delete()
    answer = signed_in_browser.get("/api/v1/session")
    assert (answer.status_code, answer.json()) == (200, NOBODY)


def test_a_bad_bearer_is_an_error(anonymous, db):
    assert anonymous.get("/api/v1/session", HTTP_AUTHORIZATION="Bearer nope").status_code == 401
