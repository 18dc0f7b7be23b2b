"""Who does the jobs: this process, or a Celery worker. Which one is the operator's choice; nobody else knows."""

import asyncio
import uuid
from collections.abc import Coroutine
from functools import cache
from typing import Any, Protocol

from django.conf import settings

from execution.models import Job
from execution.runtime.jobs.attempts import JobAttempt
from execution.runtime.jobs.desk import desk, lease
from execution.runtime.jobs.kinds import work_of
from execution.runtime.jobs.limits import new_jobs_wait, next_waiting
from execution.runtime.jobs.work import Work
from langflow_site.common.database import in_database

TASK = "execution.run_job"
"""The name of the Celery task, which execution/tasks.py holds."""


class Runner(Protocol):
    """Takes jobs that have a row and sees to it that somebody does them."""

    survives_restart: bool
    """Does a job go on when the process that started it ends?"""

    async def submit(self, job_id: uuid.UUID, work: Work | None = None) -> None:
        """Hand over a queued job; its work too, where the caller has it at hand."""


class InlineRunner:
    """Does jobs in this process, on the event loop of whoever submits them."""

    survives_restart = False

    async def submit(self, job_id: uuid.UUID, work: Work | None = None) -> None:
        await take_up(job_id, work)


class CeleryRunner:
    """Lets a Celery worker do the jobs. The message only says which; the row has everything else."""

    survives_restart = True

    async def submit(self, job_id: uuid.UUID, work: Work | None = None) -> None:
        # A broker that is away blocks its client for seconds, which must not be the event loop's.
        await asyncio.to_thread(_send, job_id)


def _send(job_id: uuid.UUID) -> None:
    from celery import current_app  # noqa: PLC0415 - it slows down every start, and few servers have a broker

    current_app.send_task(TASK, args=[str(job_id)], ignore_result=True)


@cache
def runner() -> Runner:
    """Return the runner that the settings ask for."""
    return CeleryRunner() if settings.LANGFLOW.BROKER_URL else InlineRunner()


async def take_up(job_id: uuid.UUID, work: Work | None = None) -> "asyncio.Task[None] | None":
    """Claim the job and begin it here; None where another process was faster, or the job has ended."""
    job = await in_database(_claimed, job_id)
    return None if job is None else begin_here(job, work or work_of(job))


def begin_here(job: Job, work: Work) -> "asyncio.Task[None]":
    """Begin a job whose row says that this process runs it."""
    task = desk().begin(JobAttempt(job_id=job.pk, number=job.attempts, timeout=job.timeout), work)
    if new_jobs_wait():
        user_id = job.user_id
        task.add_done_callback(lambda _: _admissions.keep(admit_next(user_id)))
    return task


async def admit_next(user_id: uuid.UUID) -> None:
    """Hand the user's next waiting job to a runner, if there is room for it."""
    job = await in_database(next_waiting, user_id=user_id)
    if job is not None:
        await runner().submit(job.pk)


class _KeptTasks:
    """Tasks that nobody waits for: without a reference they could be collected before they are done."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


_admissions = _KeptTasks()


def _claimed(job_id: uuid.UUID) -> Job | None:
    attempt = JobAttempt(job_id=job_id, number=0)
    if not Job.objects.claim(job_id, worker=attempt.worker, lease=lease()):
        return None
    job: Job = Job.objects.get(pk=job_id)
    return job
