"""Many requests at once behind one client.

The HTTP library's pool looks through all of its connections whenever a request begins or ends, so what that costs grows
with the square of the requests under way. Several small pools do the same work in proportion to them.
"""

from collections.abc import Callable
from typing import Any, Self

MOST_OPEN = 64
"""Requests under way in one pool."""


class Pools:
    """A transport for the library's async client: each request goes to the first pool that has room.

    The first pool stays and keeps connections for later requests; others come when they are needed and go when they
    have nothing to do.
    """

    def __init__(self, make_transport: Callable[[], Any]) -> None:
        self._make_transport = make_transport
        self._pools = [_Pool(make_transport())]

    @property
    def count(self) -> int:
        return len(self._pools)

    async def handle_async_request(self, request: Any) -> Any:
        pool = self._with_room()
        pool.open += 1
        try:
            response = await pool.transport.handle_async_request(request)
        except BaseException:  # cancelled callers leave, too
            await self._leave(pool)
            raise
        self._leave_when_closed(pool, response.stream)
        return response

    async def aclose(self) -> None:
        for pool in self._pools:
            await pool.transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()

    def _with_room(self) -> "_Pool":
        for pool in self._pools:
            if pool.open < MOST_OPEN:
                return pool
        self._pools.append(_Pool(self._make_transport()))
        return self._pools[-1]

    def _leave_when_closed(self, pool: "_Pool", stream: Any) -> None:
        close = stream.aclose
        is_open = True

        async def aclose() -> None:
            nonlocal is_open
            try:
                await close()
            finally:
                if is_open:
                    is_open = False
                    await self._leave(pool)

        # On the stream itself: the client insists on a stream of its library's own class.
        stream.aclose = aclose

    async def _leave(self, pool: "_Pool") -> None:
        pool.open -= 1
        if pool.open == 0 and pool is not self._pools[0] and pool in self._pools:
            self._pools.remove(pool)
            await pool.transport.aclose()


class _Pool:
    def __init__(self, transport: Any) -> None:
        self.transport = transport
        self.open = 0
