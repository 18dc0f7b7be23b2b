"""A run tells more than the log keeps: late readers learn what they missed, all learn of the end, memory is bounded."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from redis import Redis

from tests.execution.runs.provider import running_provider
from tests.live_server import running_server
from tests.processes.cluster import model_data, running_cluster
from tests.services import postgresql_is_needed, redis_server_is_needed

KEPT = 200
TOKENS = 1500
SETTINGS = {"LANGFLOW_JOB_EVENTS": str(KEPT), "LANGFLOW_AUTO_LOGIN": "false"}

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("full_log")]


class Server:
    """Where to ask, and where the log is if it is not in the server's memory."""

    def __init__(self, base: str, api_key: str, redis_url: str = "") -> None:
        self.base, self.api_key, self._redis_url = base, api_key, redis_url

    def lengths_in_redis(self, job_id: str) -> list[int]:
        """Return how many events of the job Redis holds; nothing where the log is in memory."""
        if not self._redis_url:
            return []
        with Redis.from_url(self._redis_url) as redis:
            return [redis.xlen(stream) for stream in redis.scan_iter(f"*events:{job_id}")]


@contextmanager
def with_memory(folder: Path) -> Iterator[Server]:
    with running_server(folder, **SETTINGS) as server:
        yield Server(server.base, server.api_key())


@contextmanager
def with_redis(folder: Path) -> Iterator[Server]:
    with running_cluster(folder, webs=1, workers=1, **SETTINGS) as cluster:
        yield Server(cluster.webs[0].base, cluster.api_key, cluster.redis.url)


@pytest.fixture(
    scope="module",
    params=[with_memory, pytest.param(with_redis, marks=[postgresql_is_needed, redis_server_is_needed])],
    ids=["memory", "redis"],
)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with request.param(tmp_path_factory.mktemp("log")) as started:
        yield started


@pytest.fixture
async def session(server: Server) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(server.base, headers={"x-api-key": server.api_key}) as opened:
        yield opened


@pytest.fixture
async def job_id(session: aiohttp.ClientSession) -> str:
    """A build that has ended and that somebody has followed from its first event on."""
    async with running_provider() as provider:
        provider.pieces = tuple(f"{number} " for number in range(TOKENS))
        body = {"name": "talks", "data": model_data(provider.base_url)}
        async with session.post("/api/v1/flows/", json=body) as answer:
            flow_id = (await answer.json())["id"]
        async with session.post(f"/api/v1/build/{flow_id}/flow", json={"inputs": {"input_value": "hi"}}) as answer:
            job_id: str = (await answer.json())["job_id"]
        told = await followed(session, job_id)
    assert told[0]["event"] in {"vertices_sorted", "gap"}  # a follower on a busy machine may be late already
    assert told[-1]["event"] == "end"
    missed = sum(event["data"]["missed"] for event in told if event["event"] == "gap")
    assert len([event for event in told if event["event"] != "gap"]) + missed > TOKENS
    return job_id


async def followed(session: aiohttp.ClientSession, job_id: str, **query: Any) -> list[dict[str, Any]]:
    async with session.get(f"/api/v1/build/{job_id}/events", params={"after": 0, **query}) as answer:
        return [json.loads(line) for line in (await answer.text()).split("\n\n") if line]


async def test_a_late_reader_learns_what_is_missing(
    server: Server, session: aiohttp.ClientSession, job_id: str
) -> None:
    gap, *rest = await followed(session, job_id)
    assert gap["event"] == "gap"
    assert gap["data"]["missed"] > TOKENS - KEPT
    assert len(rest) == KEPT
    assert rest[-1]["event"] == "end"
    everything = gap["data"]["missed"] + len(rest)
    assert await followed(session, job_id, after=everything - 3) == rest[-3:]
    assert server.lengths_in_redis(job_id) in ([], [KEPT])


async def test_a_late_poll_learns_what_is_missing(session: aiohttp.ClientSession, job_id: str) -> None:
    told: list[dict[str, Any]] = []
    while not told or told[-1]["event"] != "end":
        told += await followed(session, job_id, event_delivery="polling")
    assert [event["event"] for event in told].count("gap") == 1
    assert told[0]["event"] == "gap"
    assert len(told) == 1 + KEPT


async def test_a_websocket_learns_what_is_missing_and_how_to_go_on(session: aiohttp.ClientSession, job_id: str) -> None:
    async with session.ws_connect(f"/api/v1/ws/build/{job_id}", max_msg_size=0) as socket:
        gap, *rest = [json.loads(message.data) async for message in socket]
    assert (gap["event"], gap["number"]) == ("gap", gap["data"]["missed"])
    assert [event["number"] for event in rest] == list(range(gap["number"] + 1, gap["number"] + 1 + KEPT))
    assert rest[-1]["event"] == "end"
