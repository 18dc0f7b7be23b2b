"""Make responses: at once, as a stream, or in the background; read, cancel and delete those that are kept."""

import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from execution.engine.events import Event
from execution.models import Job
from execution.openai_responses.errors import (
    BackgroundNotStored,
    FlowDoesNotChat,
    NotInBackground,
    ToolsRefused,
)
from execution.openai_responses.selectors import Question
from execution.openai_responses.serializers import ResponseBody
from execution.openai_responses.telling import Telling
from execution.openai_responses.work import ResponseWork, end_of, response_of
from execution.runtime import jobs
from execution.runtime.errors import RunOvertaken
from execution.runtime.jobs import JobFacts
from execution.runtime.run import Claim, FinishedRun, FlowRun, plan_of, run_flow
from execution.runtime.watching import watched
from execution.wire.frames import event_line, numbered_frame
from execution.wire.outputs import Wire
from execution.wire.response_events import last_event
from execution.wire.responses import QUEUED, ResponseFacts, response_wire
from langflow_site.common.database import in_database
from langflow_site.common.errors import ServerError

CHAT_ENDS = {"ChatInput": "Chat Input", "ChatOutput": "Chat Output"}
"""What a flow needs to take and to give a message."""

LAST_FRAME = b"data: [DONE]\n\n"
HEARTBEAT = b":\n\n"
"""A comment: clients skip it, and proxies see that the connection is alive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A response to make."""

    run: FlowRun
    facts: ResponseFacts


def refuse_unserved(body: ResponseBody) -> None:
    """Raise for what no flow can answer."""
    if body.tools is not None:
        raise ToolsRefused
    if body.background and body.store is False:
        raise BackgroundNotStored


async def requested(question: Question, body: ResponseBody, variables: Mapping[str, str]) -> Request:
    """Return what is to be done; raises where the flow cannot run or takes no chat message."""
    run = FlowRun(
        flow=question.flow,
        user_id=question.user_id,
        session_id=question.session_id,
        input_value=body.input,
        variables=variables,
        stream=bool(body.stream),
    )
    types = {vertex.facts.type for vertex in (await plan_of(run)).vertices}
    for name, display_name in CHAT_ENDS.items():
        if name not in types:
            raise FlowDoesNotChat(missing=display_name)
    return Request(run=run, facts=_facts(question, body))


def _facts(question: Question, body: ResponseBody) -> ResponseFacts:
    return ResponseFacts(
        id=str(uuid.uuid4()) if body.background else question.session_id,
        model=body.model,
        conversation_id=question.session_id,
        created_at=int(time.time()),
        previous_response_id=body.previous_response_id,
        background=bool(body.background),
        store=body.store is not False,
        metadata=body.metadata or {},
        shows_results=body.shows_results,
    )


# --- while the caller waits -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Keeping:
    """Stores the response in the transaction that stores its run."""

    request: Request
    telling: Telling

    def settle(self, finished: FinishedRun) -> bool:
        run = self.request.run
        Job.objects.create(
            kind=Job.Kind.KEPT_RESPONSE,
            user_id=run.user_id,
            flow_id=run.flow.id,
            session_id=run.session,
            ended_at=timezone.now(),
            **end_of(self.telling.ended(finished)).as_row(),
        )
        return True

    def may_keep(self) -> bool:
        return True


async def respond(request: Request) -> Wire:
    """Run the flow and return the response."""
    telling = Telling(request.run, request.facts)

    def note(event: Event) -> None:
        telling.of(event)

    with suppress(RunOvertaken):  # the flow was deleted while it ran: its caller gets the answer all the same
        telling.ended(await run_flow(request.run, emit=note, claim=_claim_of(request, telling)))
    return telling.end.response


async def frames_of(request: Request) -> AsyncIterator[bytes]:
    """Run the flow and yield the events of the response. A reader that goes away ends the run."""
    number = 0
    async with aclosing(_told(request)) as events:
        async for event in events:
            yield numbered_frame(event_line(event), number)
            number += 1
    yield LAST_FRAME


async def _told(request: Request) -> AsyncGenerator[Wire]:
    telling = Telling(request.run, request.facts)
    for told in telling.begun():
        yield told
    try:
        with suppress(RunOvertaken):  # as above
            async with aclosing(watched(request.run, claim=_claim_of(request, telling))) as events:
                async for event in events:
                    for told in telling.of(event):
                        yield told
        ended = telling.end
    except ServerError as error:
        ended = telling.refused(error)
    for told in [*ended.closing, last_event(ended.response)]:
        yield told


def _claim_of(request: Request, telling: Telling) -> Claim | None:
    return Keeping(request, telling) if request.facts.store else None


# --- in the background ------------------------------------------------------------------------------------------------


async def start(request: Request) -> Job:
    """Start the response as a job and return that."""
    facts = JobFacts(
        id=uuid.UUID(request.facts.id),
        kind=Job.Kind.RESPONSE,
        user_id=request.run.user_id,
        flow_id=request.run.flow.id,
        session_id=request.run.session,
        most_attempts=settings.LANGFLOW.JOB_ATTEMPTS,
        result=response_wire(request.facts, status=QUEUED),
    )
    job_id = await jobs.start(facts, ResponseWork(request.run, request.facts))
    job: Job = await in_database(Job.objects.get, pk=job_id)
    return job


async def frames_of_job(job: Job, *, starting_after: int) -> AsyncIterator[bytes]:
    """Yield the events of the response that the reader has not had, up to the last one. Its going away ends nothing.

    Events are numbered from 0, and entries of the log from 1. Of what is no longer kept the numbers tell.
    """
    number = starting_after
    async with aclosing(jobs.follow(job.pk, after=starting_after + 1)) as events:
        async for told in events:
            match told:
                case jobs.Entry(is_last=False):
                    number = told.number - 1
                    yield numbered_frame(told.line, number)
                case jobs.Silence():
                    yield HEARTBEAT
    ended: Job | None = await in_database(Job.objects.filter(pk=job.pk).first)
    if ended is not None:
        yield numbered_frame(event_line(last_event(response_of(ended))), number + 1)
    yield LAST_FRAME


async def cancel(job: Job) -> Wire:
    """End the response, unless it has ended; return it as it is then."""
    if job.kind != Job.Kind.RESPONSE:
        raise NotInBackground
    await jobs.cancel(job.pk)
    ended: Job = await in_database(Job.objects.get, pk=job.pk)
    return response_of(ended)


async def delete(job: Job) -> None:
    """Forget the response; one that is under way ends. What was said stays in the flow's messages."""
    if job.kind == Job.Kind.RESPONSE:
        await jobs.cancel(job.pk)
        rows = Job.objects.filter(pk=job.pk)
    else:
        rows = Job.objects.filter(user_id=job.user_id).kept_responses(job.session_id)
    await in_database(rows.delete)
