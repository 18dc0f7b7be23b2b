"""`GET /api/v1/flows/{id}`, the lists, the public and the starter flows."""

import json
import uuid

import pytest
from django.db import connection

from flows.selectors import own_flows
from langflow_site.common import rows

FLOWS = "/api/v1/flows/"


def names(answer):
    assert answer.status_code == 200, answer.content
    body = answer.json()
    return [flow["name"] for flow in (body["items"] if isinstance(body, dict) else body)]


@pytest.fixture
def auto_login(settings):
    settings.LANGFLOW.AUTO_LOGIN = True
    yield
    settings.LANGFLOW.AUTO_LOGIN = False


def test_the_owner_reads_a_flow(client_of, alice, flow_of):
    flow = flow_of(alice, description="d")
    body = client_of("alice").get(f"{FLOWS}{flow.pk}").json()
    assert (body["id"], body["description"], body["data"]) == (str(flow.pk), "d", {"nodes": [], "edges": []})


@pytest.mark.parametrize("person", ["bob", "admin"])
def test_nobody_else_reads_it(client_of, alice, flow_of, person):
    answer = client_of(person).get(f"{FLOWS}{flow_of(alice).pk}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Flow not found"})


def test_an_unknown_flow_answers_as_a_foreign_one(client_of):
    answer = client_of("alice").get(f"{FLOWS}{uuid.uuid4()}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Flow not found"})


def test_a_wrong_id_is_named(client_of):
    answer = client_of("alice").get(FLOWS + "zz")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["path", "flow_id"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""),
        ("post", ""),
        ("delete", ""),
        ("get", "00000000-0000-4000-8000-000000000000"),
        ("patch", "00000000-0000-4000-8000-000000000000"),
        ("put", "00000000-0000-4000-8000-000000000000"),
        ("delete", "00000000-0000-4000-8000-000000000000"),
        ("post", "batch/"),
        ("post", "upload/"),
        ("post", "download/"),
    ],
)
def test_strangers_are_refused(anonymous, method, path):
    answer = getattr(anonymous, method)(FLOWS + path)
    assert (answer.status_code, answer.json()) == (403, {"detail": "No authentication credentials provided"})


def test_a_list_holds_the_callers_flows_newest_first(client_of, alice, bob, flow_of):
    for user, name in ((alice, "one"), (alice, "two"), (bob, "hers")):
        flow_of(user, name)
    assert names(client_of("alice").get(FLOWS)) == ["two", "one"]


def test_components_can_be_listed_alone(client_of, alice, flow_of):
    flow_of(alice, "flow")
    flow_of(alice, "component", is_component=True)
    assert names(client_of("alice").get(FLOWS, {"components_only": "true"})) == ["component"]


def test_headers_leave_graphs_out_except_for_components(client_of, alice, flow_of):
    flow_of(alice, "flow")
    flow_of(alice, "component", is_component=True)
    headers = client_of("alice").get(FLOWS, {"header_flows": "true"}).json()
    assert {header["name"]: header["data"] is None for header in headers} == {"flow": True, "component": False}
    assert "updated_at" not in headers[0]


def test_starters_are_listed_while_the_editor_signs_in_by_itself(client_of, alice, flow_of, starter, auto_login):
    flow_of(alice, "mine")
    client = client_of("alice")
    assert sorted(names(client.get(FLOWS))) == ["Starter", "mine"]
    assert names(client.get(FLOWS, {"remove_example_flows": "true"})) == ["mine"]


def test_starters_are_not_listed_where_users_sign_in(client_of, starter):
    assert names(client_of("alice").get(FLOWS)) == []


def test_a_page_is_of_one_project(client_of, alice, flow_of):
    for number in range(5):
        flow_of(alice, f"f{number}")
    query = {"get_all": "false", "folder_id": str(alice.projects.get().pk), "size": 2}
    client = client_of("alice")
    page = client.get(FLOWS, {**query, "page": 2}).json()
    assert [flow["name"] for flow in page.pop("items")] == ["f2", "f1"]
    assert page == {"total": 5, "page": 2, "size": 2, "pages": 3}
    assert names(client.get(FLOWS, {**query, "page": 99})) == []


def test_a_page_without_a_project_is_empty(client_of, alice, flow_of):
    flow_of(alice)
    answer = client_of("alice").get(FLOWS, {"get_all": "false"})
    assert answer.json() == {"items": [], "total": 0, "page": 1, "size": 50, "pages": 0}


def test_a_page_of_a_strangers_project_is_empty(client_of, alice, flow_of):
    flow = flow_of(alice)
    query = {"get_all": "false", "folder_id": str(flow.project_id)}
    assert names(client_of("bob").get(FLOWS, query)) == []


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ({"size": 101}, "less_than_equal"),
        ({"size": 0}, "greater_than_equal"),
        ({"page": 0}, "greater_than_equal"),
        ({"page": "x"}, "int_parsing"),
        ({"get_all": "maybe"}, "bool_parsing"),
        ({"folder_id": "zz"}, "uuid_parsing"),
    ],
)
def test_a_wrong_query_is_named(client_of, query, kind):
    answer = client_of("alice").get(FLOWS, query)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == kind


@pytest.mark.parametrize(
    ("query", "queries"),
    # Who calls; the rows; beside headers the graphs of components; of a page the ids, too, and of one that others
    # follow how many there are.
    [
        ({}, 2),
        ({"header_flows": "true"}, 3),
        ({"get_all": "false", "size": 19}, 4),
        ({"get_all": "false", "size": 20}, 3),
    ],
)
def test_lists_cost_the_same_number_of_queries_for_any_length(
    client_of, alice, flow_of, query, queries, django_assert_num_queries
):
    for number in range(20):
        flow_of(alice, f"f{number}", is_component=number % 2 == 0)
    client = client_of("alice")
    if "get_all" in query:
        query = {**query, "folder_id": str(alice.projects.get().pk)}
    with django_assert_num_queries(queries):
        assert len(names(client.get(FLOWS, query))) == query.get("size", 20)


def test_a_published_flow_is_anybodys_to_read_without_its_secrets(anonymous, alice, flow_of):
    secret = {"template": {"api_key": {"password": True, "value": "sk-1"}, "text": {"value": "hello"}}}
    data = {"nodes": [{"id": "Model-1", "data": {"type": "Model", "node": secret}}], "edges": []}
    flow = flow_of(alice, data=data, access_type="PUBLIC")
    template = anonymous.get(f"{FLOWS}public_flow/{flow.pk}").json()["data"]["nodes"][0]["data"]["node"]["template"]
    assert template["api_key"]["value"] is None
    assert template["text"]["value"] == "hello"


def test_a_private_flow_and_an_unknown_one_answer_alike_in_public(anonymous, alice, flow_of):
    for flow_id in (flow_of(alice).pk, uuid.uuid4()):
        answer = anonymous.get(f"{FLOWS}public_flow/{flow_id}")
        assert (answer.status_code, answer.json()) == (403, {"detail": "Flow is not public"})


def test_the_starters_are_open_to_all(anonymous, client_of, starter):
    assert names(anonymous.get(FLOWS + "basic_examples/")) == ["Starter"]
    [listed] = client_of("alice").get("/api/v1/starter-projects/").json()
    assert set(listed) == {"name", "description", "endpoint_name", "is_component", "data"}
    assert client_of("alice").get(f"{FLOWS}{starter.pk}").status_code == 200


def test_nobody_changes_a_starter(client_of, starter):
    client = client_of("admin")
    assert client.patch(f"{FLOWS}{starter.pk}", {"name": "x"}).status_code == 404
    assert client.put(f"{FLOWS}{starter.pk}", {"name": "x"}).status_code == 404
    assert client.delete(f"{FLOWS}{starter.pk}").status_code == 404


EVERYTHING = {
    "description": "d", "icon": "Bot", "icon_bg_color": "#ffffff", "gradient": "1", "endpoint_name": "e",
    "tags": ["a", "b"], "locked": True, "mcp_enabled": True, "action_name": "act", "action_description": "does",
    "access_type": "PUBLIC", "fs_path": "f.json",
    "data": {"nodes": [], "edges": [], "long": 2**70, "float": 1.50, "half": "\ud800", "text": "ä\u2028"},
}  # fmt: skip


@pytest.mark.parametrize("fields", [EVERYTHING, {"is_component": True}, {"data": None}])
def test_a_flow_reads_the_same_in_lists_as_alone(client_of, alice, flow_of, fields):
    flow = flow_of(alice, **fields)
    client = client_of("alice")
    alone = client.get(f"{FLOWS}{flow.pk}").json()
    project = f"/api/v1/projects/{flow.project_id}"
    assert client.get(FLOWS).json() == client.get(project).json()["flows"] == [alone]
    page = {"folder_id": str(flow.project_id), "get_all": "false"}
    assert client.get(FLOWS, page).json()["items"] == [alone]
    of_project = client.get(project, {"page": 1, "size": 1}).json()["flows"]["items"]
    assert of_project == [{**alone, "fs_path": flow.fs_path}]
    (header,) = client.get(FLOWS, {"header_flows": "true"}).json()
    shown = {**alone, "data": alone["data"] if flow.is_component else None}
    assert header == {name: shown[name] for name in header}


def test_a_list_longer_than_what_may_stand_in_memory_is_whole(client_of, alice, flow_of, monkeypatch):
    monkeypatch.setattr(rows, "MOST_BYTES_IN_MEMORY", 1000)
    flows = [flow_of(alice, f"f{number}") for number in range(120)]
    answer = client_of("alice").get(FLOWS)
    assert answer.streaming
    body = answer.getvalue()
    assert int(answer["Content-Length"]) == len(body)
    assert [flow["id"] for flow in json.loads(body)] == [str(flow.pk) for flow in reversed(flows)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases plan by the size of their tables")
@pytest.mark.parametrize("filters", [{}, {"search": "77"}, {"is_component": True}, {"is_flow": True}])
def test_pages_are_counted_off_in_an_index(alice, filters):
    flows = own_flows(alice, folder_id=alice.projects.get().pk, **filters)
    assert "USING COVERING INDEX flow_list" in flows.values("pk").explain()
