"""A response in the background: the work of a job, and how a job's row tells a response."""

import uuid
from collections.abc import Mapping
from typing import Any, Self

from execution.models import Job
from execution.openai_responses.telling import Ended, Telling
from execution.runtime.jobs import Attempt, JobEnd
from execution.runtime.run import FinishedRun, FlowRun, run_flow
from execution.runtime.run_requests import request_of, run_of
from execution.wire.frames import event_line
from execution.wire.outputs import Wire
from execution.wire.responses import (
    CANCELLED,
    FAILED,
    IN_PROGRESS,
    QUEUED,
    SERVER_FAILED,
    ResponseFacts,
    run_error,
    with_status,
)
from langflow_site.common.errors import ServerError

LAST_LINE = b"end"
"""Says only that the job has ended. The last event is the whole response, which readers take from the row."""


class ResponseWork:
    """One response."""

    def __init__(self, run: FlowRun, facts: ResponseFacts) -> None:
        self._run = run
        self._facts = facts

    def as_request(self) -> dict[str, Any]:
        return {"run": request_of(self._run), "facts": self._facts.as_request()}

    @classmethod
    def of_request(cls, request: Mapping[str, Any]) -> Self:
        return cls(run_of(request["run"]), ResponseFacts(**request["facts"]))

    async def run(self, attempt: Attempt) -> JobEnd:
        telling = Telling(self._run, self._facts)

        def tell(events: list[Wire]) -> None:
            for event in events:
                attempt.tell(event_line(event))

        def end_of_run(finished: FinishedRun) -> JobEnd:
            return end_of(telling.ended(finished))

        tell(telling.begun())
        try:
            finished = await run_flow(
                self._run, emit=lambda event: tell(telling.of(event)), claim=attempt.claim(end_of_run)
            )
            ended = telling.ended(finished)
        except ServerError as error:
            ended = telling.refused(error)
        tell(ended.closing)
        return end_of(ended)

    @classmethod
    def broken_off(cls, job_id: uuid.UUID, state: Job.State, reason: str | None) -> JobEnd:
        return JobEnd(state=state, error=reason, last_line=LAST_LINE)


def end_of(ended: Ended) -> JobEnd:
    """Return how a job ends with that response."""
    error = ended.error or {"message": None, "cause": ""}
    return JobEnd(
        state=ended.state,
        error=error["message"],
        error_code=error["cause"],
        result=ended.response,
        last_line=LAST_LINE,
    )


def response_of(job: Job) -> Wire:
    """Return the response of the job as it stands: until it has come to its own end the row holds its beginning."""
    response: Wire = job.result
    match job.state:
        case Job.State.QUEUED:
            return with_status(response, QUEUED)
        case Job.State.RUNNING:
            return with_status(response, IN_PROGRESS)
        case Job.State.CANCELLED:
            return with_status(response, CANCELLED)
        case _ if response["status"] == QUEUED:
            reason = job.error or "The response was not made."
            return with_status(response, FAILED, run_error(reason, status=SERVER_FAILED, cause=job.error_code))
        case _:
            return response
