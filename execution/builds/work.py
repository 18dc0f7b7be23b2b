"""A build as the work of a job: run the flow, tell each event as a line of JSON."""

import uuid
from collections.abc import Mapping
from typing import Any, Self

from execution.engine.events import Event
from execution.models import Job
from execution.runtime.build_lines import BuildLines
from execution.runtime.jobs import Attempt, JobEnd
from execution.runtime.run import FinishedRun, FlowRun, plan_of, run_flow
from execution.runtime.run_requests import request_of, run_of
from execution.wire.builds import end_line, failure_line
from execution.wire.frames import ascii_frame
from execution.wire.redaction import MaskedLines
from langflow_site.common.errors import ServerError

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
        lines = BuildLines(self._run, plan)
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
