"""What a slow reader of a build has not read waits in the log, where it is once, and not in the server's buffers."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.execution.runs.provider import Provider, running_provider
from tests.live_server import LiveServer, running_server
from tests.processes.cluster import model_data

READERS = 8
PIECES = 200
PIECE_BYTES = 50_000
LARGE_PIECE_BYTES = 1_100_000
"""More than a client may say at once."""
MORE_MEMORY_MB = 40.0
"""For what the kernel does not take, and first uses of modules: the readers together have not read 80 MB."""

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("slow_readers")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with running_server(tmp_path_factory.mktemp("slow"), LANGFLOW_AUTO_LOGIN="false") as started:
        yield started


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    """A model that says much and is not done."""
    async with running_provider() as started:
        started.pieces = tuple(f"{number} ".ljust(PIECE_BYTES, "x") for number in range(PIECES))
        started.pieces = ("0 ".ljust(LARGE_PIECE_BYTES, "x"), *started.pieces[1:])
        started.pause_at, started.pause = PIECES - 1, asyncio.Event()
        yield started
        started.pause.set()


@pytest.fixture
async def session(server: LiveServer) -> AsyncIterator[aiohttp.ClientSession]:
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(
        server.base, headers={"x-api-key": server.api_key()}, timeout=timeout, read_bufsize=2 * LARGE_PIECE_BYTES
    ) as opened:
        yield opened


@pytest.fixture
async def job_id(session: aiohttp.ClientSession, provider: Provider) -> AsyncIterator[str]:
    """A build that has told all but its end."""
    async with session.post("/api/v1/flows/", json={"name": "much", "data": model_data(provider.base_url)}) as answer:
        flow_id = (await answer.json())["id"]
    async with session.post(f"/api/v1/build/{flow_id}/flow", json={"inputs": {"input_value": "hello"}}) as answer:
        job_id: str = (await answer.json())["job_id"]
    async with session.get(f"/api/v1/build/{job_id}/events?after=0") as answer:
        async for line in answer.content:
            if f'"chunk":"{PIECES - 2} '.encode() in line:
                break
    yield job_id
    async with session.post(f"/api/v1/build/{job_id}/cancel") as answer:
        assert answer.ok


@asynccontextmanager
async def socket_of(session: aiohttp.ClientSession, job_id: str, **query: int) -> AsyncIterator[Any]:
    """Give a websocket that takes nothing from the network while nobody receives."""
    async with session.ws_connect(f"/api/v1/ws/build/{job_id}", params=query, max_msg_size=0) as socket:
        yield socket


async def test_a_websocket_waits_for_its_reader(
    server: LiveServer, session: aiohttp.ClientSession, job_id: str
) -> None:
    before = server.memory_mb()
    server.forget_memory_peak()
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(socket_of(session, job_id)) for _ in range(READERS)]
        await asyncio.sleep(2)  # long enough for a server that does not wait to write everything
        assert server.memory_peak_mb() - before < MORE_MEMORY_MB

        numbers = [json.loads((await sockets[0].receive()).data)["number"] for _ in range(PIECES)]
        assert numbers == list(range(1, PIECES + 1))
    assert server.memory_peak_mb() - before < MORE_MEMORY_MB

    async with socket_of(session, job_id, after=PIECES) as again:
        await again.send_json({"type": "cancel"})
        rest = [json.loads(message.data) async for message in again]
    assert [event["number"] for event in rest] == list(range(PIECES + 1, PIECES + 1 + len(rest)))
    assert rest[-1]["event"] == "end"
    assert again.close_code == aiohttp.WSCloseCode.OK


async def test_a_stream_over_http_waits_for_its_reader(
    server: LiveServer, session: aiohttp.ClientSession, job_id: str
) -> None:
    before = server.memory_mb()
    server.forget_memory_peak()
    async with AsyncExitStack() as stack:
        for _ in range(READERS):
            await stack.enter_async_context(session.get(f"/api/v1/build/{job_id}/events?after=0"))
        await asyncio.sleep(2)
        assert server.memory_peak_mb() - before < MORE_MEMORY_MB


async def flood(socket: Any) -> None:
    for _ in range(100_000):
        await socket.send_str("nonsense")


async def test_who_says_much_and_reads_nothing_is_cut_off(session: aiohttp.ClientSession, job_id: str) -> None:
    async with socket_of(session, job_id) as socket:
        await asyncio.sleep(0.5)  # the server waits for us now
        with pytest.raises(aiohttp.ClientConnectionError):
            await flood(socket)


async def test_a_message_has_a_limit(session: aiohttp.ClientSession, job_id: str) -> None:
    async with socket_of(session, job_id, after=10_000) as socket:
        await socket.send_str("x" * (1024 * 1024 + 1))
        async for _ in socket:
            pass
        assert socket.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
