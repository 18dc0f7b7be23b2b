"""Events in Redis Streams: any process tells, any process reads, and they outlive both."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Coroutine
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from redis.asyncio import Redis
from redis.exceptions import RedisError

from execution.runtime.event_log import scripts
from execution.runtime.event_log.interface import QUIET_SECONDS, Entry, Gap, without_holes
from execution.runtime.event_log.news import News
from execution.runtime.event_log.waiting import came
from execution.runtime.event_log.writer import Batch, Writer

KEPT_SECONDS = 3600
"""How long a job's events are kept after its last one."""
OPEN_SECONDS = 48 * 3600
"""How long those of a job are kept that tells nothing and does not end."""
MOST_IN_A_PAGE = 500
RETRY_SECONDS = 0.5
CONNECT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class _Link:
    """What one event loop needs to talk to Redis."""

    client: "Redis"
    news: News
    writers: dict[str, Writer] = field(default_factory=dict)
    closing: set["asyncio.Task[None]"] = field(default_factory=set)
    ending: set[str] = field(default_factory=set)
    """Jobs of which Redis is about to learn that they have ended."""


class RedisEventLog:
    """An EventLog for many processes."""

    survives_restart = True

    def __init__(
        self,
        url: str,
        *,
        prefix: str,
        most_events: int,
        most_bytes: int,
        kept_seconds: int = KEPT_SECONDS,
        quiet_seconds: float = QUIET_SECONDS,
    ) -> None:
        self._url = url
        self._prefix = prefix
        self._most_events = most_events
        self._most_bytes = most_bytes
        self._kept_seconds = kept_seconds
        self._quiet_seconds = quiet_seconds
        self._links: WeakKeyDictionary[asyncio.AbstractEventLoop, _Link] = WeakKeyDictionary()

    async def open(self, job: str) -> None:
        await self._link().client.set(self._key("known", job), b"1", ex=OPEN_SECONDS)

    def append(self, job: str, line: bytes) -> None:
        if job not in self._link().ending:
            self._writer(job).add(line)

    def close(self, job: str, line: bytes) -> None:
        link = self._link()
        writer = link.writers.get(job)
        if writer is not None:
            writer.add(line, is_last=True)
            self.release(job)
        elif job not in link.ending:
            link.ending.add(job)
            self._keep(self._close(job, line))

    def release(self, job: str) -> None:
        writer = self._link().writers.pop(job, None)
        if writer is not None:
            self._keep(writer.flush())

    async def follow(self, job: str, *, after: int = 0) -> AsyncGenerator[Entry | Gap | None]:
        link = self._link()
        async with link.news.of(self._key("news", job)) as news:
            is_known = False
            while True:
                news.clear()
                try:
                    is_known = is_known or bool(await link.client.exists(self._key("known", job)))
                    entries = await self._page(job, after)
                except (RedisError, OSError):
                    await asyncio.sleep(RETRY_SECONDS)
                    yield None
                    continue
                for told in without_holes(entries, after=after):
                    yield told
                after = entries[-1].number if entries else after
                if not is_known or (entries and entries[-1].is_last):
                    return
                if not entries and not await came(news, within=self._quiet_seconds):
                    if after and await self._is_complete_before(job, after):
                        return
                    yield None

    async def take(self, job: str, *, wait: float = 0.0) -> list[Entry | Gap]:
        if entries := await self._take(job):
            return entries
        link = self._link()
        if not wait or not await link.client.exists(self._key("known", job)):
            return []
        async with link.news.of(self._key("news", job)) as news:
            if entries := await self._take(job):  # it may have come before anybody listened
                return entries
            await came(news, within=wait)
        return await self._take(job)

    async def flush(self) -> None:
        link = self._link()
        for writer in list(link.writers.values()):
            await writer.flush()
        while link.closing:
            await asyncio.wait(set(link.closing))

    async def disconnect(self) -> None:
        await self.flush()
        if link := self._links.pop(asyncio.get_running_loop(), None):
            await link.news.close()
            await link.client.aclose()

    def _key(self, kind: str, job: str) -> str:
        return f"{self._prefix}{kind}:{job}"

    def _link(self) -> _Link:
        loop = asyncio.get_running_loop()
        link = self._links.get(loop)
        if link is None:
            client = Redis.from_url(self._url, socket_connect_timeout=CONNECT_SECONDS)
            link = self._links[loop] = _Link(client, News(client))
        return link

    def _writer(self, job: str) -> Writer:
        writers = self._link().writers
        if job not in writers:
            writers[job] = Writer(
                append=lambda batch: self._append(job, batch),
                last_number=lambda: self._last_number(job),
                most_events=self._most_events,
                most_bytes=self._most_bytes,
            )
        return writers[job]

    async def _append(self, job: str, batch: Batch) -> int:
        is_over = any(is_last for _, is_last in batch.events)
        facts: list[Any] = [
            batch.after,
            batch.oldest,
            int(batch.is_forced),
            self._kept_seconds if is_over else OPEN_SECONDS,
            self._key("news", job),
        ]
        events = [part for line, is_last in batch.events for part in (line, int(is_last))]
        keys = [self._key("events", job), self._key("known", job)]
        return int(await self._run(scripts.APPEND, keys, [*facts, *events]))

    async def _close(self, job: str, line: bytes) -> None:
        keys = [self._key("events", job), self._key("known", job)]
        with contextlib.suppress(RedisError, OSError):  # readers find the end of the job in its row
            await self._run(scripts.CLOSE, keys, [line, self._kept_seconds, self._key("news", job)])
        self._link().ending.discard(job)

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        """Let it be done by and by; without a reference it could be collected before that."""
        closing = self._link().closing
        task = asyncio.create_task(work)
        closing.add(task)
        task.add_done_callback(closing.discard)

    async def _take(self, job: str) -> list[Entry | Gap]:
        keys = [self._key("events", job), self._key("taken", job)]
        taken, found = await self._run(scripts.TAKE, keys, [OPEN_SECONDS, MOST_IN_A_PAGE])
        entries = [_entry(name, dict(zip(facts[::2], facts[1::2], strict=True))) for name, facts in found]
        return list(without_holes(entries, after=int(taken)))

    async def _page(self, job: str, after: int) -> list[Entry]:
        client: Any = self._link().client
        found = await client.xrange(self._key("events", job), f"({after}-0" if after else "-", "+", MOST_IN_A_PAGE)
        return [_entry(name, facts) for name, facts in found]

    async def _last(self, job: str) -> Entry | None:
        client: Any = self._link().client
        found = await client.xrevrange(self._key("events", job), count=1)
        return _entry(*found[0]) if found else None

    async def _last_number(self, job: str) -> int:
        last = await self._last(job)
        return last.number if last else 0

    async def _is_complete_before(self, job: str, after: int) -> bool:
        """Has a reader who wants what comes after that number read everything?"""
        last = await self._last(job)
        return last is not None and last.is_last and last.number <= after

    async def _run(self, script: str, keys: list[str], arguments: list[Any]) -> Any:
        return await self._link().client.register_script(script)(keys=keys, args=arguments)


def _entry(name: bytes, facts: dict[bytes, bytes]) -> Entry:
    number = int(name.partition(b"-")[0])
    return Entry(number, facts[b"l"], b"e" in facts)
