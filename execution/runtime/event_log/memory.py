"""Events in this process's memory."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from execution.runtime.event_log.interface import Entry

MOST_EVENTS = 20_000
MOST_BYTES = 32 * 1024 * 1024
"""Of one job."""
MOST_ENDED = 256
KEPT_SECONDS = 300.0
"""How many jobs are remembered after their end, and for how long."""


class MemoryEventLog:
    """An EventLog for one process and one event loop."""

    survives_restart = False

    def __init__(
        self,
        *,
        most_events: int = MOST_EVENTS,
        most_bytes: int = MOST_BYTES,
        most_ended: int = MOST_ENDED,
        kept_seconds: float = KEPT_SECONDS,
    ) -> None:
        self._most_events = most_events
        self._most_bytes = most_bytes
        self._most_ended = most_ended
        self._kept_seconds = kept_seconds
        self._jobs: dict[str, _JobEvents] = {}
        self._ended: deque[str] = deque()

    def open(self, job: str) -> None:
        self._jobs[job] = _JobEvents(most_events=self._most_events, most_bytes=self._most_bytes)

    def append(self, job: str, line: bytes) -> None:
        if events := self._jobs.get(job):
            events.add(line)

    def close(self, job: str, line: bytes) -> None:
        events = self._jobs.get(job)
        if events is None or events.is_complete:
            return
        events.add(line, is_last=True)
        self._ended.append(job)
        if len(self._ended) > self._most_ended:
            self._jobs.pop(self._ended.popleft(), None)
        asyncio.get_running_loop().call_later(self._kept_seconds, self._forget, job)

    async def follow(self, job: str, *, after: int = 0) -> AsyncIterator[Entry]:
        events = self._jobs.get(job)
        if events is None:
            return
        while True:
            for entry in events.after(after):
                yield entry
                after = entry.number
                if entry.is_last:
                    return
            if not events.after(after):
                if events.is_complete:
                    return
                await events.news.wait()

    async def take(self, job: str, *, wait: float = 0.0) -> list[Entry]:
        events = self._jobs.get(job)
        if events is None:
            return []
        if wait and not events.is_complete and not events.after(events.taken):
            await _wait_for(events.news, wait)
        entries = events.after(events.taken)
        if entries:
            events.taken = entries[-1].number
        return entries

    def _forget(self, job: str) -> None:
        if self._jobs.pop(job, None) is not None:
            self._ended.remove(job)


class _JobEvents:
    """The events of one job."""

    def __init__(self, *, most_events: int, most_bytes: int) -> None:
        self._most_events = most_events
        self._most_bytes = most_bytes
        self._entries: deque[Entry] = deque()
        self._count = 0
        self._bytes = 0
        self.is_complete = False
        self.taken = 0
        """Number of the last event that a poll took."""
        self.news = asyncio.Event()
        """Set by the next event, which puts a new one in its place."""

    def add(self, line: bytes, *, is_last: bool = False) -> None:
        if self.is_complete:
            return
        self._count += 1
        self._bytes += len(line)
        self._entries.append(Entry(self._count, line, is_last))
        self.is_complete = is_last
        while len(self._entries) > 1 and (len(self._entries) > self._most_events or self._bytes > self._most_bytes):
            self._bytes -= len(self._entries.popleft().line)
        news, self.news = self.news, asyncio.Event()
        news.set()

    def after(self, number: int) -> list[Entry]:
        """Return the events after that number that are still there."""
        if not self._entries or number >= self._count:
            return []
        first = max(number + 1 - self._entries[0].number, 0)
        return [self._entries[place] for place in range(first, len(self._entries))]


async def _wait_for(news: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(news.wait(), seconds)
    except TimeoutError:
        return
