"""The run that a webhook started, as the work of a job."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Self

from execution.engine.events import Event, RunStarted
from execution.engine.plan import Plan
from execution.models import Job
from execution.runtime.build_lines import BuildLines
from execution.runtime.jobs import Attempt, JobEnd
from execution.runtime.run import FinishedRun, FlowRun, plan_of, run_flow
from execution.runtime.run_requests import request_of, run_of
from execution.wire.builds import failure_line, line
from execution.wire.frames import ascii_frame
from execution.wire.outputs import Wire
from execution.wire.redaction import MaskedLines
from langflow_site.common.errors import ServerError

WEBHOOK = "Webhook"
BODY_FIELD = "data"


class WebhookWork:
    """One run, with the body that the sender posted."""

    def __init__(self, run: FlowRun, body: str) -> None:
        self._run = run
        self._body = body

    def as_request(self) -> dict[str, Any]:
        return {"run": request_of(self._run), "body": self._body}

    @classmethod
    def of_request(cls, request: Mapping[str, Any]) -> Self:
        return cls(run_of(request["run"]), request["body"])

    async def run(self, attempt: Attempt) -> JobEnd:
        try:
            return await self._run_flow(attempt)
        except ServerError as error:
            reason = self._run.secrets.masked(str(error))
            attempt.tell(ascii_frame(failure_line(reason, flow_id=str(self._run.flow_id), code=error.code)))
            return _end(attempt.job_id, Job.State.FAILED, reason, error.code)

    async def _run_flow(self, attempt: Attempt) -> JobEnd:
        plan = await plan_of(self._run)
        run = replace(self._run, tweaks=body_tweaks(plan, self._body))
        messages = run.new_messages()
        lines = BuildLines(run, plan)
        masking = MaskedLines(run.secrets)

        def emit(event: Event) -> None:
            for wire in masking.of(_lines_of(event, lines)):
                attempt.tell(ascii_frame(wire))

        def end_of(finished: FinishedRun) -> JobEnd:
            return _end_of(attempt.job_id, finished)

        claim = attempt.claim(end_of)
        return end_of(await run_flow(run, plan=plan, messages=messages, emit=emit, claim=claim))

    @classmethod
    def broken_off(cls, job_id: uuid.UUID, state: Job.State, reason: str | None) -> JobEnd:
        return _end(job_id, state, reason)


def body_tweaks(plan: Plan, body: str) -> dict[str, dict[str, str]]:
    """Return the tweaks that hand the body to each webhook of the flow."""
    return {vertex.id: {BODY_FIELD: body} for vertex in plan.vertices if vertex.facts.type == WEBHOOK}


def _lines_of(event: Event, lines: BuildLines) -> Iterable[Wire]:
    """Return the lines of a build, but tell the start of each vertex that begins: watchers have pressed no button."""
    if not isinstance(event, RunStarted):
        return lines.of(event)
    sorted_line, _ = lines.of(event)
    return [sorted_line, *(line("build_start", {"id": vertex_id}) for vertex_id in event.first_layer)]


def _end_of(job_id: uuid.UUID, finished: FinishedRun) -> JobEnd:
    failures = finished.outcome.failures
    if not failures:
        return _end(job_id, Job.State.SUCCEEDED)
    reason = finished.run.secrets.masked(failures[0].message)
    return _end(job_id, Job.State.FAILED, reason, failures[0].code)


def _end(job_id: uuid.UUID, state: Job.State, reason: str | None = None, code: str = "") -> JobEnd:
    data: Wire = {"run_id": str(job_id), "success": state == Job.State.SUCCEEDED}
    if state != Job.State.SUCCEEDED:
        data["error"] = reason or f"The run was {Job.State(state).label.lower()}."
    return JobEnd(state=state, error=reason, error_code=code, last_line=ascii_frame(line("end", data)))
