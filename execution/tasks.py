"""The Celery edge: a worker takes up a job, and the clock lets somebody look for jobs that nobody works on."""

import asyncio
import threading
import uuid

from celery import shared_task
from celery.signals import worker_shutting_down

from execution.runtime import jobs, mcp
from execution.runtime.background_loop import run_in_background_loop
from execution.runtime.jobs.runners import TASK

CLOSE_SECONDS = 8.0
"""How long a worker's end waits for jobs; supervisors kill after ten seconds."""


@shared_task(name=TASK)
def run_job(job_id: str) -> None:
    """Do the job, unless somebody else does; return when it has ended."""
    run_in_background_loop(_take_up(uuid.UUID(job_id)))


async def _take_up(job_id: uuid.UUID) -> None:
    task = await jobs.take_up(job_id)
    if task is not None:
        await asyncio.wait([task])


@worker_shutting_down.connect
def give_back_jobs(**facts: object) -> None:
    """Let jobs end for a while, then give back what other workers can do: an operator restarts workers at any time."""
    # The signal comes on the thread that would wait for the tasks; they end by what happens here.
    threading.Thread(target=run_in_background_loop, args=[_close()]).start()


async def _close() -> None:
    await jobs.close(within=CLOSE_SECONDS)
    await mcp.close()


@shared_task(name="execution.sweep_jobs")
def sweep_jobs() -> None:
    """Find jobs whose worker has died and messages that were lost."""
    run_in_background_loop(jobs.sweep())
