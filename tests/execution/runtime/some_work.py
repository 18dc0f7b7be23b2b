"""Work that does what a test wants."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from execution.models import Job
from execution.runtime.jobs import JobEnd

DEEDS: dict[str, Callable[[Any], Awaitable[Any]]] = {}
"""What the work does between its two lines, by name, so that its request is JSON."""


class SomeWork:
    """Tells a line, does its deed, tells another."""

    def __init__(self, deed: str = ""):
        self.deed = deed

    def as_request(self):
        return {"deed": self.deed}

    @classmethod
    def of_request(cls, request):
        return cls(request["deed"])

    async def run(self, attempt):
        attempt.tell(b"begun")
        if self.deed:
            await DEEDS[self.deed](attempt)
        attempt.tell(b"done")
        return JobEnd(state=Job.State.SUCCEEDED, last_line=b"end", result={"deed": self.deed})

    @classmethod
    def broken_off(cls, job_id, state, reason):
        return JobEnd(state=state, error=reason, last_line=f"broken off: {state}".encode())


def work_that(deed: Callable[[Any], Awaitable[Any]]) -> SomeWork:
    """Return work that does this; it takes the attempt."""
    name = f"deed {len(DEEDS)}"
    DEEDS[name] = deed
    return SomeWork(name)


async def waits_for_ever(attempt: Any) -> None:
    await asyncio.Event().wait()
