"""Two serving processes and two workers against one of each, on PostgreSQL and Redis."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp

from tests.benchmarks.streams import Row, slow_model
from tests.processes.cluster import Cluster, echo_data, model_data, running_cluster
from tests.services import answers

SECONDS = 6.0
CALLERS = 16
LIMITED = {"LANGFLOW_WORKER_CONCURRENCY": "8"}
"""So few that a worker, not the machine, is what there is too little of while models are waited for."""


def rows() -> Iterator[Row]:
    if not answers("//127.0.0.1:5432"):
        return
    with slow_model(tokens=1, seconds=1.0) as url:
        data = {"echo": echo_data(), "model of 1 s": model_data(url)}
        one, two = _per_second(1, data), _per_second(2, data)
    for name in data:
        text = f"{two[name]:.0f}/s against {one[name]:.0f}/s"
        yield f"builds of 2+2 processes, {name}", text, f"{two[name] / one[name]:.2f} x (budget 1.7)"


def _per_second(count: int, data: dict[str, dict[str, object]]) -> dict[str, float]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_cluster(Path(folder), webs=count, workers=count, **LIMITED) as cluster,
    ):
        flows = {name: cluster.store_flow(flow, name) for name, flow in data.items()}
        return {name: asyncio.run(_builds(cluster, flow_id)) for name, flow_id in flows.items()}


async def _builds(cluster: Cluster, flow_id: str) -> float:
    """Return how many builds end in a second, started at each serving process in turn.

    Each caller's first build is not counted: a worker imports the libraries of models when it needs them.
    """
    done = 0
    headers = {"x-api-key": cluster.api_key}

    async def ends(session: aiohttp.ClientSession, base: str) -> bool:
        url = f"{base}/api/v1/build/{flow_id}/flow?event_delivery=direct"
        async with session.post(url, json={"inputs": {"input_value": "hello"}}) as answer:
            return b'"end"' in await answer.read()

    async def call_until_the_end(session: aiohttp.ClientSession, base: str) -> None:
        nonlocal done
        while time.perf_counter() - started < SECONDS:
            has_ended = await ends(session, base)  # before the count is read: another caller may change it meanwhile
            done += has_ended

    async with aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=0)) as session:
        bases = [cluster.webs[number % len(cluster.webs)].base for number in range(CALLERS * len(cluster.webs))]
        await asyncio.gather(*(ends(session, base) for base in bases))
        started = time.perf_counter()
        await asyncio.gather(*(call_until_the_end(session, base) for base in bases))
    return done / (time.perf_counter() - started)
