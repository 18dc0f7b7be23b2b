"""Learn by Redis' publish and subscribe that there is something new; what it is stands elsewhere.

One connection serves all who wait in an event loop. A message that is lost, because the connection broke, costs a
waiter only its patience: who waits does so for some seconds and then looks by itself.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.exceptions import RedisError

from execution.runtime.event_log.waiting import came

CONFIRMED_WITHIN = 2.0
RECONNECT_SECONDS = 0.5


class News:
    """Wakes those who wait for a channel."""

    def __init__(self, client: "Redis") -> None:
        self._pubsub = client.pubsub()
        self._waiters: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._confirmed: dict[str, asyncio.Event] = {}
        self._reading: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def of(self, channel: str) -> AsyncIterator[asyncio.Event]:
        """Give an event that is set at each piece of news; whoever waits for it clears it."""
        news = asyncio.Event()
        self._waiters[channel].add(news)
        try:
            await self._subscribe(channel)
            yield news
        finally:
            self._waiters[channel].discard(news)
            if not self._waiters[channel]:
                await self._unsubscribe(channel)

    async def close(self) -> None:
        """Close the connection; who still waits does so in vain."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])
        await self._pubsub.aclose()

    async def _subscribe(self, channel: str) -> None:
        """Return once Redis sends what is published from now on, or after a while: see above."""
        if channel not in self._confirmed:
            self._confirmed[channel] = asyncio.Event()
            with contextlib.suppress(RedisError, OSError):  # the reader subscribes again when it has a connection
                await self._pubsub.subscribe(channel)
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read())
        await came(self._confirmed[channel], within=CONFIRMED_WITHIN)

    async def _unsubscribe(self, channel: str) -> None:
        del self._waiters[channel]
        self._confirmed.pop(channel, None)
        with contextlib.suppress(RedisError, OSError):
            await self._pubsub.unsubscribe(channel)

    async def _read(self) -> None:
        while self._waiters:
            try:
                message = await self._pubsub.get_message(timeout=RECONNECT_SECONDS)
            except (RedisError, OSError):
                await asyncio.sleep(RECONNECT_SECONDS)
                self._wake_all()  # something may have been missed; the next read connects and subscribes again
                continue
            if message is None:
                await asyncio.sleep(0)  # without a subscription there is nothing to wait for
            else:
                self._take(message["type"], message["channel"].decode())

    def _take(self, kind: str, channel: str) -> None:
        if kind == "subscribe" and channel in self._confirmed:
            self._confirmed[channel].set()
        elif kind == "message":
            for news in self._waiters.get(channel, ()):
                news.set()

    def _wake_all(self) -> None:
        for waiters in self._waiters.values():
            for news in waiters:
                news.set()
