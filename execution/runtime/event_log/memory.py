"""Events in this process's memory."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator

from execution.runtime.event_log.interface import QUIET_SECONDS, Entry, Gap, without_holes
from execution.runtime.event_log.waiting import came

MOST_IN_A_PAGE = 100
"""So many events are read at once; what a slow reader holds in its hands may have fallen out of the log already."""
MOST_ENDED = 256
KEPT_SECONDS = 300.0
"""How many jobs are remembered after their end, and for how long."""


class MemoryEventLog:
    """An EventLog for one process and one event loop."""

    survives_restart = False

    def __init__(
        self,
        *,
        most_events: int,
        most_bytes: int,
        most_ended: int = MOST_ENDED,
        kept_seconds: float = KEPT_SECONDS,
        quiet_seconds: float = QUIET_SECONDS,
    ) -> None:
        self._most_events = most_events
        self._most_bytes = most_bytes
        self._most_ended = most_ended
        self._kept_seconds = kept_seconds
        self._quiet_seconds = quiet_seconds
        self._jobs: dict[str, _JobEvents] = {}
        self._ended: deque[str] = deque()

    async def open(self, job: str) -> None:
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

    def release(self, job: str) -> None:
        """Nothing to do: there is no other process that could go on."""

    async def follow(self, job: str, *, after: int = 0) -> AsyncGenerator[Entry | Gap | None]:
        events = self._jobs.get(job)
        while events is not None:
            page = events.after(after, most=MOST_IN_A_PAGE)
            for told in without_holes(page, after=after):
                yield told
            if page:
                after = page[-1].number
                if page[-1].is_last:
                    return
            elif events.is_complete:
                return
            elif not await came(events.news, within=self._quiet_seconds):
                yield None

    async def take(self, job: str, *, wait: float = 0.0) -> list[Entry | Gap]:
        events = self._jobs.get(job)
        if events is None:
            return []
        if wait and not events.is_complete and events.taken >= events.count:
            await came(events.news, within=wait)
        taken = events.taken
        entries = events.after(taken, most=MOST_IN_A_PAGE)
        if entries:
            events.taken = entries[-1].number
        return list(without_holes(entries, after=taken))

    async def flush(self) -> None:
        """Nothing to do: this process is the only one that reads."""

    async def disconnect(self) -> None:
        """Nothing to do: nothing is held open."""

    def _forget(self, job: str) -> None:
        if self._jobs.pop(job, None) is not None:
            self._ended.remove(job)


class _JobEvents:
    """The events of one job."""

    def __init__(self, *, most_events: int, most_bytes: int) -> None:
        self._most_events = most_events
        self._most_bytes = most_bytes
        self._entries: deque[Entry] = deque()
        self.count = 0
        self._bytes = 0
        self.is_complete = False
        self.taken = 0
        """Number of the last event that a poll took."""
        self.news = asyncio.Event()
        """Set by the next event, which puts a new one in its place."""

    def add(self, line: bytes, *, is_last: bool = False) -> None:
        if self.is_complete:
            return
        self.count += 1
        self._bytes += len(line)
        self._entries.append(Entry(self.count, line, is_last))
        self.is_complete = is_last
        while len(self._entries) > 1 and (len(self._entries) > self._most_events or self._bytes > self._most_bytes):
            self._bytes -= len(self._entries.popleft().line)
        news, self.news = self.news, asyncio.Event()
        news.set()

    def after(self, number: int, *, most: int) -> list[Entry]:
        """Return the events after that number that are still there, as many as that."""
        if not self._entries or number >= self.count:
            return []
        first = max(number + 1 - self._entries[0].number, 0)
        return [self._entries[place] for place in range(first, min(first + most, len(self._entries)))]
