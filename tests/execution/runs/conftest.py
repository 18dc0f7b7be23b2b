"""Flows to run, and clients that run them with an API key."""

import socket
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.models import User
from execution.catalogue.drawing import Drawing
from flows.models import Flow
from monitor.timestamps import record_clock
from tests.clients import HeaderClient
from tests.execution.runs.provider import Provider, running_provider

Keyed = Callable[[str], Any]


@pytest.fixture
def store_flow(shared_connection: None) -> Callable[..., Flow]:
    def store(owner: User, data: dict[str, Any] | None, **fields: Any) -> Flow:
        fields.setdefault("name", f"flow {uuid.uuid4()}")
        stamps = {"version_stamp": uuid.uuid4(), "updated_at": record_clock.now()}
        return Flow.objects.create(user=owner, data=data, **stamps, **fields)

    return store


@pytest.fixture
def caller_of(client_of: Callable[[str], Any], shared_connection: None) -> Keyed:
    """Return a function that gives an async client with an API key of that user."""

    def with_key(name: str) -> HeaderClient:
        answer = client_of(name).post("/api/v1/api_key/", {"name": "test"}, format="json")
        return HeaderClient({"x-api-key": answer.json()["api_key"]})

    return with_key


@pytest.fixture
def alices_calls(caller_of: Keyed) -> HeaderClient:
    return caller_of("alice")


@pytest.fixture
def echo(store_flow: Callable[..., Flow], alice: User) -> Flow:
    return store_flow(alice, echo_data(), endpoint_name="echo-here")


@pytest.fixture
async def provider(shared_connection: None) -> AsyncIterator[Provider]:
    async with running_provider() as running:
        yield running


@pytest.fixture
def dead_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def echo_data() -> dict[str, Any]:
    drawing = Drawing()
    question = drawing.add("ChatInput", "aaaaa", at=(0, 0))
    answer = drawing.add("ChatOutput", "zzzzz", at=(1, 0))
    drawing.connect(question, "message", answer, "input_value")
    return drawing.data


def model_data(base_url: str, **fields: Any) -> dict[str, Any]:
    """Chat Input -> OpenAI -> Chat Output."""
    drawing = Drawing()
    question = drawing.add("ChatInput", "aaaaa", at=(0, 0))
    values = {"api_key": "sk-test", "openai_api_base": base_url, "model_name": "m", "max_retries": 0, **fields}
    model = drawing.add("OpenAIModel", "model", at=(1, 0), **values)
    answer = drawing.add("ChatOutput", "zzzzz", at=(2, 0))
    drawing.connect(question, "message", model, "input_value")
    drawing.connect(model, "text_output", answer, "input_value")
    return drawing.data


def variable_data(name: str) -> dict[str, Any]:
    """A Text Input that holds a variable -> Chat Output."""
    drawing = Drawing()
    text = drawing.add("TextInput", "aaaaa", at=(0, 0), input_value=name)
    answer = drawing.add("ChatOutput", "zzzzz", at=(1, 0))
    drawing.connect(text, "text", answer, "input_value")
    drawing.data["nodes"][0]["data"]["node"]["template"]["input_value"]["load_from_db"] = True
    return drawing.data


async def in_test_thread(function: Callable[..., Any], *args: Any) -> Any:
    return await sync_to_async(function)(*args)
