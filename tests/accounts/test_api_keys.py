import uuid

import pytest

from accounts.models import ApiKey, User

KEYS = "/api/v1/api_key/"


def told(answer):
    return answer.status_code, answer.json()


def make(client, **body):
    return client.post(KEYS, {"name": "first", **body}, format="json")


def test_a_key_is_shown_once_and_stored_as_a_hash(client_of):
    client = client_of("alice")
    made = make(client).json()
    assert made["api_key"].startswith("sk-")
    assert set(made) == {"name", "last_used_at", "total_uses", "is_active", "id", "api_key", "user_id"}
    listed = client.get(KEYS).json()["api_keys"][0]
    assert listed["api_key"] == made["api_key"][:8] + "*" * (len(made["api_key"]) - 8)
    assert made["api_key"] not in str(ApiKey.objects.values().get())


def test_keys_may_share_a_name_or_have_none(client_of):
    client = client_of("alice")
    for body in ({"name": "same"}, {"name": "same"}, {}, {"name": None}):
        assert client.post(KEYS, body, format="json").status_code == 200
    assert client.get(KEYS).json()["total_count"] == 4


def test_a_callers_wishes_for_id_key_or_owner_are_ignored(client_of, alice, bob):
    made = make(client_of("alice"), api_key="sk-mine", user_id=str(bob.pk), total_uses=7).json()
    assert (made["user_id"], made["total_uses"]) == (str(alice.pk), 0)
    assert made["api_key"] != "sk-mine"


@pytest.mark.parametrize(
    ("body", "location"), [({"name": 7}, ["body", "name"]), ({"name": "x" * 1025}, ["body", "name"])]
)
def test_wrong_names_are_422(client_of, body, location):
    answer = client_of("alice").post(KEYS, body, format="json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == location


def test_a_body_is_required(client_of):
    problem = {"type": "missing", "loc": ["body"], "msg": "Field required", "input": None}
    assert told(client_of("alice").post(KEYS)) == (422, {"detail": [problem]})


def test_a_list_holds_only_ones_own_keys(client_of, alice):
    make(client_of("bob"))
    answer = client_of("alice").get(KEYS).json()
    assert answer == {"total_count": 0, "user_id": str(alice.pk), "api_keys": []}


def test_a_removed_key_stops_working_at_once(client_of, anonymous):
    client = client_of("alice")
    key = make(client).json()
    headers = {"x-api-key": key["api_key"]}
    assert anonymous.get("/api/v1/users/whoami", headers=headers).status_code == 200
    assert told(client.delete(f"{KEYS}{key['id']}")) == (200, {"detail": "API Key deleted"})
    assert anonymous.get("/api/v1/users/whoami", headers=headers).status_code == 403
    assert told(client.delete(f"{KEYS}{key['id']}")) == (400, {"detail": "API Key not found"})


def test_an_unknown_key_cannot_be_removed(client_of):
    assert told(client_of("alice").delete(f"{KEYS}{uuid.uuid4()}")) == (400, {"detail": "API Key not found"})
    assert client_of("alice").delete(f"{KEYS}nope").status_code == 422


def test_nobody_removes_anothers_key(client_of):
    key = make(client_of("alice")).json()
    assert client_of("bob").delete(f"{KEYS}{key['id']}").status_code == 400
    assert client_of("admin").delete(f"{KEYS}{key['id']}").status_code == 400
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_have_no_keys(anonymous, db, method):
    assert told(getattr(anonymous, method)(KEYS)) == (403, {"detail": "No authentication credentials provided"})


def test_the_list_costs_two_queries(client_of, django_assert_num_queries):
    client = client_of("alice")
    make(client)
    make(client)
    with django_assert_num_queries(2):
        client.get(KEYS)


def test_the_store_key_is_kept_encrypted_and_never_shown(client_of):
    client = client_of("alice")
    answer = client.post(f"{KEYS}store", {"api_key": "store-secret"}, format="json")
    assert told(answer) == (200, {"detail": "API Key saved"})
    assert "apikey_tkn_lflw" in answer.cookies
    stored = User.objects.get(username="alice").store_api_key
    assert stored
    assert "store-secret" not in stored
    assert client.get("/api/v1/users/whoami").json()["store_api_key"] == "********"


def test_the_store_key_is_required(client_of):
    answer = client_of("alice").post(f"{KEYS}store", {}, format="json")
    assert answer.json()["detail"][0]["loc"] == ["body", "api_key"]
