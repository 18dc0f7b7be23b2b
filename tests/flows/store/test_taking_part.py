"""Who may use the store: everybody looks, who saved a key takes part."""

import pytest
from django.conf import settings

from accounts.models import User
from tests.flows.store.conftest import COMPONENTS, LIKES, body, told

CHECK = "/api/v1/store/check/"
CHECK_KEY = "/api/v1/store/check/api_key"
TAGS = "/api/v1/store/tags"
ANYTHING = f"{COMPONENTS}00000000-0000-4000-8000-000000000000"

NO_KEY = (400, {"detail": "You must have a store API key set."})


def test_anybody_may_ask_whether_there_is_a_store(anonymous):
    assert told(anonymous.get(CHECK)) == (200, {"enabled": True})


def test_a_user_without_a_key_is_told_so(client_of):
    assert told(client_of("alice").get(CHECK_KEY)) == (200, {"has_api_key": False, "is_valid": False})


def test_a_saved_key_opens_the_store(client_of):
    alice = client_of("alice")
    alice.post("/api/v1/api_key/store", {"api_key": "any key"}, format="json")
    assert told(alice.get(CHECK_KEY)) == (200, {"has_api_key": True, "is_valid": True})
    assert alice.post(COMPONENTS, body(), format="json").status_code == 201


def test_a_key_that_no_secret_key_opens_any_more_is_not_valid(client_of):
    alice = client_of("alice")
    User.objects.filter(username="alice").update(store_api_key="closed by a lost key")
    assert told(alice.get(CHECK_KEY)) == (200, {"has_api_key": True, "is_valid": False})
    assert told(alice.get(LIKES)) == NO_KEY


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("get", LIKES, None),
        ("post", f"{LIKES}/not-an-id", None),
        ("get", ANYTHING, None),
        ("get", f"{COMPONENTS}not-an-id", None),
        ("delete", ANYTHING, None),
        ("post", COMPONENTS, {}),
        ("patch", f"{COMPONENTS}not-an-id", {}),
    ],
)
def test_without_a_key_nobody_takes_part_whatever_else_is_wrong(client_of, method, path, sent):
    assert told(getattr(client_of("alice"), method)(path, sent, format="json")) == NO_KEY


def test_without_a_key_one_may_look(client_of, alice, item_of):
    item_of(alice)
    answer = client_of("bob").get(COMPONENTS).json()
    assert (answer["count"], answer["authorized"]) == (1, False)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("liked=true", "You must provide an API key to filter by likes"),
        ("filter_by_user=true", "You must provide an API key to filter your components"),
    ],
)
def test_without_a_key_nobody_has_likes_or_items(client_of, query, text):
    assert told(client_of("alice").get(f"{COMPONENTS}?{query}")) == (400, {"detail": text})


def test_tags_come_by_their_names(client_of, tags):
    names = [tag["name"] for tag in client_of("alice").get(TAGS).json()]
    assert {"Rivers", "Winds"} <= set(names)
    assert names == sorted(names)


def test_a_store_that_is_off_says_so(anonymous, member, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "STORE", False)
    alice = member("alice")
    assert told(anonymous.get(CHECK)) == (200, {"enabled": False})
    for path in (TAGS, COMPONENTS, LIKES, ANYTHING):
        assert told(alice.get(path)) == (404, {"detail": "The store of this server is switched off (LANGFLOW_STORE)."})
