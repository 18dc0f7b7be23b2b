"""A run whose events are read as they happen. Who stops reading ends it."""

import asyncio
from collections.abc import AsyncGenerator

from execution.engine.events import Event
from execution.runtime.run import Claim, FinishedRun, FlowRun, run_flow


async def watched(run: FlowRun, *, claim: Claim | None = None) -> AsyncGenerator[Event | FinishedRun]:
    """Run the flow; yield each event the moment it happens, and last the finished run, whose records are stored.

    Raises what `run_flow` raises. Close the iterator to end the run: it returns once what it left behind is stored.
    """
    events: asyncio.Queue[Event | None] = asyncio.Queue()
    running = asyncio.create_task(run_flow(run, emit=events.put_nowait, claim=claim))
    running.add_done_callback(lambda _: events.put_nowait(None))
    try:
        while event := await events.get():
            yield event
        yield await running
    finally:
        await _stop(running)


async def _stop(running: "asyncio.Task[FinishedRun]") -> None:
    if running.done():
        return
    running.cancel()
    await asyncio.wait([running])
