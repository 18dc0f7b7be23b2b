"""`PATCH`, `PUT` and `DELETE` of flows."""

import uuid

import pytest

from flows.models import Flow
from projects.services import create_project

FLOWS = "/api/v1/flows/"
EMPTY = {"nodes": [], "edges": []}


@pytest.fixture
def flow(alice, flow_of):
    return flow_of(alice, "Echo", description="d", endpoint_name="echo", tags=["a"])


@pytest.fixture
def patch(client_of, flow):
    return lambda changes: client_of("alice").patch(f"{FLOWS}{flow.pk}", changes, format="json")


def test_only_what_is_sent_changes(patch):
    body = patch({"name": "Other"}).json()
    assert (body["name"], body["description"], body["endpoint_name"]) == ("Other", "d", "echo")
    assert body["data"] == EMPTY


def test_null_takes_the_endpoint_name_away(patch):
    assert patch({"endpoint_name": None}).json()["endpoint_name"] is None


def test_an_empty_text_clears_a_text(patch):
    assert patch({"description": ""}).json()["description"] == ""


def test_null_leaves_everything_else_alone(patch, flow):
    names = ("name", "description", "data", "folder_id", "access_type", "locked", "mcp_enabled")
    body = patch(dict.fromkeys(names)).json()
    assert (body["name"], body["description"]) == ("Echo", "d")
    assert (body["data"], body["folder_id"]) == (EMPTY, str(flow.project_id))
    assert (body["access_type"], body["locked"], body["mcp_enabled"]) == ("PRIVATE", False, False)


def test_tags_and_icon_are_no_business_of_a_patch(patch):
    assert patch({"tags": ["z"], "icon": "Bot"}).json()["tags"] == ["a"]


def test_the_version_stamp_changes_with_the_graph_and_only_then(patch, flow):
    patch({"name": "Other"})
    assert Flow.objects.get(pk=flow.pk).version_stamp == flow.version_stamp
    patch({"data": {**EMPTY, "viewport": None}})
    assert Flow.objects.get(pk=flow.pk).version_stamp != flow.version_stamp


def test_every_save_moves_the_time(patch, flow):
    patch({})
    assert Flow.objects.get(pk=flow.pk).updated_at > flow.updated_at


def test_a_flow_moves_to_another_project_of_its_owner(patch, alice):
    project = create_project(user=alice, name="Other")
    assert patch({"data": None, "folder_id": str(project.pk)}).json()["folder_id"] == str(project.pk)


def test_a_flow_does_not_move_to_a_strangers_project(patch, bob):
    assert patch({"folder_id": str(bob.projects.get().pk)}).status_code == 400
    assert patch({"folder_id": str(uuid.uuid4())}).status_code == 400


@pytest.mark.parametrize(
    ("changes", "text"),
    [({"name": "Taken"}, "Name must be unique"), ({"endpoint_name": "taken"}, "Endpoint name must be unique")],
)
def test_a_taken_name_is_refused(patch, alice, flow_of, changes, text):
    flow_of(alice, "Taken", endpoint_name="taken")
    answer = patch(changes)
    assert (answer.status_code, answer.json()) == (400, {"detail": text})


def test_its_own_names_are_not_taken(patch):
    assert patch({"name": "Echo", "endpoint_name": "echo"}).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [{"access_type": "NOBODY"}, {"locked": "maybe"}, {"data": {"nodes": []}}, {"name": ""}, {"endpoint_name": "a b"}],
)
def test_a_wrong_value_is_refused(patch, changes):
    assert patch(changes).status_code == 422


@pytest.mark.parametrize("person", ["bob", "admin"])
def test_nobody_else_changes_a_flow(client_of, flow, person):
    client = client_of(person)
    answer = client.patch(f"{FLOWS}{flow.pk}", {"name": "stolen"})
    assert (answer.status_code, answer.json()) == (404, {"detail": "404: Flow not found"})
    assert client.put(f"{FLOWS}{flow.pk}", {"name": "stolen"}).status_code == 404
    assert client.delete(f"{FLOWS}{flow.pk}").status_code == 404
    assert client.delete(FLOWS, [str(flow.pk)], format="json").json() == {"deleted": 0}
    assert Flow.objects.get().name == "Echo"


def test_an_autosave_costs_few_queries(client_of, flow, django_assert_max_num_queries):
    client = client_of("alice")
    with django_assert_max_num_queries(5):  # who calls, the flow, the transaction's two ends, the update
        client.patch(f"{FLOWS}{flow.pk}", {"name": "Echo", "data": EMPTY, "locked": False}, format="json")


def test_put_creates_under_the_given_id(client_of, alice):
    flow_id = uuid.uuid4()
    answer = client_of("alice").put(f"{FLOWS}{flow_id}", {"name": "New", "data": EMPTY}, format="json")
    assert (answer.status_code, answer.json()["id"]) == (201, str(flow_id))


def test_put_keeps_what_it_does_not_name(client_of, flow):
    answer = client_of("alice").put(f"{FLOWS}{flow.pk}", {"name": "v2", "data": EMPTY}, format="json")
    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["description"], answer.json()["tags"]) == ("v2", "d", ["a"])


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"name": "Taken"}, "Name must be unique"),
        ({"name": "Echo", "endpoint_name": "taken"}, "Endpoint name must be unique"),
    ],
)
def test_put_with_a_taken_name_conflicts(client_of, alice, flow, flow_of, body, text):
    flow_of(alice, "Taken", endpoint_name="taken")
    answer = client_of("alice").put(f"{FLOWS}{flow.pk}", body, format="json")
    assert (answer.status_code, answer.json()) == (409, {"detail": text})


def test_put_of_a_new_flow_with_a_taken_name_gets_a_number(client_of, flow):
    answer = client_of("alice").put(f"{FLOWS}{uuid.uuid4()}", {"name": "Echo"}, format="json")
    assert (answer.status_code, answer.json()["name"]) == (201, "Echo (1)")


def test_put_needs_a_project_that_exists(client_of, flow):
    body = {"name": "Echo", "folder_id": str(uuid.uuid4())}
    answer = client_of("alice").put(f"{FLOWS}{flow.pk}", body, format="json")
    assert (answer.status_code, answer.json()) == (400, {"detail": "Folder not found"})


def test_a_deleted_flow_is_gone(client_of, flow):
    client = client_of("alice")
    answer = client.delete(f"{FLOWS}{flow.pk}")
    assert (answer.status_code, answer.json()) == (200, {"message": "Flow deleted successfully"})
    assert client.delete(f"{FLOWS}{flow.pk}").status_code == 404


def test_several_flows_are_deleted_and_counted(client_of, alice, flow_of):
    ids = [str(flow_of(alice, name).pk) for name in ("a", "b", "c")]
    client = client_of("alice")
    assert client.delete(FLOWS, ids[:2], format="json").json() == {"deleted": 2}
    assert client.delete(FLOWS, ids[1:], format="json").json() == {"deleted": 1}
    assert client.delete(FLOWS, [], format="json").json() == {"deleted": 0}


@pytest.mark.parametrize(("body", "loc"), [(b'["zz"]', ["body", 0]), (b"", ["body"])])
def test_ids_to_delete_must_be_a_list_of_ids(client_of, body, loc):
    answer = client_of("alice").generic("DELETE", FLOWS, body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == loc
