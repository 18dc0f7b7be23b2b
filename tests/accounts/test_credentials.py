"""Which credential counts, on HTTP and on Channels scopes, and what the others are told."""

import pytest
from rest_framework.test import APIRequestFactory

from accounts.authentication import caller_by_api_key, caller_of
from accounts.credentials import Credentials
from accounts.errors import ApiKeyRejected, ApiKeyRequired, CrossSiteRequest, InvalidToken, UnknownApiKey
from accounts.models import User
from langflow_site.common.errors import NotSignedIn

WHOAMI = "/api/v1/users/whoami"
NONE = (403, {"detail": "No authentication credentials provided"})


def told(answer):
    return answer.status_code, answer.json()


def test_no_credential_is_403(anonymous, db):
    assert told(anonymous.get(WHOAMI)) == NONE


@pytest.mark.parametrize("headers", [{"X-API-Key": ""}, {"Authorization": "Basic abc"}, {"Authorization": "Bearer"}])
def test_empty_and_foreign_credentials_are_none(anonymous, db, headers):
    assert told(anonymous.get(WHOAMI, headers=headers)) == NONE


def test_an_api_key_counts_in_header_and_query(anonymous, alices_key):
    assert anonymous.get(WHOAMI, headers={"x-api-key": alices_key}).json()["username"] == "alice"
    assert anonymous.get(WHOAMI, {"x-api-key": alices_key}).json()["username"] == "alice"


def test_the_query_goes_before_the_header(anonymous, alices_key):
    answer = anonymous.get(f"{WHOAMI}?x-api-key={alices_key}", headers={"x-api-key": "bad"})
    assert answer.status_code == 200


def test_the_access_cookie_counts(signed_in_browser):
    assert signed_in_browser.get(WHOAMI).json()["username"] == "alice"


def test_a_bad_bearer_is_401_even_next_to_a_good_key(anonymous, alices_key):
    answer = anonymous.get(WHOAMI, headers={"Authorization": "Bearer bad", "x-api-key": alices_key})
    assert told(answer) == (401, {"detail": "Invalid token"})
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_key_is_no_bearer(anonymous, alices_key):
    answer = anonymous.get(WHOAMI, headers={"Authorization": f"Bearer {alices_key}"})
    assert told(answer) == (401, {"detail": "Invalid token"})


def test_a_bad_key_is_403(anonymous, db):
    answer = anonymous.get(WHOAMI, headers={"x-api-key": "sk-bad"})
    assert told(answer) == (403, {"detail": "Invalid API key"})


def test_a_key_that_was_revoked_is_403(anonymous, alice, alices_key):
    alice.api_keys.update(is_active=False)
    assert anonymous.get(WHOAMI, headers={"x-api-key": alices_key}).status_code == 403


def test_an_inactive_user_is_401_by_token_and_403_by_key(anonymous, client_of, alices_key):
    client = client_of("alice")
    User.objects.update(is_active=False)
    assert told(client.get(WHOAMI)) == (401, {"detail": "User account is inactive"})
    answer = anonymous.get(WHOAMI, headers={"x-api-key": alices_key})
    assert told(answer) == (403, {"detail": "API key authentication failed"})


def test_the_token_of_a_removed_user_is_401(client_of):
    client = client_of("alice")
    User.objects.all().delete()
    assert told(client.get(WHOAMI)) == (401, {"detail": "Token authentication failed"})


def test_a_token_costs_one_query(client_of, django_assert_num_queries):
    client = client_of("alice")
    with django_assert_num_queries(1):
        client.get(WHOAMI)


def test_a_key_costs_one_query(anonymous, alices_key, django_assert_num_queries):
    with django_assert_num_queries(1):
        anonymous.get(WHOAMI, headers={"x-api-key": alices_key})


def scope_of(headers=(), query=b"", **more):
    return {"type": "websocket", "headers": [(name, value) for name, value in headers], "query_string": query, **more}


def test_a_scope_brings_the_same_credentials(signed_in_browser, alices_key):
    token = signed_in_browser.cookies["access_token_lf"].value
    by_header = Credentials.of_scope(scope_of([(b"authorization", f"Bearer {token}".encode())]))
    by_cookie = Credentials.of_scope(scope_of([(b"cookie", f"access_token_lf={token}".encode())]))
    by_key = Credentials.of_scope(scope_of([(b"x-api-key", alices_key.encode())]))
    by_query = Credentials.of_scope(scope_of(query=f"x-api-key={alices_key}".encode()))
    names = {caller_of(credentials).user.username for credentials in (by_header, by_cookie, by_key, by_query)}
    assert names == {"alice"}


def test_a_websocket_from_another_sites_page_is_refused(signed_in_browser):
    cookie = f"access_token_lf={signed_in_browser.cookies['access_token_lf'].value}".encode()
    headers = [(b"cookie", cookie), (b"host", b"flows.example"), (b"origin", b"https://evil.example")]
    with pytest.raises(CrossSiteRequest):
        caller_of(Credentials.of_scope(scope_of(headers)))
    ours = [*headers[:2], (b"origin", b"https://flows.example")]
    assert caller_of(Credentials.of_scope(scope_of(ours))).user.username == "alice"


def test_a_scope_without_credentials_is_nobody(db):
    with pytest.raises(NotSignedIn):
        caller_of(Credentials.of_scope(scope_of()))


class TestRoutesForPrograms:
    """What `caller_by_api_key` promises to /run and its like."""

    def test_a_key_tells_its_user(self, alice, alices_key):
        caller = caller_by_api_key(Credentials(api_key=alices_key))
        assert (caller.user, caller.api_key_id) == (alice, alice.api_keys.get().pk)

    def test_a_bad_bearer_does_not_matter_there(self, alice, alices_key):
        assert caller_by_api_key(Credentials(api_key=alices_key, bearer="bad")).user == alice

    @pytest.mark.parametrize("credentials", [Credentials(), Credentials(bearer="whatever")])
    def test_nothing_else_will_do(self, db, credentials):
        with pytest.raises(ApiKeyRequired, match="An API key must be passed as query or header"):
            caller_by_api_key(credentials)

    def test_an_unknown_key_is_refused_in_their_words(self, db):
        with pytest.raises(UnknownApiKey, match="Invalid or missing API key"):
            caller_by_api_key(Credentials(api_key="sk-unknown"))

    def test_the_key_of_an_inactive_user_is_refused(self, alices_key):
        User.objects.update(is_active=False)
        with pytest.raises(ApiKeyRejected):
            caller_by_api_key(Credentials(api_key=alices_key))

    def test_auto_login_may_let_strangers_run_as_the_superuser(self, db, option):
        superuser = User.objects.create_superuser("langflow")
        option("AUTO_LOGIN", True)
        with pytest.raises(ApiKeyRequired):
            caller_by_api_key(Credentials())
        option("SKIP_AUTH_AUTO_LOGIN", True)
        assert caller_by_api_key(Credentials()).user == superuser
        with pytest.raises(NotSignedIn):
            caller_of(Credentials())

    def test_where_no_key_is_needed_a_token_still_says_who_calls(self, client_of, alice, option):
        superuser = User.objects.create_superuser("langflow")
        token = client_of("alice")._credentials["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
        with pytest.raises(ApiKeyRequired):
            caller_by_api_key(Credentials(bearer=token))
        option("AUTO_LOGIN", True)
        option("SKIP_AUTH_AUTO_LOGIN", True)
        assert caller_by_api_key(Credentials(bearer=token)).user == alice
        assert caller_by_api_key(Credentials(bearer=token, by_cookie=True, is_cross_site=True)).user == superuser
        assert caller_by_api_key(Credentials(bearer="stale")).user == superuser


def test_a_forged_token_of_another_server_is_refused(client_of, settings):
    token = client_of("alice")._credentials["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    settings.SECRET_KEY = "another server's key, as long as ours"
    with pytest.raises(InvalidToken):
        caller_of(Credentials(bearer=token))


def test_tokens_outlive_a_change_of_the_secret_key(client_of, settings):
    client = client_of("alice")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next key, as long as the one before"
    assert client.get(WHOAMI).status_code == 200


def test_credentials_of_a_plain_request(alices_key):
    request = APIRequestFactory().get("/", headers={"x-api-key": alices_key})
    assert Credentials.of_request(request) == Credentials(api_key=alices_key)
