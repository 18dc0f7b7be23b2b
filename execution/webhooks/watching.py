"""Whoever watches a flow sees the events of all its webhook runs, whichever process starts them and does them.

A start is announced to a group of the channel layer, which every watcher of the flow is in. What the run tells is read
from its job's event log, so that a slow watcher holds up nobody and misses nothing.
"""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from functools import cache

from channels.layers import get_channel_layer
from django.conf import settings

from execution.models import Job
from execution.runtime import jobs
from execution.runtime.jobs import HEARTBEAT_SECONDS
from execution.webhooks.selectors import jobs_to_watch
from execution.webhooks.work import WebhookWork
from flows.selectors import RunnableFlow
from langflow_site.common.database import in_database
from langflow_site.common.models import dumps, loads

logger = logging.getLogger(__name__)

HEARTBEAT = b": waiting\n\n"
MOST_FRAMES_AHEAD = 100
"""How many events are read ahead of a watcher."""
ANNOUNCE_SECONDS = 2.0


async def announce(flow_id: uuid.UUID, job_id: uuid.UUID) -> None:
    """Tell the flow's watchers that a run started. The run does not depend on it: what cannot be told is logged."""
    message = {"type": "webhook.started", "job_id": str(job_id)}
    try:
        async with asyncio.timeout(ANNOUNCE_SECONDS):
            await get_channel_layer().group_send(_group_of(flow_id), message)
    except _layer_errors() as error:
        logger.warning("Watchers of flow %s were not told of job %s: %s", flow_id, job_id, error)


async def frames_of(flow: RunnableFlow, *, last_seen: str = "") -> AsyncIterator[bytes]:
    """Yield server-sent events for as long as somebody reads, those of a run with its id."""
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(_group_of(flow.id), channel)
    watch = Watch()
    try:
        yield _frame("connected", {"flow_id": str(flow.id), "flow_name": flow.name})
        watch.begin(channel, await in_database(jobs_to_watch, flow, last_seen))
        async for frame in watch.frames():
            yield frame
    finally:
        await watch.end()
        await layer.group_discard(_group_of(flow.id), channel)


class Watch:
    """One watcher's share of everything: reads several jobs at once, and learns of new ones."""

    def __init__(self) -> None:
        self._frames: asyncio.Queue[bytes] = asyncio.Queue(MOST_FRAMES_AHEAD)
        self._tasks: set[asyncio.Task[None]] = set()
        self._known: set[uuid.UUID] = set()

    def begin(self, channel: str, watched: Mapping[uuid.UUID, int]) -> None:
        self._tasks.add(asyncio.create_task(self._listen(channel)))
        for job_id, after in watched.items():
            self._follow(job_id, after=after)

    async def frames(self) -> AsyncIterator[bytes]:
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    frame = await self._frames.get()
            except TimeoutError:
                frame = HEARTBEAT
            yield frame

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _listen(self, channel: str) -> None:
        layer = get_channel_layer()
        while True:
            message = await layer.receive(channel)
            self._follow(uuid.UUID(message["job_id"]))

    def _follow(self, job_id: uuid.UUID, *, after: int = 0) -> None:
        if job_id in self._known:
            return
        self._known.add(job_id)
        task = asyncio.create_task(self._forward(job_id, after))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _forward(self, job_id: uuid.UUID, after: int) -> None:
        async with aclosing(jobs.follow(job_id, after=after)) as events:
            async for told in events:
                match told:
                    case jobs.Entry(number=number, line=line):
                        await self._frames.put(_frame_of(line, job_id, number))
                    case jobs.Gap(missed=missed):
                        await self._frames.put(_frame("gap", {"missed": missed, "run_id": str(job_id)}))
                    case jobs.EndLost():
                        end = WebhookWork.broken_off(job_id, Job.State.FAILED, "Its events are gone.")
                        await self._frames.put(_frame_of(end.last_line, job_id))


@cache
def _layer_errors() -> tuple[type[Exception], ...]:
    """Return what a channel layer that is away raises. Redis' client is there only where Redis is."""
    if not settings.LANGFLOW.REDIS_URL:
        return (OSError,)
    from redis.exceptions import RedisError  # noqa: PLC0415 - an extra

    return (OSError, RedisError)


def _frame_of(text: bytes, job_id: uuid.UUID, number: int | None = None) -> bytes:
    line = loads(text.decode())
    frame = _frame(line["event"], {**line["data"], "run_id": str(job_id)})
    return frame if number is None else b"id: %b:%d\n%b" % (str(job_id).encode(), number, frame)


def _frame(event: str, data: Mapping[str, object]) -> bytes:
    return f"event: {event}\ndata: {dumps(data)}\n\n".encode()


def _group_of(flow_id: uuid.UUID) -> str:
    return f"webhook.{flow_id.hex}"
