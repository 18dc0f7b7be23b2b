"""`POST /api/v1/flows/` and `/flows/batch/`."""

import json
import uuid

import pytest

from flows.models import Flow
from projects.services import create_project

FLOWS = "/api/v1/flows/"
EMPTY = {"nodes": [], "edges": []}


def test_a_new_flow_goes_to_the_default_project(client_of, alice):
    answer = client_of("alice").post(FLOWS, {"name": "Echo"})

    assert answer.status_code == 201
    body = answer.json()
    assert body["folder_id"] == str(alice.projects.get().pk)
    assert body["user_id"] == str(alice.pk)
    assert (body["access_type"], body["webhook"], body["data"]) == ("PRIVATE", False, None)
    assert body["updated_at"].endswith("+00:00")


def test_everything_that_is_sent_is_kept(client_of, alice):
    project = create_project(user=alice, name="Mine")
    sent = {
        "name": "Full",
        "description": "d",
        "icon": "Braces",
        "icon_bg_color": "#FF0000",
        "gradient": "2",
        "data": {**EMPTY, "viewport": {"x": 1.5, "y": 0, "zoom": 1}},
        "is_component": True,
        "endpoint_name": "full-1",
        "tags": ["a", "b"],
        "locked": True,
        "mcp_enabled": True,
        "action_name": "act",
        "action_description": "what it does",
        "access_type": "PUBLIC",
        "folder_id": str(project.pk),
    }
    body = client_of("alice").post(FLOWS, sent).json()
    assert {name: body[name] for name in sent} == sent


def test_a_taken_name_gets_the_next_number(client_of):
    client = client_of("alice")
    names = [client.post(FLOWS, {"name": name}).json()["name"] for name in ("f", "f", "f", "f (1)")]
    assert names == ["f", "f (1)", "f (2)", "f (1) (1)"]


def test_a_taken_endpoint_name_gets_the_next_number(client_of):
    client = client_of("alice")
    names = [client.post(FLOWS, {"name": n, "endpoint_name": "e"}).json()["endpoint_name"] for n in "abc"]
    assert names == ["e", "e-1", "e-2"]


def test_two_users_may_use_the_same_names(client_of):
    body = {"name": "f", "endpoint_name": "e"}
    for person in ("alice", "bob"):
        answer = client_of(person).post(FLOWS, body).json()
        assert (answer["name"], answer["endpoint_name"]) == ("f", "e")


def test_the_webhook_flag_follows_from_the_graph(client_of):
    data = {"nodes": [{"id": "Webhook-1", "data": {"type": "Webhook", "id": "Webhook-1"}}], "edges": []}
    client = client_of("alice")
    created = client.post(FLOWS, {"name": "w", "data": data}).json()
    assert created["webhook"] is True
    assert client.patch(FLOWS + created["id"], {"data": EMPTY}).json()["webhook"] is False


def test_the_owner_is_the_caller_whatever_the_body_says(client_of, alice, bob):
    answer = client_of("alice").post(FLOWS, {"name": "f", "user_id": str(bob.pk), "id": str(uuid.uuid4())})
    assert answer.json()["user_id"] == str(alice.pk)


@pytest.mark.parametrize(
    ("body", "place", "kind"),
    [
        ({"description": "x"}, "name", "missing"),
        ({"name": 12}, "name", "string_type"),
        ({"name": ""}, "name", "string_too_short"),
        ({"name": "a\0b"}, "name", "string_unstorable"),
        ({"name": "f", "data": "x"}, "data", "dict_type"),
        ({"name": "f", "data": {"edges": []}}, "data", "value_error"),
        ({"name": "f", "data": {"nodes": []}}, "data", "value_error"),
        ({"name": "f", "data": {"nodes": {}, "edges": []}}, "data", "value_error"),
        ({"name": "f", "icon_bg_color": "red"}, "icon_bg_color", "value_error"),
        ({"name": "f", "icon_bg_color": "#FF00"}, "icon_bg_color", "value_error"),
        ({"name": "f", "folder_id": "zz"}, "folder_id", "uuid_parsing"),
        ({"name": "f", "access_type": "SECRET"}, "access_type", "enum"),
        ({"name": "f", "tags": "a"}, "tags", "list_type"),
    ],
)
def test_a_wrong_field_is_named(client_of, body, place, kind):
    answer = client_of("alice").post(FLOWS, body)
    assert answer.status_code == 422
    [problem] = answer.json()["detail"]
    assert (problem["loc"], problem["type"]) == (["body", place], kind)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", "json_invalid"),
        (b"\xff", "json_invalid"),
        (b"[" * 100_000, "json_invalid"),
        (b"[1]", "model_attributes_type"),
        (b"", "missing"),
    ],
)
def test_a_body_that_is_no_object_is_refused(client_of, content, kind):
    answer = client_of("alice").generic("POST", FLOWS, content, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == kind


def test_an_endpoint_name_must_fit_an_address(client_of):
    answer = client_of("alice").post(FLOWS, {"name": "f", "endpoint_name": "not ok!"})
    assert answer.status_code == 422
    assert answer.json() == {"detail": "Endpoint name must contain only letters, numbers, hyphens, and underscores"}


def test_an_empty_color_is_none(client_of):
    answer = client_of("alice").post(FLOWS, {"name": "f", "icon_bg_color": ""})
    assert (answer.status_code, answer.json()["icon_bg_color"]) == (201, "")


@pytest.mark.parametrize(
    ("path", "reason"),
    [("", "fs_path cannot be empty"), ("a\0b", "Invalid fs_path: null bytes are not allowed")],
)
def test_a_file_path_must_be_one(client_of, path, reason):
    client = client_of("alice")
    refusals = [client.post(FLOWS, {"name": "f", "fs_path": path})]
    flow = client.post(FLOWS, {"name": "f"}).json()
    refusals += [client.patch(FLOWS + flow["id"], {"fs_path": path})]
    refusals += [client.put(FLOWS + flow["id"], {"name": "f", "fs_path": path})]
    assert [(answer.status_code, answer.json()) for answer in refusals] == [(400, {"detail": reason})] * 3


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "..\\x", "C:\\x", "~/x"])
def test_a_file_path_stays_inside_the_users_folder(client_of, path):
    answer = client_of("alice").post(FLOWS, {"name": "f", "fs_path": path})
    assert answer.status_code == 400
    assert path not in answer.json()["detail"]


@pytest.mark.parametrize("foreign", [False, True])
def test_a_project_must_be_the_users_own(client_of, bob, foreign):
    project_id = bob.projects.get().pk if foreign else uuid.uuid4()
    answer = client_of("alice").post(FLOWS, {"name": "f", "folder_id": str(project_id)})
    assert (answer.status_code, answer.json()) == (400, {"detail": "Folder not found"})
    assert not Flow.objects.exists()


def test_a_graph_reads_back_as_it_was_sent(client_of):
    text = '{"nodes":[{"z":1.0,"a":123456789012345678901234567890,"t":"ü\\ud83d","e":1e-7}],"edges":[],"b":0,"a":null}'
    client = client_of("alice")
    created = client.generic("POST", FLOWS, f'{{"name":"f","data":{text}}}', content_type="application/json").json()
    read = client.get(FLOWS + created["id"]).content
    assert json.dumps(json.loads(read)["data"]) == json.dumps(json.loads(text))


def test_a_batch_is_stored_whole(client_of):
    answer = client_of("alice").post(FLOWS + "batch/", {"flows": [{"name": "a"}, {"name": "b"}]})
    assert answer.status_code == 201
    assert [flow["name"] for flow in answer.json()] == ["a", "b"]


@pytest.mark.parametrize("names", [("a", "a"), ("b", "taken")])
def test_a_batch_with_a_taken_name_stores_nothing(client_of, alice, flow_of, names):
    flow_of(alice, "taken")
    answer = client_of("alice").post(FLOWS + "batch/", {"flows": [{"name": name} for name in names]})
    assert answer.status_code == 409
    assert Flow.objects.count() == 1


def test_a_wrong_flow_in_a_batch_is_named(client_of):
    answer = client_of("alice").post(FLOWS + "batch/", {"flows": [{"name": "a"}, {}]})
    assert answer.json()["detail"][0]["loc"] == ["body", "flows", 1, "name"]
