"""Start jobs, poll them, end them. Any process can do each of it for any job; following.py reads what they tell."""

import uuid
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import async_to_sync
from django.utils import timezone

from execution.models import Job
from execution.runtime.event_log import Entry, Gap, event_log
from execution.runtime.jobs import limits
from execution.runtime.jobs.attempts import this_worker
from execution.runtime.jobs.desk import desk, lease
from execution.runtime.jobs.kinds import class_of, closed_request
from execution.runtime.jobs.runners import Runner, begin_here, runner
from execution.runtime.jobs.work import JobFacts, Work
from langflow_site.common.database import in_database

P = ParamSpec("P")
R = TypeVar("R")

CLEAN_UP_SECONDS = 1.5
"""How long a cancel waits for what was cancelled. A thread cannot be ended: what it still returns is dropped."""


async def start(facts: JobFacts, work: Work) -> uuid.UUID:
    """Start the job and return its id; its row is committed. Raises TooManyJobs."""
    if not limits.new_jobs_wait():
        for older in await in_database(limits.make_room, facts):
            await cancel(older.pk)
    chosen = runner()
    job: Job = await in_database(_new_row, facts, work, chosen)
    await event_log().open(str(job.pk))
    if job.state == Job.State.RUNNING:
        begin_here(job, work)
    elif not job.is_waiting:
        await chosen.submit(job.pk, work)
    return job.pk


def _new_row(facts: JobFacts, work: Work, chosen: Runner) -> Job:
    """Store the job. One that begins here and now is running from its first moment: it costs one statement."""
    waits = limits.must_wait(facts)
    begins_here = not chosen.survives_restart and not waits
    needs_request = chosen.survives_restart or waits or facts.most_attempts > 1
    job: Job = Job.objects.create(
        id=facts.id,
        kind=facts.kind,
        user_id=facts.user_id,
        flow_id=facts.flow_id,
        session_id=facts.session_id,
        most_attempts=facts.most_attempts,
        timeout=facts.timeout,
        result=facts.result,
        request=closed_request(work) if needs_request else "",
        is_waiting=waits,
        **(_running_columns() if begins_here else {}),
    )
    return job


def _running_columns() -> dict[str, object]:
    now = timezone.now()
    return {
        "state": Job.State.RUNNING,
        "attempts": 1,
        "worker": this_worker(),
        "started_at": now,
        "lease_ends_at": now + lease(),
    }


async def poll(job_id: uuid.UUID, *, wait: float) -> list[Entry | Gap]:
    """Return the events since the last poll."""
    return await event_log().take(str(job_id), wait=wait)


async def cancel(job_id: uuid.UUID) -> bool:
    """End the job now, if it has not ended, wherever it runs; say whether this call did it."""
    job: Job | None = await in_database(_cancelled, job_id)
    if job is None:
        return False
    await desk().stop(job_id, within=CLEAN_UP_SECONDS)
    end = class_of(job.kind).broken_off(job_id, Job.State.CANCELLED, None)
    event_log().close(str(job_id), end.last_line)
    return True


def blocking(function: Callable[P, Coroutine[Any, Any, R]], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do one of this package's deeds for a caller without an event loop: a command, the admin."""

    async def done() -> R:
        result = await function(*args, **kwargs)
        await event_log().flush()  # the loop may end with this call
        return result

    return async_to_sync(done)()


def _cancelled(job_id: uuid.UUID) -> Job | None:
    job: Job | None = Job.objects.filter(pk=job_id).first()
    if job is None or not Job.objects.end(job_id, state=Job.State.CANCELLED):
        return None
    return job
