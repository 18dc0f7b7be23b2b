"""How long a token is under way from its model to the caller, and how many streams one process carries."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import aiohttp
import httpx

from tests.live_server import LiveServer, free_port, running_server
from tests.processes.cluster import model_data, running_cluster
from tests.services import answers

MANY_STREAMS = 500
MODEL_START_SECONDS = 10.0
Row = tuple[str, str, str]


@dataclass
class Streams:
    """What several streams at the same time brought."""

    seconds: float = 0.0
    ended: int = 0
    delays: list[float] = field(default_factory=list)

    def told(self, line: bytes) -> None:
        """Take a line of a stream: each token is the time at which its model sent it."""
        arrived = time.time()
        event = json.loads(line)
        if event["event"] == "token" and event["data"]["chunk"].strip():
            self.delays.append(arrived - float(event["data"]["chunk"].split()[-1]))
        self.ended += event["event"] == "end"

    @property
    def text(self) -> str:
        p95 = quantiles(self.delays, n=20)[-1]
        return f"p50 {median(self.delays) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms"


Stream = Callable[[aiohttp.ClientSession], AsyncIterator[bytes]]


def rows(settings: dict[str, str]) -> Iterator[Row]:
    """Measure in one process, then, where PostgreSQL and Redis are there, through a worker."""
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder), **settings) as server:
        yield from _inline(server)
    if answers("//127.0.0.1:5432"):
        yield from _through_a_worker()


def _inline(server: LiveServer) -> Iterator[Row]:
    api_key = server.api_key()
    with slow_model(tokens=20, seconds=1.0) as url:
        run = _runs(server.base, api_key, _stored(server.base, api_key, model_data(url)))
        _measured(1, run)
        yield "token forwarded, one run", _measured(1, run).text, "budget 5 ms"
        yield "token forwarded, ten runs", _measured(10, run).text, ""
    with slow_model(tokens=20, seconds=5.0) as url:
        run = _runs(server.base, api_key, _stored(server.base, api_key, model_data(url)))
        streams = _measured(MANY_STREAMS, run)
        outcome = f"{streams.seconds:.1f} s, {MANY_STREAMS - streams.ended} failed"
        yield f"{MANY_STREAMS} streams of a model of 5 s", outcome, "budget 10 s, none failed"


def _through_a_worker() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_cluster(Path(folder), webs=1, workers=1) as cluster,
        slow_model(tokens=20, seconds=1.0) as url,
    ):
        build = _builds(cluster.webs[0].base, cluster.api_key, cluster.store_flow(model_data(url), "tokens"))
        _measured(1, build)
        yield "token forwarded through Celery and Redis", _measured(1, build).text, "budget 15 ms"


@contextmanager
def slow_model(*, tokens: int, seconds: float) -> Iterator[str]:
    """Give the address of a model server in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.slow_model", str(port), str(tokens), str(seconds)]
    process = subprocess.Popen(command)
    try:
        deadline = time.monotonic() + MODEL_START_SECONDS
        while not answers(f"//127.0.0.1:{port}"):
            assert time.monotonic() < deadline, "The model server did not start."
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait()


def _stored(base: str, api_key: str, data: dict[str, Any]) -> str:
    body = {"name": f"streams {time.monotonic()}", "data": data}
    answer = httpx.post(f"{base}/api/v1/flows/", json=body, headers={"x-api-key": api_key}, trust_env=False)
    answer.raise_for_status()
    flow_id: str = answer.json()["id"]
    return flow_id


def _measured(count: int, stream: Stream) -> Streams:
    return asyncio.run(_all(count, stream))


async def _all(count: int, stream: Stream) -> Streams:
    streams = Streams()
    connector, timeout = aiohttp.TCPConnector(limit=0), aiohttp.ClientTimeout(total=300)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:

        async def read() -> None:
            async for line in stream(session):
                if line.strip():
                    streams.told(line)

        started = time.perf_counter()
        reading: list[Awaitable[None]] = [read() for _ in range(count)]
        await asyncio.gather(*reading)
        streams.seconds = time.perf_counter() - started
    return streams


def _runs(base: str, api_key: str, flow_id: str) -> Stream:
    async def lines(session: aiohttp.ClientSession) -> AsyncIterator[bytes]:
        url = f"{base}/api/v1/run/{flow_id}?stream=true"
        async with session.post(url, json={"input_value": "hello"}, headers={"x-api-key": api_key}) as answer:
            async for line in answer.content:
                yield line

    return lines


def _builds(base: str, api_key: str, flow_id: str) -> Stream:
    async def lines(session: aiohttp.ClientSession) -> AsyncIterator[bytes]:
        headers = {"x-api-key": api_key}
        body = {"inputs": {"input_value": "hello"}}
        async with session.post(f"{base}/api/v1/build/{flow_id}/flow", json=body, headers=headers) as answer:
            job_id = (await answer.json())["job_id"]
        async with session.get(f"{base}/api/v1/build/{job_id}/events", headers=headers) as answer:
            async for line in answer.content:
                yield line

    return lines
