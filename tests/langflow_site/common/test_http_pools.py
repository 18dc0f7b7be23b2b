"""Many requests at once: pools come with them and go with them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field

import pytest

from langflow_site.common import http
from langflow_site.common.addresses import OutboundPolicy
from langflow_site.common.http_pools import MOST_OPEN

LIBRARIES = [
    "httpx",
    pytest.param("httpx2", marks=pytest.mark.skipif(not http.is_installed("httpx2"), reason="optional")),
]
CHUNK = b"5\r\nhello\r\n"
ENDED = b"0\r\n\r\n"


@dataclass
class Streaming:
    """A server whose answers begin at once and end when it is told."""

    url: str = ""
    connections: list[asyncio.Task[object]] = field(default_factory=list)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.append(asyncio.current_task())
        with closing(writer), suppress(ConnectionError):
            while await reader.readline():
                while await reader.readline() not in {b"\r\n", b""}:
                    pass
                writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNK)
                await self.may_end.wait()
                writer.write(ENDED)
                await writer.drain()


@asynccontextmanager
async def streaming() -> AsyncIterator[Streaming]:
    told = Streaming()
    server = await asyncio.start_server(told.answer, "127.0.0.1", 0, backlog=1000)
    async with server:
        told.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        yield told
        told.may_end.set()
        await asyncio.wait(told.connections)


@asynccontextmanager
async def guarded(library: str) -> AsyncIterator[tuple[object, object]]:
    client = http.guarded_async_client(OutboundPolicy(loopback_allowed=True), library=library)
    async with client:
        yield client, http.transport_of(client)


@pytest.mark.parametrize("library", LIBRARIES)
async def test_pools_come_and_go_with_the_requests(library):
    async with streaming() as server, guarded(library) as (client, pools):
        begun = asyncio.Semaphore(0)

        async def read():
            async with client.stream("GET", server.url) as answer:
                begun.release()
                return await answer.aread()

        reading = [asyncio.ensure_future(read()) for _ in range(3 * MOST_OPEN)]
        for _ in reading:
            await begun.acquire()
        assert pools.count == 3
        server.may_end.set()
        assert set(await asyncio.gather(*reading)) == {b"hello"}
        assert pools.count == 1


@pytest.mark.parametrize("library", LIBRARIES)
async def test_connections_are_used_again(library):
    async with streaming() as server, guarded(library) as (client, _):
        server.may_end.set()
        for _ in range(5):
            assert (await client.get(server.url)).text == "hello"
        assert len(server.connections) == 1


@pytest.mark.parametrize("library", LIBRARIES)
async def test_what_fails_or_is_given_up_leaves_its_place(library):
    async with streaming() as server, guarded(library) as (client, pools):
        for _ in range(2 * MOST_OPEN):
            with pytest.raises(Exception, match=r"169\.254"):
                await client.get("http://169.254.169.254/")
        for _ in range(2 * MOST_OPEN):
            async with client.stream("GET", server.url):
                pass
        server.may_end.set()
        assert (await client.get(server.url)).text == "hello"
        assert pools.count == 1
