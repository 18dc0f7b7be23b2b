"""One attempt of this process at a job, from its claim to its end.

The row ends before the event log does, so whoever has read the last event finds the job ended. An attempt that was
overtaken, because the job was cancelled or its lease ran out, changes nothing any more: every write asks the row.
"""

import asyncio
import logging
import os
import socket
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError

from execution.models import Job
from execution.runtime.errors import RunOvertaken
from execution.runtime.event_log import event_log
from execution.runtime.jobs.work import JobEnd, Work
from execution.runtime.run import FinishedRun
from langflow_site.common.database import in_database

logger = logging.getLogger(__name__)

WORKER = f"{socket.gethostname()[:24]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
"""This process, unlike any other, also after a restart with the same number."""


def this_worker() -> str:
    """Return the name of this process; a forked one has a name of its own."""
    host, number, mark = WORKER.rsplit(":", 2)
    return WORKER if int(number) == os.getpid() else f"{host}:{os.getpid()}:{mark}"


@dataclass(slots=True, kw_only=True)
class JobAttempt:
    """What the work is handed; see work.Attempt."""

    job_id: uuid.UUID
    number: int
    worker: str = field(default_factory=this_worker)
    timeout: float | None = None
    is_overtaken: bool = False
    """The row says that the job is no longer ours."""
    is_given_back: bool = False
    """This process ends; another one shall do the job from its beginning."""
    is_ending: bool = False
    """This attempt is about to end the job, or has: a row that is not running any more is its own doing."""
    has_settled: bool = False

    def tell(self, line: bytes) -> None:
        if not self.is_overtaken:
            event_log().append(str(self.job_id), line)

    def claim(self, end_of: Callable[[FinishedRun], JobEnd]) -> "JobClaim":
        return JobClaim(self, end_of)

    def end(self, end: JobEnd) -> bool:
        """End the job that way, if it is still this attempt's; say whether it was. Blocking."""
        self.is_ending = True
        self.is_ending = Job.objects.of_worker(self.worker, self.number).end(self.job_id, **end.as_row())
        return self.is_ending


@dataclass(frozen=True, slots=True)
class JobClaim:
    """Ends the job in the transaction that stores its run: neither is there without the other."""

    attempt: JobAttempt
    end_of: Callable[[FinishedRun], JobEnd]

    def settle(self, finished: FinishedRun) -> bool:
        self.attempt.has_settled = self.attempt.end(self.end_of(finished))
        return self.attempt.has_settled

    def may_keep(self) -> bool:
        """A cancelled run is kept as far as it came. One that another process does again is not."""
        if self.attempt.is_given_back:
            return False
        states = (Job.State.RUNNING, Job.State.CANCELLED, Job.State.TIMED_OUT)
        mine = Job.objects.filter(pk=self.attempt.job_id, worker=self.attempt.worker, attempts=self.attempt.number)
        return mine.filter(state__in=states).exists()


async def work_on(attempt: JobAttempt, work: Work) -> None:
    """Do the work and end the job, whatever happens."""
    end = work.broken_off(attempt.job_id, Job.State.CANCELLED, None)
    try:
        end = await _done(attempt, work)
    except RunOvertaken:
        attempt.is_overtaken = True
    # The one task body: whatever went wrong, the job's readers must not wait for ever.
    except Exception:
        logger.exception("Job %s failed", attempt.job_id)
        reason = f"The server failed; its log has the details under {attempt.job_id}."
        end = work.broken_off(attempt.job_id, Job.State.FAILED, reason)
        attempt.has_settled = False
    finally:
        if attempt.is_overtaken or attempt.is_given_back:
            event_log().release(str(attempt.job_id))
        else:
            await asyncio.shield(_finish(attempt, end))


async def _done(attempt: JobAttempt, work: Work) -> JobEnd:
    try:
        async with asyncio.timeout(attempt.timeout) as limit:
            return await work.run(attempt)
    except TimeoutError:
        if not limit.expired():
            raise
        reason = f"The job took longer than {attempt.timeout:g} seconds."
        return work.broken_off(attempt.job_id, Job.State.TIMED_OUT, reason)


async def _finish(attempt: JobAttempt, end: JobEnd) -> None:
    try:
        if not attempt.has_settled:
            attempt.has_settled = await in_database(attempt.end, end)
    except DatabaseError as error:
        # The lease runs out, and whoever finds that ends the job.
        logger.warning("The end of job %s was not stored: %s", attempt.job_id, error)
        event_log().release(str(attempt.job_id))
        return
    event_log().close(str(attempt.job_id), end.last_line)
