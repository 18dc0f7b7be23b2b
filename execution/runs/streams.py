"""A run as a stream: each event leaves the moment it happens; a client that goes away cancels the run."""

from collections.abc import AsyncIterator
from contextlib import aclosing

from execution.engine.events import Event, VertexFailed
from execution.runs.services import answer_of
from execution.runtime.failures import verdict_on
from execution.runtime.run import FinishedRun, FlowRun
from execution.runtime.watching import watched
from execution.wire.builds import error_message, is_told, line
from execution.wire.outputs import Wire
from execution.wire.redaction import MaskedLines
from execution.wire.runs import OutputChoice, end_line, error_line, problem_facts, stream_line
from langflow_site.common.errors import ServerError
from langflow_site.common.models import dumps


async def lines_of(run: FlowRun, choice: OutputChoice) -> AsyncIterator[bytes]:
    """Run the flow and yield its JSON lines, each followed by a blank line.

    Each component that fails is told as the chat message that shows it, an `error`; the last line is `end`, or the
    `error` that says why the run failed.
    """
    masking = MaskedLines(run.secrets)
    async with aclosing(watched(run)) as events:
        try:
            async for event in events:
                if isinstance(event, FinishedRun):
                    for last in _last_lines(event, choice):
                        yield _frame(last)
                else:
                    for safe in masking.of(_lines_of_event(event, run)):
                        yield _frame(safe)
        except ServerError as error:
            yield _frame(error_line(run.secrets.masked(str(error)), code=error.code, run_id=str(run.run_id)))


def _lines_of_event(event: Event, run: FlowRun) -> list[Wire]:
    if isinstance(event, VertexFailed):
        if not is_told(event.problem):
            return []
        message = error_message(event.problem, run_id=run.run_id, session_id=run.session, flow_id=str(run.flow_id))
        return [line("error", message.to_event())]
    told = stream_line(event)
    return [told] if told else []


def _last_lines(finished: FinishedRun, choice: OutputChoice) -> list[Wire]:
    run = finished.run
    if not finished.outcome.failures:
        return [end_line(answer_of(finished, choice))]
    problem = finished.outcome.failures[0]
    facts = {**problem_facts(problem, str(run.run_id)), "code": verdict_on(problem).code}
    reason = run.secrets.masked(problem.message)
    return [error_line(f"Error running graph: {reason}", **facts)]


def _frame(line: Wire) -> bytes:
    return dumps(line).encode() + b"\n\n"
