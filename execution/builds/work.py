"""A build as the work of a job: run the flow, tell each event as a line of JSON."""

import uuid
from collections.abc import Mapping
from typing import Any, Self

from execution.engine.events import (
    Event,
    MessageAdded,
    MessageRemoved,
    RunStarted,
    TokenProduced,
    ToolEnded,
    ToolStarted,
    VertexBuilt,
    VertexFailed,
    VertexStarted,
)
from execution.engine.plan import Plan
from execution.models import Job
from execution.runtime.jobs import Attempt, JobEnd
from execution.runtime.messages import RunMessages
from execution.runtime.run import FinishedRun, FlowRun, plan_of, run_flow
from execution.runtime.run_requests import request_of, run_of
from execution.wire.builds import (
    body_vertex_line,
    end_line,
    error_message,
    failure_line,
    is_told,
    line,
    start_lines,
    vertex_line,
)
from execution.wire.frames import ascii_frame
from execution.wire.outputs import Wire
from execution.wire.redaction import MaskedLines
from langflow_site.common.errors import ServerError
from monitor.timestamps import as_build_time, record_clock

LAST_OF_NONE = ascii_frame(end_line())
"""What ends a build that was cancelled, and what is left of one that is over."""


class BuildWork:
    """One build."""

    def __init__(self, run: FlowRun) -> None:
        self._run = run

    def as_request(self) -> dict[str, Any]:
        return request_of(self._run)

    @classmethod
    def of_request(cls, request: Mapping[str, Any]) -> Self:
        return cls(run_of(request))

    async def run(self, attempt: Attempt) -> JobEnd:
        try:
            return await self._build(attempt)
        except ServerError as error:
            reason = self._run.secrets.masked(str(error))
            attempt.tell(ascii_frame(failure_line(reason, flow_id=str(self._run.flow_id), code=error.code)))
            return JobEnd(state=Job.State.FAILED, error=reason, error_code=error.code, last_line=LAST_OF_NONE)

    async def _build(self, attempt: Attempt) -> JobEnd:
        plan = await plan_of(self._run)
        messages = self._run.new_messages()
        lines = BuildLines(self._run, plan, messages)
        masking = MaskedLines(self._run.secrets)

        def emit(event: Event) -> None:
            for wire in masking.of(lines.of(event)):
                attempt.tell(ascii_frame(wire))

        claim = attempt.claim(_end_of)
        return _end_of(await run_flow(self._run, plan=plan, messages=messages, emit=emit, claim=claim))

    @classmethod
    def broken_off(cls, job_id: uuid.UUID, state: Job.State, reason: str | None) -> JobEnd:
        return JobEnd(state=state, error=reason, last_line=LAST_OF_NONE)


def _end_of(finished: FinishedRun) -> JobEnd:
    outcome = finished.outcome
    last_line = ascii_frame(end_line(outcome.seconds))
    if outcome.failures:
        problem = outcome.failures[0]
        reason = finished.run.secrets.masked(problem.message)
        return JobEnd(state=Job.State.FAILED, error=reason, error_code=problem.code, last_line=last_line)
    return JobEnd(state=Job.State.SUCCEEDED, last_line=last_line)


class BuildLines:
    """Turns the events of one run into lines. Failures of components join the chat, as clients expect."""

    def __init__(self, run: FlowRun, plan: Plan, messages: RunMessages) -> None:
        self._run = run
        self._plan = plan
        self._messages = messages
        self._in_a_body: set[str] = set()
        """Vertices inside of loops."""

    def of(self, event: Event) -> list[Wire]:
        """Return the lines of the event; the run's own end is told after its records are stored."""
        match event:
            case TokenProduced(message_id=message_id, text=text):
                return [line("token", {"chunk": text, "id": message_id})]
            case MessageAdded(message=message):
                return [line("add_message", message.to_event())]
            case MessageRemoved(message_id=message_id):
                return [line("remove_message", {"id": message_id})]
            case VertexBuilt():
                return [self._vertex_line(event)]
            case VertexFailed():
                return self._failure_lines(event)
            case RunStarted(first_layer=first_layer, to_run=to_run):
                return start_lines(first_layer=first_layer, to_run=to_run)
            case VertexStarted(vertex_id=vertex_id):
                self._in_a_body.add(vertex_id)
                return [line("build_start", {"id": vertex_id})]
            case ToolStarted(vertex_id=vertex_id):
                return [line("build_start", {"id": vertex_id})]
            case ToolEnded(vertex_id=vertex_id):
                return [line("build_end", {"id": vertex_id})]
            case _:
                return []

    def _vertex_line(self, event: VertexBuilt | VertexFailed) -> Wire:
        vertex = self._plan.vertex(event.vertex_id)
        names = vertex.facts.output_names if vertex else ()
        timestamp = as_build_time(record_clock.now())
        if isinstance(event, VertexBuilt) and event.vertex_id in self._in_a_body:
            return body_vertex_line(event, output_names=names, timestamp=timestamp, secrets=self._run.secrets)
        return vertex_line(event, output_names=names, timestamp=timestamp, secrets=self._run.secrets)

    def _failure_lines(self, event: VertexFailed) -> list[Wire]:
        """Return the error and the end of the vertex; inside of a loop it is the loop that ends."""
        lines = [self._error_line(event)] if is_told(event.problem) else []
        if event.vertex_id not in self._in_a_body:
            lines.append(self._vertex_line(event))
        return lines

    def _error_line(self, event: VertexFailed) -> Wire:
        run = self._run
        message = error_message(event.problem, session_id=run.session, flow_id=str(run.flow_id))
        self._messages.keep(message)
        return line("error", message.to_event())
