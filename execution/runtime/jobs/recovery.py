"""Find jobs that nobody works on any more, and do them again or end them. Any number of processes may do this at once.

Every change is conditional: of two that find the same job one changes it, and a worker that was only slow finds at its
next write that the job is no longer its own.
"""

import asyncio
import logging
import random
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from execution.models import Job
from execution.runtime.event_log import event_log
from execution.runtime.idempotency import forget_expired
from execution.runtime.jobs.kinds import class_of
from execution.runtime.jobs.limits import next_waiting
from execution.runtime.jobs.runners import runner
from langflow_site.common.database import in_database

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 5.0
MOST_AT_ONCE = 500
FORGOTTEN_AFTER = timedelta(seconds=60)
"""A queued job that nobody has begun by then is handed over again; a second message does no harm."""
DEAD_WORKER = "The process that worked on it ended before it was done."


async def sweep() -> int:
    """Look through the open jobs once; return how many were found without a worker."""
    queued, failed = await in_database(_sort_out)
    for job in failed:
        end = class_of(job.kind).broken_off(job.pk, Job.State.FAILED, DEAD_WORKER)
        event_log().close(str(job.pk), end.last_line)
    for job in queued:
        await runner().submit(job.pk)
    if queued or failed:
        logger.warning("Found jobs without a worker: %d begin again, %d have failed.", len(queued), len(failed))
    return len(queued) + len(failed)


async def sweep_for_ever() -> None:
    """Sweep again and again, not in step with other processes."""
    while True:
        await asyncio.sleep(SWEEP_SECONDS * random.uniform(0.8, 1.2))  # noqa: S311 - only to be out of step
        try:
            await sweep()
        except (DatabaseError, OSError) as error:  # the database or the broker is away: the next round may find it
            logger.warning("Jobs without a worker were not looked for: %s", error)


def _sort_out() -> tuple[list[Job], list[Job]]:
    """Return the jobs to begin again, whose rows are queued, and those that have failed, whose rows say so."""
    now = timezone.now()
    queued, failed = [], []
    for job in Job.objects.lapsed(now)[:MOST_AT_ONCE]:
        mine = Job.objects.filter(pk=job.pk).of_worker(job.worker, job.attempts)
        if job.request and job.attempts < job.most_attempts:
            if mine.release(now):
                queued.append(job)
        elif mine.end(job.pk, **_failed()):
            failed.append(job)
    for job in Job.objects.forgotten(now - FORGOTTEN_AFTER)[:MOST_AT_ONCE]:
        if not job.request:
            if Job.objects.end(job.pk, **_failed()):
                failed.append(job)
        elif Job.objects.filter(pk=job.pk, queued_at=job.queued_at, state=Job.State.QUEUED).update(queued_at=now):
            queued.append(job)
    queued += _admitted()
    Job.objects.ended_before(now - timedelta(days=settings.LANGFLOW.JOBS_KEPT_DAYS)).delete()
    forget_expired()
    return queued, failed


def _admitted() -> list[Job]:
    """Return waiting jobs for which there is room now."""
    waiting = Job.objects.filter(state=Job.State.QUEUED, is_waiting=True)
    users = list(waiting.values_list("user_id", flat=True).distinct()[:MOST_AT_ONCE])
    admitted = []
    for user_id in users:
        while job := next_waiting(user_id=user_id):
            admitted.append(job)
    return admitted


def _failed() -> dict[str, str]:
    return {"state": Job.State.FAILED, "error": DEAD_WORKER, "error_code": "worker_died"}
