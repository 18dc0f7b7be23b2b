"""What every route owes: a place in the document, a refusal for strangers, nothing of Alice's for Bob.

A new route is covered by being there; one that anybody may call goes on the list below.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import ApiKey, User
from accounts.services.api_keys import create_api_key, save_store_api_key
from accounts.services.variables import create_variable
from execution.mcp.services import add_server
from execution.models import Job, McpServer
from files.knowledge.services.knowledge_bases import create_knowledge_base
from files.models import FlowFile, UserFile
from files.services import upload_file, upload_to_flow
from flows.models import Flow
from flows.store.models import Like, SharedItem
from flows.store.services import share_item
from langflow_site.openapi import SchemaGenerator
from monitor.models import Message, Trace
from projects.models import Project
from tests.routes import Route, routes

ANYBODY_MAY_CALL = {
    "docs",
    "health",
    "health_check",
    "openapi.json",
    "static/{path}",
    "api/v1/version",
    "api/v1/config",
    "api/v1/login",
    "api/v1/logout",
    "api/v1/refresh",
    "api/v1/auto_login",
    "api/v1/session",
    "api/v1/users",  # POST signs up
    "api/v1/files/profile_pictures/list",
    "api/v1/files/profile_pictures/{folder_name}/{file_name}",
    "api/v1/flows/basic_examples",  # asked before the login is known
    "api/v1/flows/public_flow/{flow_id}",
    "api/v1/starter-projects",
    "api/v1/store/check",  # is there a store?
    "api/v1/models/provider-variable-mapping",  # what providers need, the same for everybody
    "api/v1/build_public_tmp/{flow_id}/flow",  # public flows, as they are saved
    "api/v1/build_public_tmp/{job_id}/events",
    "api/v1/build_public_tmp/{job_id}/cancel",
}

OLD_NAMES = ("api/v1/folders", "api/v1/predict/", "api/v1/process/", "api/v1/task/")
"""Routes that only point elsewhere, whoever asks and whatever the id."""

NOT_IN_THE_DOCUMENT = {
    "docs",
    "openapi.json",
    "static/{path}",
}

REFUSED = {401, 403}

HIDDEN = {400, 403, 404}
"""400 is what the reference answers for an API key that is not there."""

NAMES_OF_EVERYBODY = {"session_id", "server_name"}
"""Each user has such names: somebody else's is just empty, or not there yet."""

BODY = {
    "name": "taken",
    "description": "taken",
    "data": {"nodes": [], "edges": []},
    "value": "taken",
    "text": "taken",
    "password": "taken over",
    "input_value": "taken",
    "tags": [],
    "is_component": False,
}
"""A body that every changing route would take, so that it is the ownership that refuses."""

QUERY = "?name=taken"
"""The same for the query."""


def _calls(found: Iterable[Route]) -> list[Any]:
    return [pytest.param(route, method, id=f"{method} {route}") for route in found for method in route.methods]


CLOSED = [
    route
    for route in routes()
    if route.plain_name not in ANYBODY_MAY_CALL and not route.pattern.startswith("api/v1/folders")
]
DOCUMENTED = [
    route
    for route in routes()
    if not (route.is_twin or route.plain_name in NOT_IN_THE_DOCUMENT or route.pattern.startswith(OLD_NAMES))
]
NAMES_A_THING = [
    route
    for route in routes()
    if route.parameters and route.parameters != ("path",) and not route.pattern.startswith(OLD_NAMES)
]


@pytest.mark.parametrize(("route", "method"), _calls(CLOSED))
def test_a_stranger_is_refused(anonymous: APIClient, route: Route, method: str) -> None:
    answer = anonymous.generic(method.upper(), route.path(), "{}", content_type="application/json")
    assert answer.status_code in REFUSED, answer.content[:300]


def test_the_list_of_open_routes_names_only_routes_that_exist() -> None:
    assert {route.plain_name for route in routes()} >= ANYBODY_MAY_CALL


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(public=True)


@pytest.mark.parametrize("route", DOCUMENTED, ids=str)
def test_a_route_is_in_the_document(document: dict[str, Any], route: Route) -> None:
    assert set(document["paths"][route.documented_path]) >= set(route.methods)


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids))


@pytest.fixture
def of_alice(alice: User) -> dict[str, str]:
    """The id of one thing of Alice's for each path parameter that names a thing."""
    project = Project.objects.create(user=alice, name="Alice's project")
    flow = Flow.objects.create(
        user=alice, project=project, name="Alice's flow", endpoint_name="alices-flow", data={"nodes": [], "edges": []}
    )
    message = Message.objects.create(
        flow=flow, session_id="alices-session", timestamp=timezone.now(), sender="User", sender_name="Alice", text="Hi"
    )
    key, _ = create_api_key(user=alice, name="Alice's key")
    variable = create_variable(user=alice, name="ALICE", value="secret", kind="Generic", default_fields=[])
    user_file = upload_file(user_id=alice.pk, file_name="alice.txt", content=ContentFile(b"Hi"))
    flow_file = upload_to_flow(user=alice, flow=flow, name="alice.png", content=ContentFile(b"Hi"))
    create_knowledge_base(
        user=alice,
        name="alices_knowledge",
        embedding_provider="OpenAI",
        embedding_model="text-embedding-3-small",
        column_config=None,
    )
    trace = Trace.objects.create(
        flow=flow,
        user=alice,
        session_id="alices-session",
        name="Alice's run",
        status="ok",
        timestamp=timezone.now(),
        milliseconds=1,
    )
    add_server(user=alice, name="alices-server", config={"url": "http://127.0.0.1:9/Hi"})
    job = Job.objects.create(kind=Job.Kind.BUILD, user=alice, flow=flow, session_id="alices-session")
    item = share_item(user=alice, fields={"name": "Alice's item", "data": {"nodes": [], "edges": []}})
    response = Job.objects.create(kind=Job.Kind.RESPONSE, user=alice, flow=flow, session_id="alices-session")
    return {
        "user_id": str(alice.pk),
        "api_key_id": str(key.pk),
        "variable_id": str(variable.pk),
        "project_id": str(project.pk),
        "folder_id": str(project.pk),
        "flow_id": str(flow.pk),
        "flow_id_or_name": str(flow.pk),
        "flow_name": flow.name,
        "message_id": str(message.pk),
        "session_id": "alices-session",
        "kb_name": "alices_knowledge",
        "component_id": str(item.pk),
        "job_id": str(job.pk),
        "response_id": str(response.pk),
        "trace_id": str(trace.pk),
        "server_name": "alices-server",
        "vertex_id": "ChatInput-aaaaa",
        "file_id": str(user_file.pk),
        "file_name": flow_file.name,
        "folder_name": str(alice.pk),
    }


@pytest.mark.parametrize(("route", "method"), _calls(NAMES_A_THING))
def test_what_is_alices_does_not_exist_for_bob(
    client_of: Callable[[str], APIClient], of_alice: dict[str, str], route: Route, method: str
) -> None:
    _assert_hidden(client_of("bob"), of_alice, route, method)


@pytest.mark.parametrize(("route", "method"), _calls(NAMES_A_THING))
def test_bobs_api_key_opens_nothing_of_alices(bob: User, of_alice: dict[str, str], route: Route, method: str) -> None:
    _, text = create_api_key(user=bob, name="Bob's key")
    client = APIClient()
    client.credentials(HTTP_X_API_KEY=text)
    _assert_hidden(client, of_alice, route, method)


def _assert_hidden(client: APIClient, of_alice: dict[str, str], route: Route, method: str) -> None:
    save_store_api_key(user=User.objects.get(username="bob"), api_key="any")  # without one the store refuses him anyway
    assert set(route.parameters) <= set(of_alice), "Add a thing of Alice's for the new path parameter."
    before = _rows()
    body = {**BODY, "id": of_alice[route.parameters[0]], "flow_id": of_alice["flow_id"]}
    answer = getattr(client, method)(route.path(of_alice) + QUERY, body, format="json")
    if NAMES_OF_EVERYBODY.intersection(route.parameters):
        assert b"Hi" not in answer.content
    else:
        assert answer.status_code in HIDDEN, answer.content[:300]
    assert _rows() == before


def _rows() -> list[Any]:
    """Everything of Alice's that a route could have changed."""
    alice = User.objects.get(username="alice")
    return [
        list(User.objects.filter(pk=alice.pk).values("username", "password", "is_active", "is_superuser")),
        list(ApiKey.objects.filter(user=alice).values("name", "is_active")),
        list(alice.variables.values("name", "encrypted_value")),
        list(Project.objects.filter(user=alice).order_by("name").values("name")),
        list(Flow.objects.filter(user=alice).values("name", "data")),
        list(SharedItem.objects.values("name", "downloads_count")),
        list(Like.objects.values("item")),
        list(Message.objects.values("session_id", "text")),
        list(Job.objects.values("id", "state")),
        list(Trace.objects.values("id", "name")),
        list(McpServer.objects.filter(user=alice).values("name", "encrypted_config")),
        list(UserFile.objects.values("name", "key")),
        list(FlowFile.objects.values("name", "key")),
    ]
