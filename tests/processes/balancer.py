"""A load balancer in a few lines: each connection goes to the next of several servers."""

import asyncio
import contextlib
import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

PIECE = 65536


@contextmanager
def balanced(bases: Sequence[str]) -> Iterator[str]:
    """Give one address for all of the servers. It works in a thread, so that tests may block."""
    balancer = _Balancer([urlsplit(base).netloc.split(":") for base in bases])
    balancer.start()
    balancer.ready.wait()
    try:
        yield f"http://127.0.0.1:{balancer.port}"
    finally:
        balancer.stop()
        balancer.join()


class _Balancer(threading.Thread):
    def __init__(self, targets: Sequence[Sequence[str]]) -> None:
        super().__init__(daemon=True)
        self._targets = itertools.cycle(targets)
        self.ready = threading.Event()
        self.port = 0

    def run(self) -> None:
        asyncio.run(self._serve())

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await self._end.wait()
        server.close()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = next(self._targets)
        upstream_reader, upstream_writer = await asyncio.open_connection(host, int(port))
        await asyncio.gather(_pass_on(reader, upstream_writer), _pass_on(upstream_reader, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()
