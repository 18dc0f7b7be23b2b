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
    """The attempts of one event loop. There may be two at one job: an overtaken one and its successor."""

    def __init__(self) -> None:
        self._attempts: dict[asyncio.Task[None], JobAttempt] = {}
        self._watching: asyncio.Task[None] | None = None
        self.is_closing = False

    def begin(self, attempt: JobAttempt, work: Work) -> "asyncio.Task[None]":
        """Start the attempt."""
        task = asyncio.create_task(work_on(attempt, work))
        self._attempts[task] = attempt
        task.add_done_callback(self._attempts.pop)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        return task

    async def stop(self, job_id: uuid.UUID, *, within: float) -> None:
        """Cancel the job, if it is here, and wait until it has cleaned up, but no longer than that many seconds."""
        tasks = [task for task, attempt in self._attempts.items() if attempt.job_id == job_id]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=within)

    async def close(self, *, within: float) -> None:
        """Let the jobs end by themselves for a while; then give back what others can do, and end what they cannot."""
        self.is_closing = True
        if self._attempts:
            await asyncio.wait(list(self._attempts), timeout=within)
        if not self._attempts:
            return
        given_back = await in_database(_give_back, {attempt.job_id for attempt in self._attempts.values()})
        for task, attempt in list(self._attempts.items()):
            attempt.is_given_back = attempt.job_id in given_back
            task.cancel()
        tasks = list(self._attempts)
        await asyncio.wait(tasks, timeout=within)
        logger.warning("Stopped %d jobs; others will do %d of them.", len(tasks), len(given_back))

    async def _watch(self) -> None:
        prolonged_at = time.monotonic()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not self._attempts:
                return
            is_due = time.monotonic() - prolonged_at > lease().total_seconds() / PROLONGED_BEFORE
            try:
                await self._look(prolong=is_due)
            except DatabaseError as error:  # it may be back before the leases run out
                logger.warning("The leases of %d jobs were not prolonged: %s", len(self._attempts), error)
                continue
            if is_due:
                prolonged_at = time.monotonic()

    async def _look(self, *, prolong: bool) -> None:
        looked_at = dict(self._attempts)
        still_mine = await in_database(_still_mine, list(looked_at.values()), prolong=prolong)
        for task, attempt in looked_at.items():
            if (attempt.job_id, attempt.number) in still_mine or attempt.is_ending or task.done():
                continue
            attempt.is_overtaken = True
            task.cancel()


def _give_back(job_ids: set[uuid.UUID]) -> set[uuid.UUID]:
    """Queue again what may be begun again."""
    mine = Job.objects.filter(pk__in=job_ids, worker=this_worker()).exclude(request="")
    again = {job.pk for job in mine if job.most_attempts > 1}
    Job.objects.filter(pk__in=again).give_back()
    return again


def _still_mine(attempts: list[JobAttempt], *, prolong: bool) -> set[tuple[uuid.UUID, int]]:
    """Return job and number of the attempts on which this process works by the table's word."""
    numbers = {(attempt.job_id, attempt.number) for attempt in attempts}
    job_ids = {job_id for job_id, _ in numbers}
    running = Job.objects.filter(pk__in=job_ids, state=Job.State.RUNNING, worker=this_worker())
    mine = numbers & set(running.values_list("pk", "attempts"))
    if prolong and mine:
        running.filter(pk__in=[job_id for job_id, _ in mine]).update(lease_ends_at=timezone.now() + lease())
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
