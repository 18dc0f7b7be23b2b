"""Flows to ask as if they were OpenAI's models, and clients that do so."""

import json
from typing import Any

from execution.catalogue.drawing import Drawing
from execution.engine.toolkit import TOOL_OUTPUT
from flows.models import Flow
from tests.clients import HeaderClient

# Fixtures: pytest finds them by their names in this module.
from tests.execution.runs.conftest import (  # noqa: F401 - see above
    alices_calls,
    caller_of,
    echo,
    provider,
    store_flow,
)

URL = "/api/v1/responses"


async def ask(client: HeaderClient, flow: Flow | str, text: str = "hello", **fields: Any) -> Any:
    """Return the answer to a text that is said to the flow."""
    model = flow if isinstance(flow, str) else str(flow.pk)
    body = {"model": model, "input": text, **fields}
    return await client.post(URL, body, content_type="application/json")


async def asked(client: HeaderClient, flow: Flow | str, text: str = "hello", **fields: Any) -> dict[str, Any]:
    """The same for a response that is made."""
    return json_of(await ask(client, flow, text, **fields))


def json_of(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content
    wire: dict[str, Any] = answer.json()
    return wire


async def streamed(client: HeaderClient, flow: Flow | str, text: str = "hello", **fields: Any) -> list[dict[str, Any]]:
    return await events_of(await ask(client, flow, text, stream=True, **fields))


async def events_of(answer: Any) -> list[dict[str, Any]]:
    """Return the events of a stream, whose names and numbers are as OpenAI's clients expect them."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/event-stream", answer.content
    body = b"".join([chunk async for chunk in answer.streaming_content]).decode()
    *frames, last = body.removesuffix("\n\n").split("\n\n")
    assert last == "data: [DONE]"
    return [event_of(frame) for frame in frames]


def event_of(frame: str) -> dict[str, Any]:
    name, data = frame.split("\n", 1)
    event: dict[str, Any] = json.loads(data.removeprefix("data: "))
    assert name == f"event: {event['type']}"
    return event


def types_of(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"].removeprefix("response.") for event in events]


def text_of(response: dict[str, Any]) -> str:
    """Return all that was said, as the official client's `output_text` does."""
    parts = [part["text"] for item in response["output"] if item["type"] == "message" for part in item["content"]]
    return "".join(parts)


def agent_data(base_url: str) -> dict[str, Any]:
    """Chat Input -> Agent with a calculator -> Chat Output."""
    drawing = Drawing()
    question = drawing.add("ChatInput", "aaaaa", at=(0, 0))
    settings = {"api_key": "sk-test", "openai_api_base": base_url, "model_name": "m", "max_retries": 0}
    model = drawing.add("OpenAIModel", "model", at=(0, 1), **settings)
    tool = drawing.add("CalculatorComponent", "tool", at=(0, 2))
    drawing.data["nodes"][-1]["data"]["node"] |= {"tool_mode": True, "outputs": [TOOL_OUTPUT.to_template()]}
    agent = drawing.add("Agent", "agent", at=(1, 0), add_current_date_tool=False)
    answer = drawing.add("ChatOutput", "zzzzz", at=(2, 0))
    drawing.connect(question, "message", agent, "input_value")
    drawing.connect(model, "model_output", agent, "model")
    drawing.connect(tool, TOOL_OUTPUT.name, agent, "tools")
    drawing.connect(agent, "response", answer, "input_value")
    return drawing.data
