"""Put something into the store, change it, take it out."""

import pytest

from accounts.authentication import Caller
from accounts.services.users import delete_user
from flows.store.models import SharedItem
from tests.flows.store.conftest import COMPONENTS, DATA, body, told

SECRET_FIELD = {"password": True, "value": "sk-secret"}
VARIABLE_FIELD = {"password": True, "load_from_db": True, "value": "OPENAI_API_KEY"}
WITH_SECRETS = {
    "nodes": [
        {
            "id": "OpenAIModel-1",
            "data": {"node": {"template": {"api_key": SECRET_FIELD, "other_key": VARIABLE_FIELD}}},
        }
    ],
    "edges": [],
}
NOT_FOUND = (404, {"detail": "Component not found"})


def test_what_is_shared_is_private_at_first(member):
    answer = member("alice").post(COMPONENTS, body(last_tested_version="1.8.4"), format="json")
    assert answer.status_code == 201
    item = SharedItem.objects.get(pk=answer.json()["id"])
    assert (item.user.username, item.name, item.description, item.data) == ("alice", "Summaries", "Short", DATA)
    assert (item.is_private, item.is_component, item.last_tested_version) == (True, False, "1.8.4")
    assert item.contents == {"total": 3, "OpenAIModel": {"count": 1}, "ChatInput": {"count": 2}}


def test_secrets_stay_at_home_and_names_of_variables_go_along(member):
    answer = member("alice").post(COMPONENTS, body(data=WITH_SECRETS), format="json")
    item = SharedItem.objects.get(pk=answer.json()["id"])
    template = item.data["nodes"][0]["data"]["node"]["template"]
    assert (template["api_key"]["value"], template["other_key"]["value"]) == (None, "OPENAI_API_KEY")


def test_an_update_brings_no_secrets_either(member, alice, item_of):
    item = item_of(alice)
    member("alice").patch(f"{COMPONENTS}{item.pk}", body(data=WITH_SECRETS), format="json")
    item.refresh_from_db()
    assert "sk-secret" not in str(item.data)


def test_tags_are_named_by_id_or_name(member, tags):
    named = [str(tags[0].pk).upper(), tags[1].name]
    answer = member("alice").post(COMPONENTS, body(tags=named), format="json")
    assert set(SharedItem.objects.get(pk=answer.json()["id"]).tags.all()) == set(tags)


@pytest.mark.parametrize("tag", ["Nothing", "00000000-0000-4000-8000-000000000000"])
def test_unknown_tags_are_refused_and_nothing_is_shared(member, tags, tag):
    answer = member("alice").post(COMPONENTS, body(tags=["Rivers", tag]), format="json")
    assert answer.status_code == 400
    assert f"There are no such tags: {tag}." in answer.json()["detail"]
    assert not SharedItem.objects.exists()


def test_what_is_missing_is_told_together(member):
    problems = member("alice").post(COMPONENTS, {}, format="json").json()["detail"]
    assert [problem["loc"][1] for problem in problems] == ["name", "description", "data", "tags", "is_component"]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x" * 1025},
        {"data": None},
        {"data": {"nodes": "many", "edges": []}},
        {"data": {"nodes": []}},
        {"description": "\0"},
        {"parent": "mine"},
        {"private": "perhaps"},
    ],
)
def test_what_cannot_be_shared_is_refused(member, fields):
    assert member("alice").post(COMPONENTS, body(**fields), format="json").status_code == 422


def test_a_parent_is_an_item_that_one_may_see(member, bob, item_of):
    alice, seen, hidden = member("alice"), item_of(bob), item_of(bob, is_private=True)
    assert alice.post(COMPONENTS, body(parent=str(seen.pk)), format="json").status_code == 201
    refused = alice.post(COMPONENTS, body(parent=str(hidden.pk)), format="json")
    assert told(refused) == (404, {"detail": "The component that this one was made of was not found"})
    seen.delete()
    assert SharedItem.objects.get(user__username="alice").parent is None


def test_an_update_replaces_what_it_names_and_leaves_the_rest(member, alice, item_of, tags):
    item = item_of(alice, last_tested_version="1.8", tags=["Rivers"])
    answer = member("alice").patch(
        f"{COMPONENTS}{item.pk}", body("Better", data={"nodes": [], "edges": []}, tags=["Winds"]), format="json"
    )
    assert told(answer) == (201, {"id": str(item.pk)})
    item.refresh_from_db()
    assert (item.name, item.contents, item.tags.get().name) == ("Better", {"total": 0}, "Winds")
    assert (item.is_private, item.last_tested_version) == (False, "1.8")


def test_null_leaves_who_sees_an_item_and_its_tags(member, alice, item_of, tags):
    item = item_of(alice, tags=["Rivers"])
    sent = body(tags=None, private=None)
    assert member("alice").patch(f"{COMPONENTS}{item.pk}", sent, format="json").status_code == 201
    item.refresh_from_db()
    assert (item.is_private, item.tags.get().name) == (False, "Rivers")


def test_what_others_share_cannot_be_changed_or_taken_out(member, alice, item_of):
    path, bob = f"{COMPONENTS}{item_of(alice).pk}", member("bob")
    assert told(bob.patch(path, body(), format="json")) == NOT_FOUND
    assert told(bob.delete(path)) == NOT_FOUND
    assert SharedItem.objects.get().name == "Summaries"


def test_an_owner_takes_an_item_out(member, alice, item_of):
    path, client = f"{COMPONENTS}{item_of(alice).pk}", member("alice")
    assert client.delete(path).status_code == 204
    assert told(client.delete(path)) == NOT_FOUND


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_an_id_that_is_none_is_told(member, method):
    answer = getattr(member("alice"), method)(f"{COMPONENTS}zz", body(), format="json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["path", "component_id"]


def test_items_stay_when_their_flow_goes(member, alice, flow_of, item_of):
    flow = flow_of(alice, data=DATA)
    item = item_of(alice, data=flow.data)
    flow.delete()
    assert member("bob").get(f"{COMPONENTS}{item.pk}").json()["data"] == DATA


def test_items_go_with_their_owner(member, admin, alice, item_of):
    item, bob = item_of(alice), member("bob")
    delete_user(user_id=alice.pk, by=Caller(user=admin))
    assert told(bob.get(f"{COMPONENTS}{item.pk}")) == NOT_FOUND
