"""What every route owes: a place in the document, a refusal for strangers, nothing of Alice's for Bob.

A new route is covered by being there; one that anybody may call goes on the list below.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services.api_keys import save_store_api_key
from langflow_site.openapi import SchemaGenerator
from tests.routes import Route, routes
from tests.things import all_rows, changes, key_of, secret_of, things_of

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
    "api/v1/task/{task_id}",  # says that nothing is there any more
}

OLD_NAMES = ("api/v1/folders", "api/v1/predict/", "api/v1/process/", "api/v1/task/")
"""Routes that only point elsewhere, whoever asks and whatever the id."""

NOT_IN_THE_DOCUMENT = {
    "docs",
    "openapi.json",
    "static/{path}",
}

REFUSED = {401, 403}

HIDDEN = {400, 401, 403, 404}
"""400 is what the reference answers for an API key that is not there, 401 what MCP's projects say to strangers."""

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
    return things_of(alice)


@pytest.mark.parametrize(("route", "method"), _calls(NAMES_A_THING))
def test_what_is_alices_does_not_exist_for_bob(
    client_of: Callable[[str], APIClient], bob: User, of_alice: dict[str, str], route: Route, method: str
) -> None:
    save_store_api_key(user=bob, api_key="any")  # without one the store refuses him anyway
    _assert_hidden(client_of("bob"), of_alice, route, method, own_ids={str(bob.pk)})


@pytest.mark.parametrize(("route", "method"), _calls(NAMES_A_THING))
def test_bobs_api_key_opens_nothing_of_alices(bob: User, of_alice: dict[str, str], route: Route, method: str) -> None:
    client = APIClient()
    client.credentials(HTTP_X_API_KEY=key_of(bob))
    save_store_api_key(user=bob, api_key="any")  # without one the store refuses him anyway
    _assert_hidden(client, of_alice, route, method, own_ids={str(bob.pk)})


@pytest.mark.parametrize(("route", "method"), _calls(NAMES_A_THING))
def test_a_stranger_changes_and_reads_nothing_of_alices(
    anonymous: APIClient, of_alice: dict[str, str], route: Route, method: str
) -> None:
    _assert_hidden(anonymous, of_alice, route, method, own_ids=set())


def _assert_hidden(
    client: APIClient, of_alice: dict[str, str], route: Route, method: str, *, own_ids: set[str]
) -> None:
    assert set(route.parameters) <= set(of_alice), "Add a thing of Alice's for the new path parameter."
    before = all_rows()
    body = {**BODY, "id": of_alice[route.parameters[0]], "flow_id": of_alice["flow_id"]}
    answer = getattr(client, method)(route.path(of_alice) + QUERY, body, format="json")
    assert secret_of("alice").encode() not in answer.content
    if not NAMES_OF_EVERYBODY.intersection(route.parameters):
        assert answer.status_code in HIDDEN, answer.content[:300]
    assert changes(before, all_rows(), own_ids=own_ids) == []
