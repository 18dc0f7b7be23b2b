"""Webhooks and keyed requests where any process may get any request."""

import asyncio
import json
from collections import Counter

import httpx
import pytest

from tests.execution.webhooks.conftest import hook_data
from tests.processes.cluster import echo_data
from tests.services import postgresql_is_needed, redis_server_is_needed

pytestmark = [
    pytest.mark.live,
    postgresql_is_needed,
    redis_server_is_needed,
    pytest.mark.xdist_group("cluster"),
]

AT_ONCE = 24


async def events_of(lines):
    """Yield names and data of server-sent events."""
    name = ""
    async for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


async def test_a_watcher_at_one_process_sees_the_run_that_another_one_started(cluster):
    flow_id = cluster.store_flow(hook_data(), "watched hook")
    seen = []
    async with (
        cluster.client(0) as watcher,
        cluster.client(1) as sender,
        watcher.stream("GET", f"/api/v1/webhook-events/{flow_id}") as answer,
        asyncio.timeout(30),
    ):
        async for name, data in events_of(answer.aiter_lines()):
            seen.append(name)
            if name == "connected":
                started = asyncio.create_task(sender.post(f"/api/v1/webhook/{flow_id}", json={"a": 1}))
            if name == "end":
                assert data == {"run_id": (await started).headers["X-Job-Id"], "success": True}
                break
    assert seen == ["connected", "vertices_sorted", "build_start", "end_vertex", "add_message", "end_vertex", "end"]


@pytest.mark.parametrize("route", ["run", "webhook"])
async def test_of_many_requests_with_one_key_one_is_done(cluster, route):
    flow_id = cluster.store_flow(echo_data() if route == "run" else hook_data(), f"once by {route}")
    async with cluster.client(0) as one, cluster.client(1) as other, asyncio.timeout(60):

        async def send(number: int) -> httpx.Response:
            headers = {"Idempotency-Key": f"once by {route}".replace(" ", "-")}
            client = (one, other)[number % 2]
            return await client.post(f"/api/v1/{route}/{flow_id}", json={"input_value": "hello"}, headers=headers)

        answers = await asyncio.gather(*(send(number) for number in range(AT_ONCE)))
        statuses = Counter(answer.status_code for answer in answers)
        good = 200 if route == "run" else 202
        assert set(statuses) <= {good, 409}
        originals = [one for one in answers if one.status_code == good and "Idempotency-Replayed" not in one.headers]
        assert len(originals) == 1
        again = await send(0)
        assert (again.status_code, again.content) == (good, originals[0].content)
        assert again.headers["Idempotency-Replayed"] == "true"
        if route == "run":  # with the answer everything is stored
            messages = (await one.get("/api/v1/monitor/messages", params={"flow_id": flow_id})).json()
            assert [message["text"] for message in messages] == ["hello", "hello"]
