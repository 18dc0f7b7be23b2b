"""Start builds, follow them, end them."""

import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import replace

from execution.builds.selectors import Build
from execution.builds.serializers import BuildBody, BuildInput, BuildQuery, CutQuery, PublicBuildBody
from execution.builds.work import LAST_OF_NONE, BuildWork
from execution.models import Job
from execution.runtime import jobs
from execution.runtime.jobs import JobFacts
from execution.runtime.run import FlowRun
from execution.wire.builds import gap_line
from execution.wire.frames import ascii_frame

POLL_SECONDS = 1.0
"""How long a poll waits for news; clients that ask again at once would be busy doing nothing."""

HEARTBEAT = b"\n\n"
"""An empty line: clients skip it, and proxies see that the connection is alive."""


def build_run(build: Build, query: BuildQuery, body: BuildBody, variables: Mapping[str, str]) -> FlowRun:
    """Return the run that a user's build asks for."""
    inputs = body.inputs or BuildInput()
    return replace(
        _run(build, query, inputs),
        session_id=inputs.session or "",
        data=body.data.model_dump() if body.data else None,
        files=body.files or (),
        variables=variables,
        records_builds=query.log_builds,
    )


def vertices_run(build: Build, query: CutQuery, body: BuildBody) -> FlowRun:
    """Return the run of a flow that is only looked at."""
    return build_run(build, BuildQuery(**query.model_dump()), body, {})


def public_run(build: Build, query: BuildQuery, body: PublicBuildBody) -> FlowRun:
    """Return the run that a visitor's build asks for: the flow as it is saved, in a session of the visitor's own."""
    return replace(
        _run(build, query, body.inputs or BuildInput()),
        session_id=str(build.visitor),
        shown_id=build.visitor,
        records_vertices=False,
        is_strangers=True,
    )


def _run(build: Build, query: BuildQuery, inputs: BuildInput) -> FlowRun:
    return FlowRun(
        flow=replace(build.flow, name=query.flow_name or build.flow.name),
        user_id=build.user_id,
        overrides_session=False,
        input_value=inputs.input_value,
        input_type="chat",  # whatever kind the editor names, it is the chat that speaks
        input_components=inputs.components or (),
        missing_variables_fail=True,
        starts_at_entry=False,
        refuses_incomplete=False,
        start_component_id=query.start_component_id,
        stop_component_id=query.stop_component_id,
    )


async def start_build(run: FlowRun) -> uuid.UUID:
    """Start the build as a job."""
    kind = Job.Kind.PUBLIC_BUILD if run.shown_id else Job.Kind.BUILD
    facts = JobFacts(kind=kind, user_id=run.user_id, flow_id=run.flow.id, session_id=run.session)
    return await jobs.start(facts, BuildWork(run))


async def frames_of(job_id: uuid.UUID, *, after: int | None = None) -> AsyncGenerator[bytes]:
    """Yield the build's lines up to its last one. A reader that goes away before ends the build.

    That is what closing the editor's page means. Who says which event they had last can come back: their going
    away ends nothing.
    """
    async with aclosing(jobs.follow(job_id, after=after or 0, ends_with_reader=after is None)) as events:
        async for told in events:
            yield _frame(told)


def _frame(told: jobs.Told) -> bytes:
    match told:
        case jobs.Entry(line=line):
            return line
        case jobs.Gap(missed=missed):
            return ascii_frame(gap_line(missed))
        case jobs.Silence():
            return HEARTBEAT
        case jobs.EndLost():
            return LAST_OF_NONE


async def new_frames_of(job_id: uuid.UUID, *, has_ended: bool) -> bytes:
    """Return the build's lines since the last poll; of a build that has told everything, that it is over."""
    entries = await jobs.poll(job_id, wait=0.0 if has_ended else POLL_SECONDS)
    if not entries and has_ended:
        return LAST_OF_NONE
    return b"".join(map(_frame, entries))


async def cancel_build(job_id: uuid.UUID) -> None:
    """End the build at once; one that has ended stays as it is."""
    await jobs.cancel(job_id)
