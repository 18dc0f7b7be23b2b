"""Flows to build, and people who build them."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.models import User
from execution.catalogue.drawing import Drawing
from flows.models import Flow
from monitor.timestamps import record_clock
from tests.clients import HeaderClient

URL = "/api/v1/build"
PUBLIC_URL = "/api/v1/build_public_tmp"


def store_flow(owner: User, data: dict[str, Any], **fields: Any) -> Flow:
    fields.setdefault("name", f"flow {uuid.uuid4()}")
    stamps = {"version_stamp": uuid.uuid4(), "updated_at": record_clock.now()}
    return Flow.objects.create(user=owner, data=data, **stamps, **fields)


def echo_data() -> dict[str, Any]:
    drawing = Drawing()
    question = drawing.add("ChatInput", "aaaaa", at=(0, 0))
    answer = drawing.add("ChatOutput", "zzzzz", at=(1, 0))
    drawing.connect(question, "message", answer, "input_value")
    return drawing.data


def lone_answer_data() -> dict[str, Any]:
    """A Chat Output to which nothing is connected: it fails."""
    drawing = Drawing()
    drawing.add("ChatOutput", "zzzzz", at=(0, 0))
    return drawing.data


@pytest.fixture
def echo(alice: User, shared_connection: None) -> Flow:
    return store_flow(alice, echo_data())


@pytest.fixture
def public_echo(alice: User, shared_connection: None) -> Flow:
    return store_flow(alice, echo_data(), access_type=Flow.Access.PUBLIC)


@pytest.fixture
async def alices(async_client_of: Callable[[str], Any]) -> HeaderClient:
    return await async_client_of("alice")


@pytest.fixture
async def bobs(async_client_of: Callable[[str], Any]) -> HeaderClient:
    return await async_client_of("bob")


@pytest.fixture
def visitor(shared_connection: None) -> HeaderClient:
    return visitor_named("c-1")


def visitor_named(client_id: str) -> HeaderClient:
    client = HeaderClient({})
    client.cookies["client_id"] = client_id
    return client


async def lines_of(answer: Any) -> list[dict[str, Any]]:
    """Return the events of an answer, whether it came at once or as a stream."""
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    body = b"".join([chunk async for chunk in answer.streaming_content]) if answer.streaming else answer.content
    return [json.loads(line) for line in body.decode("ascii").split("\n\n") if line]


async def build(client: HeaderClient, flow: Flow, body: Any = None, *, url: str = URL, **query: Any) -> Any:
    text = "&".join(f"{name}={value}" for name, value in query.items())
    return await client.post(f"{url}/{flow.pk}/flow?{text}", body or {}, content_type="application/json")


async def built(client: HeaderClient, flow: Flow, body: Any = None, *, url: str = URL, **query: Any) -> Any:
    """Return the events of a build whose answer they are."""
    return await lines_of(await build(client, flow, body, url=url, event_delivery="direct", **query))


async def started(client: HeaderClient, flow: Flow, body: Any = None, *, url: str = URL, **query: Any) -> str:
    """Return the id of the job."""
    answer = await build(client, flow, body, url=url, **query)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["job_id"])


async def polled(client: HeaderClient, job_id: str, *, url: str = URL) -> list[dict[str, Any]]:
    """Poll until the end and return all events."""
    lines: list[dict[str, Any]] = []
    while not lines or lines[-1]["event"] != "end":
        lines += await lines_of(await client.get(f"{url}/{job_id}/events?event_delivery=polling"))
    return lines


def names(lines: list[dict[str, Any]]) -> list[str]:
    return [line["event"] for line in lines]


def built_ids(lines: list[dict[str, Any]]) -> list[str]:
    return [line["data"]["build_data"]["id"] for line in lines if line["event"] == "end_vertex"]


in_test_thread = sync_to_async
