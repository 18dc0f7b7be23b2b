"""Bring one job's events to Redis: in order, each once, as soon as they are told, without anybody waiting for it.

The writer keeps as much as the log does. A Redis that was away, or came back empty, gets everything again.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

MOST_IN_A_CALL = 500
RETRY_SECONDS = 0.2
GIVE_UP_SECONDS = 600.0
"""So long Redis may be away before the events of a job are given up; its row has its end all the same."""
IS_COMPLETE = -1


@dataclass(frozen=True, slots=True)
class Batch:
    """Events that follow each other."""

    after: int
    """The number of the event before the first one."""
    oldest: int
    """The oldest event that the log keeps."""
    is_forced: bool
    """What is missing before the first one is gone for good."""
    events: tuple[tuple[bytes, bool], ...]
    """Line, and whether it is the last of all."""


Append = Callable[[Batch], Awaitable[int]]
"""Adds the events to the log and returns the number of its last event; see scripts.APPEND."""
LastNumber = Callable[[], Awaitable[int]]


class Writer:
    """The events of one job that this process tells."""

    def __init__(self, *, append: Append, last_number: LastNumber, most_events: int, most_bytes: int) -> None:
        self._append = append
        self._last_number = last_number
        self._most_events = most_events
        self._most_bytes = most_bytes
        self._kept: deque[tuple[bytes, bool]] = deque()
        self._bytes = 0
        self._dropped = 0
        """How many of our events were told before the first one that is kept."""
        self._sent = 0
        """How many of our events the log has."""
        self._before: int | None = None
        """The number of the last event that was there before ours, once it is known."""
        self._bringing: asyncio.Task[None] | None = None
        self.is_complete = False

    def add(self, line: bytes, *, is_last: bool = False) -> None:
        """Tell an event; the last one ends the writer."""
        if self.is_complete:
            return
        self.is_complete = is_last
        self._kept.append((line, is_last))
        self._bytes += len(line)
        while len(self._kept) > 1 and (len(self._kept) > self._most_events or self._bytes > self._most_bytes):
            self._bytes -= len(self._kept.popleft()[0])
            self._dropped += 1
        if self._bringing is None:
            self._bringing = asyncio.create_task(self._bring())

    async def flush(self) -> None:
        """Return once the log has everything."""
        while self._bringing is not None:
            await asyncio.wait([self._bringing])

    async def _bring(self) -> None:
        try:
            tried_since = time.monotonic()
            while self._sent < self._told() and time.monotonic() - tried_since < GIVE_UP_SECONDS:
                try:
                    await self._bring_some()
                    tried_since = time.monotonic()
                except (RedisError, OSError) as error:
                    logger.warning("Redis does not take events: %s", error)
                    await asyncio.sleep(RETRY_SECONDS)
        finally:
            self._bringing = None

    async def _bring_some(self) -> None:
        if self._before is None:
            self._before = await self._last_number()
        batch = self._batch(self._before)
        last = await self._append(batch)
        if last == IS_COMPLETE:  # somebody else ended the job
            self.is_complete = True
            self._sent = self._told()
        elif last < batch.after:
            # Redis lost events: go back to the first one that is missing and that is still here.
            self._sent = max(last - self._before, self._dropped, 0)
        else:
            self._sent = max(self._sent + len(batch.events), last - self._before)

    def _batch(self, before: int) -> Batch:
        first = max(self._sent, self._dropped)
        place = first - self._dropped
        events = [self._kept[number] for number in range(place, min(len(self._kept), place + MOST_IN_A_CALL))]
        return Batch(
            after=before + first,
            oldest=before + self._dropped + 1 if self._dropped else 0,
            is_forced=first == self._dropped,
            events=tuple(events),
        )

    def _told(self) -> int:
        return self._dropped + len(self._kept)
