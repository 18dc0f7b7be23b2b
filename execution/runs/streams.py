"""A run as a stream: each event leaves the moment it happens; a client that goes away cancels the run."""

import asyncio
from collections.abc import AsyncIterator

from execution.engine.events import Event
from execution.runs.services import partial_answer_of
from execution.runtime.failures import verdict_on
from execution.runtime.run import FinishedRun, FlowRun, run_flow
from execution.wire.outputs import Wire
from execution.wire.redaction import MaskedLines
from execution.wire.runs import OutputChoice, end_line, error_line, problem_facts, stream_line
from langflow_site.common.errors import ServerError
from langflow_site.common.models import dumps


async def lines_of(run: FlowRun, choice: OutputChoice) -> AsyncIterator[bytes]:
    """Run the flow and yield its JSON lines, each followed by a blank line; the last one is `end` or `error`."""
    events: asyncio.Queue[Event | None] = asyncio.Queue()
    running = asyncio.create_task(run_flow(run, emit=events.put_nowait))
    running.add_done_callback(lambda _: events.put_nowait(None))
    masking = MaskedLines(run.secrets)
    try:
        while event := await events.get():
            if line := stream_line(event):
                for safe in masking.of([line]):
                    yield _frame(safe)
        for line in await _last_lines(running, run, choice):
            yield _frame(line)
    finally:
        await _stop(running)


async def _last_lines(running: "asyncio.Task[FinishedRun]", run: FlowRun, choice: OutputChoice) -> list[Wire]:
    try:
        finished = await running
    except ServerError as error:
        return [error_line(run.secrets.masked(str(error)), code=error.code, run_id=str(run.run_id))]
    answer = end_line(partial_answer_of(finished, choice))
    if not finished.outcome.failures:
        return [answer]
    problem = finished.outcome.failures[0]
    facts = {**problem_facts(problem, str(run.run_id)), "code": verdict_on(problem).code}
    reason = run.secrets.masked(problem.message)
    return [error_line(f"Error running graph: {reason}", **facts), answer]


async def _stop(running: "asyncio.Task[FinishedRun]") -> None:
    """Cancel a run that nobody listens to any more, and wait until what it left behind is stored."""
    if running.done():
        return
    running.cancel()
    await asyncio.wait([running])


def _frame(line: Wire) -> bytes:
    return dumps(line).encode() + b"\n\n"
