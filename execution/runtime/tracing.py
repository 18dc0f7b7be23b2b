"""A finished run as a trace: one span for every vertex, below it what the vertex asked of models and tools.

A trace is only ever read as a whole, so its spans are one document, in the form in which clients read it.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

from execution.engine.calls import Call, CallKind
from execution.engine.results import RunOutcome, VertexResult
from execution.engine.values import Data
from execution.runtime.record_limits import limited
from execution.wire.builds import reason_of
from execution.wire.objects import plain_form
from execution.wire.redaction import Secrets
from monitor.caps import without_secrets
from monitor.models import ModelUse, Trace
from monitor.records import RunRecords
from monitor.timestamps import as_transaction_time

ENTRY_TYPE = "ChatInput"

SpanWire = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedRun:
    """What a trace says of the run as a whole."""

    run_id: uuid.UUID
    flow_id: uuid.UUID
    owner_id: uuid.UUID | None
    flow_name: str
    session_id: str
    is_strangers: bool
    """Then nothing of what was said is kept: the owner sees that the flow ran, and what that took."""


def add_trace(records: RunRecords, run: TracedRun, outcome: RunOutcome, secrets: Secrets) -> None:
    """Add the trace of the run, and what its models were asked."""
    results = sorted((*outcome.results.values(), *outcome.failed), key=lambda result: result.started)
    spans = _Spans(with_contents=not run.is_strangers)
    calls = [call for result in results for call in result.calls]
    records.model_uses += _model_uses(run, calls, spans.moment(outcome.started))
    records.traces.append(
        Trace(
            flow_id=run.flow_id,
            user_id=run.owner_id,
            run_id=run.run_id,
            session_id="" if run.is_strangers else run.session_id,
            name=f"{run.flow_name} - {run.flow_id}",
            status=_status_of_run(outcome),
            timestamp=spans.moment(outcome.started),
            milliseconds=round(1000 * outcome.seconds),
            total_tokens=sum(tokens for call in calls for tokens in _tokens(call)),
            spans=limited([spans.of_vertex(result) for result in results], secrets),
            input_index=next((at for at, result in enumerate(results) if result.type == ENTRY_TYPE), None),
            output_index=_last_to_end(results),
        )
    )


def _last_to_end(results: Sequence[VertexResult]) -> int | None:
    return max(range(len(results)), key=lambda at: results[at].started + results[at].seconds, default=None)


def _model_uses(run: TracedRun, calls: Sequence[Call], moment: datetime) -> Iterator[ModelUse]:
    """Give one row for each model that the run asked."""
    asked: dict[str, list[Call]] = defaultdict(list)
    for call in calls:
        if call.kind is CallKind.MODEL:
            asked[call.model or call.name].append(call)
    for model, of_model in asked.items():
        tokens = [_tokens(call) for call in of_model]
        yield ModelUse(
            flow_id=run.flow_id,
            timestamp=moment,
            model_name=model,
            calls=len(of_model),
            input_tokens=sum(asked for asked, _ in tokens),
            output_tokens=sum(answered for _, answered in tokens),
        )


class _Spans:
    """Writes the spans of one run, secrets and all: the caller limits what is stored."""

    def __init__(self, *, with_contents: bool) -> None:
        self._with_contents = with_contents
        # The engine's clock knows no date.
        self._zero = datetime.now(UTC) - timedelta(seconds=perf_counter())
        # By identity: what one vertex gives, the next one takes. The run's outcome keeps the values alive.
        self._forms: dict[int, Any] = {}

    def moment(self, clock: float) -> datetime:
        return self._zero + timedelta(seconds=clock)

    def of_vertex(self, result: VertexResult) -> SpanWire:
        problem = reason_of(result.problem) if result.problem else None
        known = {call.id for call in result.calls}
        below: dict[uuid.UUID | None, list[Call]] = defaultdict(list)
        for call in result.calls:
            below[call.parent_id if call.parent_id in known else None].append(call)
        return {
            "id": str(uuid.uuid4()),
            "name": result.display_name,
            "type": result.traced_as,
            "status": "ok" if result.valid else "error",
            **self._course(result.started, result.seconds),
            "inputs": self._contents(result.inputs),
            "outputs": self._contents({"error": problem} if problem else result.values),
            "error": problem,
            "modelName": None,
            "tokenUsage": None,
            "children": [self._of_call(call, below) for call in below[None]],
        }

    def _of_call(self, call: Call, below: Mapping[uuid.UUID | None, Sequence[Call]]) -> SpanWire:
        return {
            "id": str(uuid.uuid4()),
            "name": call.name,
            "type": call.kind.value,
            "status": _status_of_call(call),
            **self._course(call.started, call.seconds),
            "inputs": self._contents(call.question),
            "outputs": self._contents(call.answer),
            "error": call.problem,
            "modelName": call.model,
            "tokenUsage": _usage(call),
            "children": [self._of_call(inner, below) for inner in below.get(call.id, ())],
        }

    def _course(self, started: float, seconds: float) -> SpanWire:
        return {
            "startTime": as_transaction_time(self.moment(started)),
            "endTime": as_transaction_time(self.moment(started + seconds)),
            "latencyMs": round(1000 * seconds),
        }

    def _contents(self, values: Mapping[str, Any] | None) -> SpanWire | None:
        """Return what may be kept of what went in or came out; None where nothing is."""
        if values is None or not self._with_contents:
            return None
        typed = {name: plain_form(value) for name, value in values.items() if not isinstance(value, Data)}
        said = {name: self._form(value) for name, value in values.items() if isinstance(value, Data)}
        return {**without_secrets(typed), **said}

    def _form(self, value: Data) -> Any:
        if id(value) not in self._forms:
            self._forms[id(value)] = plain_form(value)
        return self._forms[id(value)]


def _status_of_run(outcome: RunOutcome) -> Trace.Status:
    if outcome.failures:
        return Trace.Status.ERROR
    return Trace.Status.UNSET if outcome.cancelled else Trace.Status.OK


def _status_of_call(call: Call) -> str:
    if call.problem is not None:
        return "error"
    return "ok" if call.has_ended else "unset"


def _tokens(call: Call) -> tuple[int, int]:
    """Return the tokens that went in and came out."""
    return (call.usage.input_tokens or 0, call.usage.output_tokens or 0) if call.usage else (0, 0)


def _usage(call: Call) -> dict[str, int] | None:
    if call.usage is None:
        return None
    asked, answered = _tokens(call)
    return {"promptTokens": asked, "completionTokens": answered, "totalTokens": asked + answered}
