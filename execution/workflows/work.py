"""A workflow as the work of a job: run the flow, tell its events as server-sent events, keep the whole answer."""

import uuid
from collections.abc import Mapping
from typing import Any, Self

from django.utils import timezone

from execution.engine.events import Event
from execution.models import Job
from execution.runtime.jobs import Attempt, JobEnd
from execution.runtime.run import FinishedRun, FlowRun, plan_of, run_flow
from execution.runtime.run_requests import request_of, run_of
from execution.wire.outputs import Wire
from execution.wire.redaction import MaskedLines
from execution.wire.workflows import broken_wire, errors_wire, event_wire, job_wire, outputs_wire, response_wire
from langflow_site.common.errors import ServerError
from langflow_site.common.models import dumps

STATUSES = {
    Job.State.QUEUED: "queued",
    Job.State.RUNNING: "in_progress",
    Job.State.SUCCEEDED: "completed",
    Job.State.FAILED: "failed",
    Job.State.CANCELLED: "cancelled",
    Job.State.TIMED_OUT: "timed_out",
}
TOOK_TOO_LONG = "run_too_long"


def frame(kind: str, raw_event: Wire, *, job_id: uuid.UUID) -> bytes:
    """Return a server-sent event without its id, which is its number in the job's log."""
    now = int(timezone.now().timestamp() * 1000)
    data = {"type": kind, "run_id": str(job_id), "timestamp": now, "raw_event": raw_event}
    return f"event: {kind}\ndata: {dumps(data)}\n\n".encode()


class WorkflowWork:
    """One workflow."""

    def __init__(self, run: FlowRun, inputs: Mapping[str, Any]) -> None:
        self._run = run
        self._inputs = inputs

    def as_request(self) -> dict[str, Any]:
        return {"run": request_of(self._run), "inputs": dict(self._inputs)}

    @classmethod
    def of_request(cls, request: Mapping[str, Any]) -> Self:
        return cls(run_of(request["run"]), request["inputs"])

    async def run(self, attempt: Attempt) -> JobEnd:
        try:
            return await self._run_flow(attempt)
        except ServerError as error:
            reason = self._run.secrets.masked(str(error))
            errors = [broken_wire(reason, flow_id=str(self._run.flow_id))]
            return self._end(
                attempt.job_id, Job.State.FAILED, outputs={}, errors=errors, error=reason, error_code=error.code
            )

    async def _run_flow(self, attempt: Attempt) -> JobEnd:
        plan = await plan_of(self._run)
        masking = MaskedLines(self._run.secrets)
        flow_id = str(self._run.flow_id)

        def emit(event: Event) -> None:
            if wire := event_wire(event, plan, flow_id=flow_id):
                for line in masking.of([wire]):
                    attempt.tell(frame(line["event"], line["data"], job_id=attempt.job_id))

        def end_of(finished: FinishedRun) -> JobEnd:
            return self._end_of(attempt.job_id, finished)

        claim = attempt.claim(end_of)
        return end_of(await run_flow(self._run, plan=plan, emit=emit, claim=claim))

    def _end_of(self, job_id: uuid.UUID, finished: FinishedRun) -> JobEnd:
        outcome, secrets = finished.outcome, self._run.secrets
        failure = outcome.failures[0] if outcome.failures else None
        state = Job.State.SUCCEEDED if failure is None else Job.State.FAILED
        if failure is not None and failure.code == TOOK_TOO_LONG:
            state = Job.State.TIMED_OUT
        return self._end(
            job_id,
            state,
            outputs=secrets.masked(outputs_wire(finished.plan, outcome)),
            errors=secrets.masked(errors_wire(outcome, flow_id=str(self._run.flow_id))),
            error=secrets.masked(failure.message) if failure else None,
            error_code=failure.code if failure else "",
        )

    def _end(
        self,
        job_id: uuid.UUID,
        state: Job.State,
        *,
        outputs: Wire,
        errors: list[Wire],
        error: str | None,
        error_code: str,
    ) -> JobEnd:
        result = response_wire(
            flow_id=str(self._run.flow_id),
            job_id=str(job_id),
            status=STATUSES[state],
            created_at=timezone.now(),
            inputs=self._inputs,
            outputs=outputs,
            errors=errors,
        )
        last_line = frame("end", result, job_id=job_id)
        return JobEnd(state=state, error=error, error_code=error_code, result=result, last_line=last_line)

    @classmethod
    def broken_off(cls, job_id: uuid.UUID, state: Job.State, reason: str | None) -> JobEnd:
        told = {"job_id": str(job_id), "status": STATUSES[state], "errors": [{"error": reason}] if reason else []}
        return JobEnd(state=state, error=reason, last_line=frame("end", told, job_id=job_id))


def last_frame(job_id: uuid.UUID, job: Job | None) -> bytes:
    """Return the last event of a job whose events are lost; None for one that went with its flow."""
    if job is None:
        return WorkflowWork.broken_off(job_id, Job.State.CANCELLED, None).last_line
    return frame("end", answer_of(job), job_id=job_id)


def answer_of(job: Job) -> Wire:
    """Return the job as its caller is told: with what came out of it, or how it stands."""
    if job.result is not None:
        result: Wire = job.result
        return result
    errors = [broken_wire(job.error, flow_id=str(job.flow_id))] if job.error else []
    return job_wire(
        flow_id=str(job.flow_id),
        job_id=str(job.pk),
        status=STATUSES[Job.State(job.state)],
        created_at=job.created_at,
        errors=errors,
    )
