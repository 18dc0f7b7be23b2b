"""Ask the flow: one run for each request, told as it goes on, ended with its conversation."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from execution.engine.events import Event
from execution.runtime.answers import failure_of, texts_of
from execution.runtime.build_lines import BuildLines
from execution.runtime.run import FlowRun, plan_of, run_flow
from execution.voice.events import Wire, progress_event
from execution.voice.selectors import Talk, flow_as_it_is
from execution.wire.builds import end_line, gap_line
from execution.wire.redaction import MaskedLines, Secrets
from langflow_site.common.database import in_database
from langflow_site.common.errors import ServerError

Tell = Callable[[Wire], Awaitable[None]]

MOST_LINES = 500
"""Lines of a run that wait for a slow client; of more, it is told how many it missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    text: str
    is_error: bool = False


async def answer_to(talk: Talk, question: str, *, tell: Tell, secrets: Secrets) -> Answer:
    """Run the flow with the question in the conversation's session; tell its lines as `flow.build.progress`.

    What goes wrong is an answer that says why.
    """
    try:
        run = FlowRun(
            flow=await in_database(flow_as_it_is, talk),
            user_id=talk.user_id,
            session_id=talk.session_id,
            input_value=question,
            variables=talk.variables,
            missing_variables_fail=True,
            secrets=secrets,
        )
        return await _run(run, tell)
    except ServerError as error:
        return Answer(text=secrets.masked(str(error)), is_error=True)


async def _run(run: FlowRun, tell: Tell) -> Answer:
    plan = await plan_of(run)
    messages = run.new_messages()
    lines = BuildLines(run, plan)
    masking = MaskedLines(run.secrets)
    progress = Progress(tell)

    def emit(event: Event) -> None:
        for line in masking.of(lines.of(event)):
            progress.add(line)

    telling = asyncio.create_task(progress.tell_until_end())
    try:
        finished = await run_flow(run, plan=plan, messages=messages, emit=emit)
        progress.end(end_line(finished.outcome.seconds))
        await telling
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
    reason = failure_of(finished)
    return Answer(text="\n".join(texts_of(finished))) if reason is None else Answer(text=reason, is_error=True)


class Progress:
    """The lines of a run on their way to a client that may be slower than the run, which never waits."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._lines: asyncio.Queue[Wire] = asyncio.Queue()
        self._missed = 0
        self._end: Wire | None = None

    def add(self, line: Wire) -> None:
        if self._lines.qsize() < MOST_LINES:
            self._lines.put_nowait(line)
        else:
            self._missed += 1

    def end(self, line: Wire) -> None:
        """Add the last line, which is never missed."""
        if self._missed:
            self._lines.put_nowait(gap_line(self._missed))
        self._end = line
        self._lines.put_nowait(line)

    async def tell_until_end(self) -> None:
        while True:
            line = await self._lines.get()
            await self._tell(progress_event(line))
            if line is self._end:
                return
