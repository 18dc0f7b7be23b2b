"""A request in which one value is wrong is refused, and the answer names that value: on every database alike."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.whole_api.operations import Operation, operations
from tests.whole_api.sending import send
from tests.whole_api.strategies import FORM, JSON, MULTIPART, Call, Own
from tests.whole_api.world import World

NUL = "a\0b"
HALF = "\ud800"
"""Half of a pair of surrogates."""
OVER_64_BITS = 2**63

GRAPH = {"nodes": [], "edges": []}
FLOW = {"name": "wrong", "data": GRAPH}
USER = {"username": "wrong", "password": "Passw0rd!x"}
PROJECT = {"name": "wrong"}
VARIABLE = {"name": "WRONG", "value": "v", "type": "Generic", "default_fields": []}
KNOWLEDGE = {"name": "wrong_base", "embedding_provider": "OpenAI", "embedding_model": "text-embedding-3-small"}
SHARED = {"name": "wrong", "description": "", "data": GRAPH, "tags": [], "is_component": False}

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("bad_input")]


@dataclass(frozen=True)
class Wrong:
    """What is sent to a path, and the name of what is wrong in it. `{names}` in the path are things of the caller's."""

    method: str
    path: str
    place: str
    body: Any = None
    query: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.place}"


def _bodies(method: str, path: str, whole: dict[str, Any], **wrong: list[Any]) -> list[Wrong]:
    return [Wrong(method, path, name, {**whole, name: value}) for name, values in wrong.items() for value in values]


def _queries(method: str, path: str, **wrong: list[Any]) -> list[Wrong]:
    return [Wrong(method, path, name, query={name: value}) for name, values in wrong.items() for value in values]


BODIES = [
    *_bodies("POST", "/api/v1/users/", USER, username=[NUL, HALF, "x" * 300, 5, None], password=[5, "x" * 5000]),
    *_bodies("POST", "/api/v1/users/", USER, optins=["x", {"a": NUL}, {HALF: 1}, {"a": [{"b": HALF}]}]),
    *_bodies("PATCH", "/api/v1/users/{user_id}", {}, username=[NUL, "x" * 300], is_active=["x", 5]),
    *_bodies("PATCH", "/api/v1/users/{user_id}", {}, optins=[{"a": NUL}], profile_image=[NUL]),
    *_bodies("PATCH", "/api/v1/users/{own_id}/reset-password", {}, password=[5, [], "x" * 5000]),
    *_bodies("POST", "/api/v1/api_key/", {}, name=[NUL, HALF, 5, "x" * 2000]),
    *_bodies("POST", "/api/v1/api_key/store", {}, api_key=[NUL, None, 5]),
    *_bodies("POST", "/api/v1/variables/", VARIABLE, name=[NUL, HALF, 5], value=[NUL, HALF, 5, None]),
    *_bodies("POST", "/api/v1/variables/", VARIABLE, default_fields=["x", [NUL], [5]], type=[5]),
    *_bodies("PATCH", "/api/v1/variables/{variable_id}", {}, name=[NUL], value=[NUL], default_fields=[[HALF]]),
    *_bodies("POST", "/api/v1/flows/", FLOW, name=[NUL, HALF, "", 5], description=[NUL, 5], data=["x", []]),
    *_bodies("POST", "/api/v1/flows/", FLOW, endpoint_name=[5], tags=["x", [5]], folder_id=["x"], icon=[NUL]),
    *_bodies("POST", "/api/v1/flows/", FLOW, fs_path=[5], access_type=["x"], mcp_enabled=[5], locked=["x"]),
    *_bodies("POST", "/api/v1/flows/", FLOW, action_name=["x" * 9000]),
    *_bodies("PATCH", "/api/v1/flows/{flow_id}", {}, name=[NUL], folder_id=["x", 5], action_description=[NUL]),
    *_bodies("PUT", "/api/v1/flows/{flow_id}", FLOW, name=[NUL, 5], data=[5], icon_bg_color=[5]),
    *_bodies("POST", "/api/v1/flows/batch/", {}, flows=["x", [5], [{"name": NUL}], [{"name": 5}]]),
    *_bodies("POST", "/api/v1/projects/", PROJECT, name=[NUL, HALF, "", "x" * 3000, 5], description=[NUL, 5]),
    *_bodies("POST", "/api/v1/projects/", PROJECT, auth_settings=["x", {"a": NUL}, {HALF: 1}], flows_list=[["x"]]),
    *_bodies("PATCH", "/api/v1/projects/{project_id}", {}, name=[NUL, 5], parent_id=["x"]),
    *_bodies("PATCH", "/api/v1/projects/{project_id}", {}, auth_settings=[{"a": HALF}]),
    *_bodies("POST", "/api/v1/knowledge_bases/", KNOWLEDGE, embedding_provider=[NUL, 5], embedding_model=[NUL, 5]),
    *_bodies("POST", "/api/v1/knowledge_bases/", KNOWLEDGE, name=[NUL, HALF, 5, None], column_config=["x", [5]]),
    *_bodies("DELETE", "/api/v1/knowledge_bases/", {}, kb_names=["x", [NUL], [5], None]),
    *_bodies("PUT", "/api/v1/monitor/messages/{message_id}", {}, session_id=[5, "x" * 513], sender=["x" * 256, []]),
    *_bodies("PUT", "/api/v1/monitor/messages/{message_id}", {}, sender_name=["x" * 1025], context_id=["x" * 1025]),
    *_bodies("PUT", "/api/v1/monitor/messages/{message_id}", {}, text=[5], files=["x", [5]], properties=["x"]),
    *_bodies("POST", "/api/v1/run/advanced/{flow_id}", {}, inputs=["x", [5]], outputs=["x"], tweaks=[5]),
    *_bodies("POST", "/api/v1/responses", {"model": "m", "input": "i"}, model=[5, None], input=[5], stream=["x"]),
    *_bodies("POST", "/api/v2/workflows", {"flow_id": "x"}, flow_id=[5, None], background=["x"], inputs=["x"]),
    *_bodies("POST", "/api/v2/workflows/stop", {}, job_id=["x", NUL, 5, None]),
    *_bodies("POST", "/api/v1/build/{flow_id}/flow", {}, inputs=["x", {"type": "x"}], files=["x", [5]], data=["x"]),
    *_bodies("POST", "/api/v2/mcp/servers/another", {}, url=[NUL, 5], command=[NUL], args=["x", [NUL]]),
    *_bodies("POST", "/api/v2/mcp/servers/another", {}, env=["x", {"a": NUL}, {"a": 5}], headers=[{HALF: "x"}]),
    *_bodies("PATCH", "/api/v1/mcp/project/{project_id}", {"settings": []}, settings=["x", [{"id": "x"}]]),
    *_bodies("PATCH", "/api/v1/mcp/project/{project_id}", {"settings": []}, auth_settings=["x", {"auth_type": "x"}]),
    *_bodies("POST", "/api/v1/mcp/project/{project_id}/install", {}, client=[5, NUL], transport=["x"]),
    *_bodies("POST", "/api/v1/store/components/", SHARED, name=[NUL, 5], description=[NUL], tags=["x", [NUL]]),
    *_bodies("POST", "/api/v1/store/components/", SHARED, data=[5], is_component=["x"]),
    *_bodies("POST", "/api/v1/validate/code", {}, code=[5, None]),
    *_bodies("POST", "/api/v1/validate/prompt", {"template": "x"}, template=[5], custom_fields=["x"]),
    *_bodies("POST", "/api/v1/custom_component", {"code": "x"}, code=[5], frontend_node=["x"]),
    *_bodies("PUT", "/api/v1/webhook/{flow_id}/signature", {}, secret=[5], tolerance_seconds=["x", -1, OVER_64_BITS]),
    *_bodies("POST", "/api/v2/registration/", {}, email=["x", NUL, 5]),
]

QUERIES = [
    *_queries("GET", "/api/v1/flows/", folder_id=["x", NUL], header_flows=["x"]),
    *_queries("GET", "/api/v1/flows/?get_all=false", page=[0, -1, "x", OVER_64_BITS, 10**400], size=[0, -1, 10**30]),
    *_queries("GET", "/api/v1/projects/{project_id}?page=1&size=1", search=[NUL]),
    *_queries("GET", "/api/v1/projects/{project_id}?size=1", page=[0, -1, "x", OVER_64_BITS]),
    *_queries("GET", "/api/v1/users/", skip=[-1, "x", OVER_64_BITS], limit=["x", OVER_64_BITS]),
    *_queries("GET", "/api/v1/monitor/messages", flow_id=["x", NUL]),
    *_queries("PATCH", "/api/v1/monitor/messages/session/{session_id}", new_session_id=["x" * 513]),
    *_queries("GET", "/api/v1/monitor/transactions?flow_id={flow_id}", page=[0, -1, OVER_64_BITS], size=[0, 10**9]),
    *_queries("GET", "/api/v1/monitor/traces", start_time=["x", "2026-13-45", "0001-01-01T00:00:00+14:00", 10**30]),
    *_queries("GET", "/api/v1/monitor/traces", query=[NUL], page=[-1, OVER_64_BITS], size=[0], status=["x"]),
    *_queries("GET", "/api/v1/monitor/usage", since=["x", "9999-12-31T23:59:59-14:00"], flow_id=["x"]),
    *_queries("GET", "/api/v1/knowledge_bases/{kb_name}/chunks", page=[0, -1, OVER_64_BITS], limit=[0, -1, "x"]),
    *_queries("GET", "/api/v1/store/components/", page=[0, -1, OVER_64_BITS], limit=[0, -1], component_id=["x"]),
    *_queries("GET", "/api/v1/build/{job_id}/events", after=[-1, "x"], event_delivery=["x"]),
    *_queries("GET", "/api/v1/responses/{response_id}?stream=true", starting_after=["x"]),
    *_queries("GET", "/api/v2/workflows", job_id=["x", NUL]),
    *_queries("GET", "/logs", lines_after=["x"], timestamp=["x"]),
]


def refused(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 422, f"{answer.status_code}: {answer.text[:300]}"
    return answer.json()["detail"]


@pytest.mark.parametrize("wrong", [*BODIES, *QUERIES], ids=str)
def test_what_is_wrong_is_named(each_world: World, wrong: Wrong) -> None:
    path = wrong.path.format_map(each_world)
    query = {name: str(value) for name, value in wrong.query.items()}
    url = httpx.URL(path)
    content = None if wrong.body is None else json.dumps(wrong.body)
    answer = each_world.client.request(wrong.method, url.copy_merge_params(query), content=content)
    assert any(wrong.place in problem["loc"] for problem in refused(answer)), answer.text[:300]


def _own(operation: Operation, place: str) -> dict[str, Own]:
    """Return things of the caller's for what the operation needs there."""
    needed = [parameter for parameter in operation.parameters if parameter["in"] == place and parameter.get("required")]
    return {parameter["name"]: Own(parameter["name"]) for parameter in needed}


NAMED_BY_TEXT = ("kb_name", "file_name")
"""Parameters that are looked up as they are; ids are read first."""


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        pytest.param(operation, parameter["name"], id=f"{operation} {parameter['name']}")
        for operation in operations()
        for parameter in operation.parameters
        if parameter["in"] == "path" and parameter["name"] in NAMED_BY_TEXT and "profile_pictures" not in operation.path
    ],
)
def test_a_name_in_the_path_that_nothing_can_have_is_named(each_world: World, operation: Operation, name: str) -> None:
    path = {
        parameter["name"]: Own(parameter["name"]) for parameter in operation.parameters if parameter["in"] == "path"
    }
    answer = send(each_world, operation, Call({**path, name: NUL}))
    assert refused(answer)[0]["loc"] == ["path", name]


TAKING_JSON = [
    operation for operation in operations() if list(operation.bodies) == [JSON] and "mcp" not in operation.path
]

NO_JSON = {
    "nothing": b"",
    "half": b'{"a": ',
    "no text": b"\xff\xfe\xfd",
    "brackets without end": b"[" * 100_000,
    "objects without end": b'{"a":' * 100_000,
    "a number without end": b"1" * 100_000,
}


@pytest.mark.parametrize("operation", TAKING_JSON, ids=str)
@pytest.mark.parametrize("content", NO_JSON.values(), ids=NO_JSON)
def test_a_body_that_is_no_json_is_refused_as_such(each_world: World, operation: Operation, content: bytes) -> None:
    path = {
        parameter["name"]: Own(parameter["name"]) for parameter in operation.parameters if parameter["in"] == "path"
    }
    query = {p["name"]: Own(p["name"]) for p in operation.parameters if p["in"] == "query" and p.get("required")}
    answer = send(each_world, operation, Call(path, query, content_type=JSON, body=content))
    if content or "required" in operation.spec["requestBody"]:
        assert refused(answer)[0]["loc"][0] == "body"


TAKING_FORMS = [operation for operation in operations() if {FORM, MULTIPART}.issuperset(operation.bodies or {JSON})]


@pytest.mark.parametrize("operation", TAKING_FORMS, ids=str)
@pytest.mark.parametrize("content_type", [JSON, MULTIPART, f"{MULTIPART}; boundary=x", "text/plain", "x"])
def test_what_is_no_form_is_refused_as_such(each_world: World, operation: Operation, content_type: str) -> None:
    call = Call(_own(operation, "path"), content_type=content_type, body=NO_JSON["brackets without end"])
    answer = send(each_world, operation, call)
    assert answer.status_code in {400, 415, 422}
    assert answer.json()["detail"]


def test_a_session_may_have_any_name(each_world: World) -> None:
    client, name = each_world.client, "two\nlines / and a slash"
    client.post(f"/api/v1/run/{each_world['flow_id']}", json={"input_value": "x", "session_id": name})
    path = "/api/v1/monitor/messages/session/" + quote(name, safe="")
    assert len(client.patch(path, params={"new_session_id": name + "\n"}).json()) == 2
    assert client.delete(path + "%0A").status_code == 204
    assert client.get("/api/v1/monitor/messages", params={"session_id": name + "\n"}).json() == []
