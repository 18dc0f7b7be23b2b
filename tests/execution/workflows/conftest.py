"""The flows and callers of `/run`, and a caller of workflows."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.clients import HeaderClient
from tests.execution.runs.conftest import (  # noqa: F401 - fixtures
    alices_calls,
    caller_of,
    echo,
    provider,
    store_flow,
)

URL = "/api/v2/workflows"
Workflow = Callable[..., Any]


@pytest.fixture
def workflow(alices_calls: HeaderClient) -> Workflow:  # noqa: F811 - the fixture
    async def post(flow: Any, **body: Any) -> Any:
        client = body.pop("client", alices_calls)
        data = {"flow_id": str(getattr(flow, "pk", flow)), **body}
        return await client.post(URL, data, content_type="application/json")

    return post


def frames(text: str) -> list[dict[str, Any]]:
    """Return server-sent events as dictionaries of their lines, the data decoded."""
    events = []
    for block in text.split("\n\n"):
        if block and not block.startswith(":"):
            lines = dict(line.split(": ", 1) for line in block.split("\n"))
            events.append({**lines, "data": json.loads(lines["data"])})
    return events


async def streamed(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "text/event-stream"
    return frames(b"".join([chunk async for chunk in answer.streaming_content]).decode())
