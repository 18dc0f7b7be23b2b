"""The jobs on which this process works: their leases are prolonged, and those that were ended elsewhere are stopped.

A cancel may come to any process. It changes the row, and the process that works on the job finds that within a second.
"""

import asyncio
import contextlib
import logging
import time
import uuid
from datetime import timedelta
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from execution.models import Job
from execution.runtime.event_log import event_log
from execution.runtime.jobs.attempts import JobAttempt, this_worker, work_on
from execution.runtime.jobs.work import Work
from langflow_site.common.database import in_database

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How often the desk looks whether its jobs are still its own."""
PROLONGED_BEFORE = 3
"""A lease is prolonged after this part of its time: a slow database costs no job."""


def lease() -> timedelta:
    """Return how long a worker counts as alive without being heard of."""
    return timedelta(seconds=settings.LANGFLOW.JOB_LEASE_SECONDS)


class Desk:
    """The jobs of one event loop."""

    def __init__(self) -> None:
        self._tasks: dict[uuid.UUID, asyncio.Task[None]] = {}
        self._attempts: dict[uuid.UUID, JobAttempt] = {}
        self._watching: asyncio.Task[None] | None = None
        self.is_closing = False

    def begin(self, attempt: JobAttempt, work: Work) -> "asyncio.Task[None]":
        """Start the attempt."""
        task = asyncio.create_task(work_on(attempt, work))
        self._tasks[attempt.job_id] = task
        self._attempts[attempt.job_id] = attempt
        task.add_done_callback(lambda _: self._forget(attempt.job_id))
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        return task

    async def stop(self, job_id: uuid.UUID, *, within: float) -> None:
        """Cancel the job, if it is here, and wait until it has cleaned up, but no longer than that many seconds."""
        task = self._tasks.get(job_id)
        if task is None:
            return
        task.cancel()
        await asyncio.wait([task], timeout=within)

    async def close(self, *, within: float) -> None:
        """Let the jobs end by themselves for a while; then give back what others can do, and end what they cannot."""
        self.is_closing = True
        if tasks := list(self._tasks.values()):
            await asyncio.wait(tasks, timeout=within)
        if not self._tasks:
            return
        given_back = await in_database(self._give_back, set(self._tasks))
        for job_id in given_back:
            self._attempts[job_id].is_given_back = True
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=within)
        logger.warning("Stopped %d jobs; others will do %d of them.", len(tasks), len(given_back))

    def _give_back(self, job_ids: set[uuid.UUID]) -> set[uuid.UUID]:
        """Queue again what may be begun again; the attempt does not count."""
        mine = Job.objects.filter(pk__in=job_ids, worker=this_worker()).exclude(request="")
        again = {job.pk for job in mine if job.most_attempts > 1}
        Job.objects.filter(pk__in=again).release(timezone.now())
        return again

    def _forget(self, job_id: uuid.UUID) -> None:
        self._tasks.pop(job_id, None)
        self._attempts.pop(job_id, None)

    async def _watch(self) -> None:
        prolonged_at = time.monotonic()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not self._tasks:
                return
            is_due = time.monotonic() - prolonged_at > lease().total_seconds() / PROLONGED_BEFORE
            try:
                await self._look(prolong=is_due)
            except DatabaseError as error:  # it may be back before the leases run out
                logger.warning("The leases of %d jobs were not prolonged: %s", len(self._tasks), error)
                continue
            if is_due:
                prolonged_at = time.monotonic()

    async def _look(self, *, prolong: bool) -> None:
        attempts = list(self._attempts.values())
        still_mine = await in_database(_still_mine, attempts, prolong=prolong)
        for attempt in attempts:
            task = self._tasks.get(attempt.job_id)
            if task is not None and attempt.job_id not in still_mine and not attempt.is_ending:
                attempt.is_overtaken = True
                task.cancel()


def _still_mine(attempts: list[JobAttempt], *, prolong: bool) -> set[uuid.UUID]:
    numbers = {attempt.job_id: attempt.number for attempt in attempts}
    running = Job.objects.filter(pk__in=numbers, state=Job.State.RUNNING, worker=this_worker())
    mine = {job_id for job_id, number in running.values_list("pk", "attempts") if numbers[job_id] == number}
    if prolong and mine:
        running.filter(pk__in=mine).update(lease_ends_at=timezone.now() + lease())
    return mine


_desks: "WeakKeyDictionary[asyncio.AbstractEventLoop, Desk]" = WeakKeyDictionary()


def desk() -> Desk:
    """Return the running event loop's desk."""
    return _desks.setdefault(asyncio.get_running_loop(), Desk())


async def close(*, within: float) -> None:
    """End this process's part in all jobs: those of others go on."""
    with contextlib.suppress(DatabaseError):  # the leases run out by themselves
        await desk().close(within=within)
    await event_log().flush()


def is_closing() -> bool:
    """Does this process end? Then a reader who loses its connection has not gone away by itself."""
    return desk().is_closing
