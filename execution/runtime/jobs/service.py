"""Start jobs, read what they tell, end them.

The row says who may read a job and how it ended; the event log has what it told. The row ends before the log does,
so whoever has read the last event finds the job ended.
"""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta

from django.utils import timezone

from execution.models import Job
from execution.runtime.event_log import Entry, event_log
from execution.runtime.jobs.inline import InlineRunner
from execution.runtime.jobs.work import JobEnd, JobFacts, Work
from langflow_site.common.database import in_database

logger = logging.getLogger(__name__)

CLEAN_UP_SECONDS = 2.0
"""How long a cancel waits for what was cancelled. A thread cannot be ended: what it still returns is dropped."""
JOBS_KEPT = timedelta(days=7)

runner = InlineRunner()


async def start(facts: JobFacts, work: Work) -> uuid.UUID:
    """Start the job and return its id; its row is committed."""
    job_id: uuid.UUID = await in_database(_new_row, facts)
    event_log.open(str(job_id))
    runner.start(job_id, _run(job_id, work))
    return job_id


def follow(job_id: uuid.UUID, *, after: int = 0) -> AsyncIterator[Entry]:
    """Yield the job's events after that number, up to the last one."""
    return event_log.follow(str(job_id), after=after)


async def poll(job_id: uuid.UUID, *, wait: float) -> list[Entry]:
    """Return the events since the last poll."""
    return await event_log.take(str(job_id), wait=wait)


async def cancel(job_id: uuid.UUID, last_line: bytes) -> None:
    """End the job now, if it has not ended. It tells nothing more but that line."""
    if await in_database(Job.objects.end, job_id, state=Job.State.CANCELLED):
        await runner.stop(job_id, within=CLEAN_UP_SECONDS)
        event_log.close(str(job_id), last_line)


def _new_row(facts: JobFacts) -> uuid.UUID:
    Job.objects.ended_before(timezone.now() - JOBS_KEPT).delete()
    job = Job.objects.create(kind=facts.kind, user_id=facts.user_id, flow_id=facts.flow_id, session_id=facts.session_id)
    return job.pk


async def _run(job_id: uuid.UUID, work: Work) -> None:
    end = work.broken_off(None)
    try:
        end = await work.run(lambda line: event_log.append(str(job_id), line))
    except asyncio.CancelledError:
        raise
    # The one task body: whatever went wrong, the job's readers must not wait for ever.
    except Exception:
        logger.exception("Job %s failed", job_id)
        end = work.broken_off(f"The server failed; its log has the details under {job_id}.")
    finally:
        await asyncio.shield(_finish(job_id, end))


async def _finish(job_id: uuid.UUID, end: JobEnd) -> None:
    try:
        await in_database(Job.objects.end, job_id, state=end.state, error=end.error)
    finally:
        event_log.close(str(job_id), end.last_line)
