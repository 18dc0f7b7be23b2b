"""Start workflows, wait for them, stream them, stop them."""

import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

from django.conf import settings
from django.utils import timezone

from execution.models import Job
from execution.runtime import jobs
from execution.runtime.errors import FlowCannotRun, FlowHasNoData, TooManyRuns
from execution.runtime.jobs import JobFacts
from execution.runtime.run import FlowRun, plan_of
from execution.wire.outputs import Wire
from execution.wire.workflows import job_wire
from execution.workflows import selectors
from execution.workflows.errors import (
    JobHasEnded,
    JobToStopNotFound,
    WorkflowInvalid,
    WorkflowJobNotFound,
    WorkflowTimedOut,
    WorkflowWithoutData,
)
from execution.workflows.serializers import WorkflowBody
from execution.workflows.work import STATUSES, WorkflowWork, answer_of, frame, last_frame
from flows.selectors import RunnableFlow
from langflow_site.common.database import in_database

HEARTBEAT = b": waiting\n\n"


def workflow_run(user_id: uuid.UUID, flow: RunnableFlow, body: WorkflowBody, variables: Mapping[str, str]) -> FlowRun:
    """Return the run that the caller asks for. Inputs name their components, so there is no other way to route them."""
    values = body.values()
    sessions = [fields["session_id"] for fields in values.values() if isinstance(fields.get("session_id"), str)]
    return FlowRun(
        flow=flow,
        user_id=user_id,
        session_id=sessions[0] if sessions else "",
        tweaks=values,
        variables=variables,
        stream=body.stream,
        # One component that misses something fails alone; what the others give is answered beside its error.
        refuses_incomplete=False,
    )


async def start(run: FlowRun, body: WorkflowBody) -> uuid.UUID:
    """Start the workflow as a job; raise WorkflowInvalid with every reason why it cannot run."""
    try:
        await plan_of(run)
    except FlowHasNoData:
        raise WorkflowWithoutData(flow_id=str(run.flow_id)) from None
    except FlowCannotRun as error:
        problems = error.facts.get("problems", [])
        raise WorkflowInvalid(reason=str(error), flow_id=str(run.flow_id), problems=problems) from None
    facts = JobFacts(
        kind=Job.Kind.WORKFLOW,
        user_id=run.user_id,
        flow_id=run.flow.id,
        session_id=run.session,
        # Somebody who waits would rather know of a dead process than wait twice as long.
        most_attempts=settings.LANGFLOW.JOB_ATTEMPTS if body.background else 1,
    )
    # The reference does not tell the inputs of those that go on by themselves again.
    return await jobs.start(facts, WorkflowWork(run, {} if body.background else body.inputs or {}))


def started_wire(job_id: uuid.UUID, *, named: str) -> Wire:
    """Return what the caller of a background workflow is told at once; `named` is the flow as the caller named it."""
    now = timezone.now()
    return job_wire(flow_id=named, job_id=str(job_id), status=STATUSES[Job.State.QUEUED], created_at=now, errors=[])


async def waited_for(job_id: uuid.UUID, *, named: str) -> Wire:
    """Wait for the workflow's end and return its answer. Who goes away before ends it.

    Raises WorkflowTimedOut, TooManyRuns, and WorkflowJobNotFound where the flow was deleted meanwhile.
    """
    async with aclosing(jobs.follow(job_id, ends_with_reader=True)) as events:
        async for _ in events:
            pass
    return {**_answer_now(await in_database(selectors.job_now, job_id), job_id, named), "flow_id": named}


def _answer_now(job: Job | None, job_id: uuid.UUID, named: str) -> Wire:
    options = settings.LANGFLOW
    if job is None:
        raise WorkflowJobNotFound(job_id=str(job_id))
    if job.state == Job.State.TIMED_OUT:
        raise WorkflowTimedOut(job_id=str(job_id), flow_id=named, timeout_seconds=options.RUN_SECONDS)
    if job.error_code == TooManyRuns.code:
        raise TooManyRuns(limit=options.RUNS_PER_USER)
    return answer_of(job)


async def frames_of(job_id: uuid.UUID, *, after: int = 0, ends_with_reader: bool) -> AsyncGenerator[bytes]:
    """Yield the workflow's server-sent events up to the last one, each with its number as its id."""
    async with aclosing(jobs.follow(job_id, after=after, ends_with_reader=ends_with_reader)) as events:
        async for told in events:
            match told:
                case jobs.Entry(number=number, line=line):
                    yield b"id: %d\n%b" % (number, line)
                case jobs.Gap(missed=missed):
                    yield frame("gap", {"missed": missed}, job_id=job_id)
                case jobs.Silence():
                    yield HEARTBEAT
                case jobs.EndLost():
                    yield last_frame(job_id, await in_database(selectors.job_now, job_id))


async def stop(job: Job) -> Wire:
    """End the workflow wherever it runs; again does no harm. Raises JobHasEnded where it came to its own end."""
    if await jobs.cancel(job.pk):
        return {"job_id": str(job.pk), "message": f"Job {job.pk} cancelled successfully."}
    ended: Job | None = await in_database(selectors.job_now, job.pk)
    if ended is None:
        raise JobToStopNotFound(job_id=str(job.pk))
    if ended.state != Job.State.CANCELLED:
        raise JobHasEnded(job_id=str(job.pk), status=STATUSES[Job.State(ended.state)])
    return {"job_id": str(job.pk), "message": f"Job {job.pk} is already cancelled."}
