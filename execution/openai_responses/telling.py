"""A run as the events of a response, without the flow's secrets."""

from dataclasses import dataclass

from execution.engine.events import Event
from execution.engine.values import Message
from execution.models import Job
from execution.runtime.errors import RunOvertaken
from execution.runtime.failures import verdict_on
from execution.runtime.run import FinishedRun, FlowRun
from execution.wire.outputs import Wire
from execution.wire.redaction import MaskedLines
from execution.wire.response_events import ResponseEvents
from execution.wire.responses import COMPLETED, FAILED, ResponseFacts, run_error
from execution.wire.runs import problem_facts, stream_line
from langflow_site.common.errors import ServerError

CHAT_OUTPUT = "ChatOutput"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a response ended."""

    response: Wire
    closing: list[Wire]
    """The events before the last one, which tells the response."""

    @property
    def state(self) -> Job.State:
        return Job.State.FAILED if self.error else Job.State.SUCCEEDED

    @property
    def error(self) -> Wire | None:
        error: Wire | None = self.response["error"]
        return error


class Telling:
    """Tells one run."""

    def __init__(self, run: FlowRun, facts: ResponseFacts) -> None:
        self._run = run
        self._events = ResponseEvents(facts)
        self._masking = MaskedLines(run.secrets)
        self._ended: Ended | None = None

    def begun(self) -> list[Wire]:
        return self._events.begun()

    def of(self, event: Event | FinishedRun) -> list[Wire]:
        """Return what the event causes; the end of the run is told by `end`."""
        if isinstance(event, FinishedRun):
            self.ended(event)
            return []
        line = stream_line(event)
        if line is None:
            return self._events.settled()
        return [told for safe in self._masking.of([line]) for told in self._events.of(safe)]

    def ended(self, finished: FinishedRun) -> Ended:
        """Return the end of a run; the same however often it is asked."""
        if self._ended is None:
            closing = [told for answer in _answers(finished) for told in self._events.answered(answer)]
            self._ended = self._end(closing, self._error_of(finished))
        return self._ended

    @property
    def end(self) -> Ended:
        """How the run ended, once `ended` was asked: by whoever ran it, or by the claim that stored it."""
        if self._ended is None:
            raise RunOvertaken
        return self._ended

    def refused(self, error: ServerError) -> Ended:
        """Return the end of a run that gave nothing."""
        reason = self._run.secrets.masked(str(error))
        return self._end([], run_error(reason, status=error.status_code, cause=error.code))

    def _end(self, closing: list[Wire], error: Wire | None) -> Ended:
        closing += self._events.closed(failed=error is not None)
        response = self._events.response(FAILED if error else COMPLETED, error=error)
        return Ended(response=response, closing=closing)

    def _error_of(self, finished: FinishedRun) -> Wire | None:
        if not finished.outcome.failures:
            return None
        problem = finished.outcome.failures[0]
        verdict = verdict_on(problem)
        facts = problem_facts(problem, str(self._run.run_id))
        reason = self._run.secrets.masked(problem.message)
        return run_error(reason, status=verdict.status_code, **{**facts, "cause": verdict.code})


def _answers(finished: FinishedRun) -> list[Wire]:
    """Return what each Chat Output gave: also what it was told not to store, which the chat never showed."""
    results = finished.outcome.results
    outputs = [vertex.id for vertex in finished.vertices if vertex.type == CHAT_OUTPUT and vertex.id in results]
    values = [value for vertex_id in outputs for value in results[vertex_id].values.values()]
    messages = [value for value in values if isinstance(value, Message)]
    answers: list[Wire] = finished.run.secrets.masked([message.to_event() for message in messages])
    return answers
