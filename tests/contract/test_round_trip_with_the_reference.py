"""Flows go to the reference and back unchanged. Runs where `REFERENCE_URL` and `REFERENCE_KEY` name a Langflow."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.flows.round_trips import Json, differences, travelled
from tests.flows.varied import varied_flows
from tests.live_server import LiveServer
from tests.reference import IS_NAMED, reference_client

pytestmark = [
    pytest.mark.live,
    pytest.mark.xdist_group("reference"),
    pytest.mark.skipif(not IS_NAMED, reason="no reference is named"),
]

COUNT = 60
FLOWS = "/api/v1/flows/"


@pytest.fixture(scope="module")
def ours(server: LiveServer) -> Iterator[httpx.Client]:
    headers = {"x-api-key": server.api_key()}
    with httpx.Client(base_url=server.base, headers=headers, timeout=120, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def theirs() -> Iterator[httpx.Client]:
    with reference_client() as client:
        assert client
        yield client


def exported(client: httpx.Client, flow_id: str) -> bytes:
    return client.post(f"{FLOWS}download/", json=[flow_id]).raise_for_status().content


def imported(client: httpx.Client, file: bytes) -> Json:
    answer = client.post(f"{FLOWS}upload/", files={"file": ("flow.json", file, "application/json")})
    answer.raise_for_status()
    (flow,) = answer.json()
    return flow


def arrived(client: httpx.Client, file: bytes) -> Iterator[Json]:
    """Give the flow as an import tells it, as it is read, and as it is exported again; then delete it."""
    flow = imported(client, file)
    yield flow
    yield client.get(f"{FLOWS}{flow['id']}").raise_for_status().json()
    yield json.loads(exported(client, flow["id"]))
    client.delete(f"{FLOWS}{flow['id']}").raise_for_status()


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_a_flow_that_went_there_and_back_is_the_flow_that_left(
    ours: httpx.Client, theirs: httpx.Client, first: str
) -> None:
    home, abroad = (ours, theirs) if first == "ours" else (theirs, ours)
    flows = varied_flows(home.get("/api/v1/all").raise_for_status().json(), COUNT)
    changed = {body["name"]: found for body in flows if (found := _changes_on_the_way(body, home, abroad))}
    assert not changed


def _changes_on_the_way(body: Json, home: httpx.Client, abroad: httpx.Client) -> list[str]:
    stored: dict[str, Any] = home.post(FLOWS, json=body).raise_for_status().json()
    file = exported(home, stored["id"])
    home.delete(f"{FLOWS}{stored['id']}").raise_for_status()
    there = list(arrived(abroad, file))
    back = list(arrived(home, json.dumps(there[-1]).encode()))
    expected = travelled(json.loads(file), with_variables=False)
    assert {"name", "description", "data", "tags", "icon", "endpoint_name"} <= expected.keys()
    return [found for flow in (*there, *back) for found in _changes(travelled(flow, with_variables=False), expected)]


def _changes(flow: Json, expected: Json) -> list[str]:
    """Return where they differ in what both tell: an export has the path of its file, too."""
    both = flow.keys() & expected.keys()
    return differences(*({name: one[name] for name in both} for one in (flow, expected)))
