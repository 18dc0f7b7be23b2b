"""Read what a job tells: every reader gets signs of life, an end in every case, and may end the job by leaving."""

import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from execution.models import Job
from execution.runtime.event_log import Entry, Gap, event_log
from execution.runtime.jobs.desk import is_closing
from execution.runtime.jobs.service import cancel
from langflow_site.common.database import in_database

HEARTBEAT_SECONDS = 15.0
"""After so long without an event readers over HTTP are sent something, or a proxy takes the connection for dead."""

MOST_QUIET_AFTER_END = 3
"""How many quiet whiles a follower waits for the last event of a job that has ended."""

MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing was told for HEARTBEAT_SECONDS."""


@dataclass(frozen=True, slots=True)
class EndLost:
    """The job has ended, but the log has lost its last event. The row says how it ended, if it is still there."""


Told = Entry | Gap | Silence | EndLost
"""What comes last is an entry that says so, or EndLost."""


async def follow(job_id: uuid.UUID, *, after: int = 0, ends_with_reader: bool = False) -> AsyncGenerator[Told]:
    """Yield the job's events after that number, up to the last one.

    A reader who goes away, which is to close the generator, before the end was told cancels the job where it
    `ends_with_reader`. Who must not wait for the garbage collector to notice reads within `aclosing`.
    """
    is_over = False
    told_at = time.monotonic()
    try:
        async with aclosing(_entries(job_id, after)) as entries:
            async for entry in entries:
                if entry is not None:
                    is_over = isinstance(entry, Entry) and entry.is_last
                    yield entry
                elif time.monotonic() - told_at > HEARTBEAT_SECONDS:
                    yield Silence()
                else:
                    continue
                told_at = time.monotonic()
        if not is_over:
            is_over = True
            yield EndLost()
    finally:
        # Of a process that ends, readers lose the connection; they may come back to another one.
        if ends_with_reader and not is_over and not is_closing():
            await cancel(job_id)


def event_number(text: str | None) -> int | None:
    """Return the number of the event that a reader had last, as `Last-Event-ID` or a query names it; None for none."""
    return int(text) if text and text.isdecimal() and len(text) <= MOST_DIGITS else None


async def _entries(job_id: uuid.UUID, after: int) -> AsyncGenerator[Entry | Gap | None]:
    """Yield the events up to the last one, None in quiet whiles; end without the last one where the log has lost it."""
    quiet_after_end = 0
    async for entry in event_log().follow(str(job_id), after=after):
        yield entry
        if entry is None and await in_database(_has_ended, job_id):
            # The row ends before the log does, and a Redis that was away gets the rest of the events later.
            quiet_after_end += 1
            if quiet_after_end >= MOST_QUIET_AFTER_END:
                return


def _has_ended(job_id: uuid.UUID) -> bool:
    return not Job.objects.under_way().filter(pk=job_id).exists()
