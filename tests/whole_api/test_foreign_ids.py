"""Ids of Alice's things in the query or the body of a request that is about Bob's things: Bob gets nothing of hers.

Which routes take such ids is read from the OpenAPI document, so a new route is covered by being there. What looks like
an id and is not known here fails until it gets a thing of Alice's, or stands among those that name nothing.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services.api_keys import save_store_api_key
from tests.things import all_rows, changes, key_of, secret_of, things_of
from tests.whole_api.operations import Operation, operations, resolved

NAMES_A_THING: Mapping[str, str] = {
    "flow_id": "flow_id",
    "folder_id": "project_id",
    "parent_id": "project_id",
    "session_id": "session_id",
    "session": "session_id",
    "new_session_id": "session_id",
    "previous_response_id": "session_id",
    "model": "flow_id",
    "job_id": "workflow_job_id",
    "kb_names": "kb_name",
    "flows_list": "flow_id",
    "components_list": "flow_id",
    "flows": "flow_id",
    "components": "flow_id",
    "endpoint_name": "endpoint_name",
    "files": "flow_file",
    "context_id": "session_id",
    "component_id": "component_id",
    "parent": "component_id",
}
"""Fields and query values -> the thing of Alice's that they get."""

OF_OPERATION: Mapping[str, Mapping[str, str]] = {
    "delete_flows": {"": "flow_id"},
    "download_flows": {"": "flow_id"},
    "delete_messages": {"": "message_id"},
    "download_files": {"": "file_id"},
    "delete_files": {"": "file_id"},
    "update_project_tools": {"id": "flow_id"},
    "update_variable": {"id": "variable_id"},
    "create_flows": {"flows": ""},
    "advanced": {"components": ""},
    "build_flow": {"components": ""},
    "build_vertex": {"components": ""},
    "build_public_flow": {"components": ""},
    "run_flow_advanced": {"components": ""},
    "ingest_files": {"files": ""},
    "preview_chunks": {"files": ""},
}
"""The same where an operation means something else by a name; "" is the body itself, or no thing."""

NAMES_NOTHING = {
    "client_request_time",
    "start_component_id",
    "stop_component_id",
    "id",
    "oauth_client_id",
    "identifier",
    "model_id",
    "model_names",
}
"""Of nodes in the request's own document, of sign-ins elsewhere, of models of providers."""

SMALLEST: Mapping[str, Any] = {
    "string": "x", "integer": 1, "number": 1.0, "boolean": False, "null": None, "array": [], "object": {},
}  # fmt: skip


def thing_named(operation: Operation, name: str) -> str:
    """Return the key of the thing that the field means, or "" for none."""
    own = OF_OPERATION.get(operation.spec["operationId"], {})
    return own.get(name, NAMES_A_THING.get(name, "") if name else "")


def query_of(operation: Operation, things: Mapping[str, str]) -> dict[str, str]:
    named = [(p["name"], thing_named(operation, p["name"])) for p in operation.parameters if p["in"] == "query"]
    return {name: things[thing] for name, thing in named if thing}


def body_of(operation: Operation, schema: Any, name: str, things: Mapping[str, str]) -> Any:
    """Return a body with what is required, and with every field that names a thing."""
    schema = resolved(schema)
    if thing := thing_named(operation, name):
        is_list = "array" in json.dumps([schema.get("type"), schema.get("anyOf")])
        return [things[thing]] if is_list else things[thing]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return body_of(operation, schema[key][0], name, things)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array" and "items" in schema:
        return [body_of(operation, schema["items"], name, things)]
    if "properties" in schema:
        return {
            key: body_of(operation, part, key, things)
            for key, part in schema["properties"].items()
            if key in schema.get("required", ()) or names_things(operation, part, key)
        }
    kind = schema.get("type", "object")
    return SMALLEST[kind[0] if isinstance(kind, list) else kind]


def names_things(operation: Operation, schema: Any, name: str) -> bool:
    return any(thing_named(operation, field) for field in fields_of(schema, name))


def fields_of(schema: Any, name: str, depth: int = 0) -> Iterator[str]:
    """Yield the names of the fields that are, or lie in, a part of a body."""
    if depth > 8:
        return
    schema = resolved(schema)
    yield name
    for part in [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, [])]:
        yield from fields_of(part, name, depth + 1)
    if "items" in schema:
        yield from fields_of(schema["items"], name, depth + 1)
    for key, part in schema.get("properties", {}).items():
        yield from fields_of(part, key, depth + 1)


def takes_ids(operation: Operation) -> bool:
    return bool(query_of(operation, _Names())) or any(
        names_things(operation, schema, "") for schema in operation.bodies.values()
    )


class _Names(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


TAKING = [operation for operation in operations() if takes_ids(operation)]


def test_every_field_that_looks_like_an_id_is_known() -> None:
    known = {*NAMES_A_THING, *NAMES_NOTHING}
    looks = {
        field
        for operation in operations()
        for field in [
            *(p["name"] for p in operation.parameters if p["in"] == "query"),
            *(field for schema in operation.bodies.values() for field in fields_of(schema, "")),
        ]
        if field.endswith(("id", "_ids", "names")) and field not in OF_OPERATION.get(operation.spec["operationId"], {})
    }
    assert looks <= known


def test_every_body_that_is_a_list_of_names_is_known() -> None:
    lists = {
        operation.spec["operationId"]
        for operation in operations()
        for schema in operation.bodies.values()
        if resolved(resolved(schema).get("items", {})).get("type") == "string"
    }
    assert lists == {name for name, things in OF_OPERATION.items() if "" in things}


@pytest.fixture
def alices(alice: User) -> dict[str, str]:
    return things_of(alice)


@pytest.fixture
def bobs(bob: User) -> dict[str, str]:
    save_store_api_key(user=bob, api_key="any")  # without one the store refuses him anyway
    return things_of(bob)


@pytest.mark.parametrize("operation", TAKING, ids=str)
@pytest.mark.parametrize("caller", ["token", "key"])
def test_bob_gets_nothing_of_alices_by_her_ids(
    client_of: Callable[[str], APIClient],
    bob: User,
    alices: dict[str, str],
    bobs: dict[str, str],
    operation: Operation,
    caller: str,
) -> None:
    client = client_of("bob")
    if caller == "key":
        client = APIClient()
        client.credentials(HTTP_X_API_KEY=key_of(bob))
    _assert_nothing_of_alices(client, operation, alices, bobs)


@pytest.mark.parametrize("operation", TAKING, ids=str)
def test_a_stranger_gets_nothing_of_alices_by_her_ids(
    anonymous: APIClient, alices: dict[str, str], operation: Operation
) -> None:
    _assert_nothing_of_alices(anonymous, operation, alices, {**alices})


def _assert_nothing_of_alices(
    client: APIClient, operation: Operation, alices: dict[str, str], bobs: dict[str, str]
) -> None:
    before = all_rows()
    answer = _sent(client, operation, alices, bobs)
    own_ids = set() if bobs == alices else set(bobs.values())
    assert changes(before, all_rows(), own_ids=own_ids) == []
    content = answer.getvalue() if hasattr(answer, "getvalue") else answer.content
    assert secret_of("alice").encode() not in content


def _sent(client: APIClient, operation: Operation, alices: dict[str, str], bobs: dict[str, str]) -> Any:
    path = operation.path
    for parameter in operation.parameters:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", bobs[parameter["name"]])
    query = "&".join(f"{name}={value}" for name, value in query_of(operation, alices).items())
    for content_type, schema in operation.bodies.items():
        body = body_of(operation, schema, "", alices)
        if content_type == "application/json":
            content = json.dumps(body)
            return client.generic(operation.method, f"{path}?{query}", content, content_type=content_type)
    return client.generic(operation.method, f"{path}?{query}")
