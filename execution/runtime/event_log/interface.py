"""The contract of an event log."""

from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

QUIET_SECONDS = 2.0
"""After so long without an event a follower is told so, and may look whether there is anything to wait for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a job."""

    number: int
    """1 for the first event of the job, then one more each; nothing is left out of the count."""
    line: bytes
    is_last: bool = False
    """No more events come after this one."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Events that fell out of the log before the reader came to them; the next one that is left follows."""

    after: int
    """The number of the event before the first one that is missing."""
    missed: int
    """How many are missing."""


def without_holes(entries: Iterable[Entry], *, after: int) -> Iterator[Entry | Gap]:
    """Yield the entries that stand after that number, and in each place where some are missing, how many."""
    for entry in entries:
        if entry.number > after + 1:
            yield Gap(after, entry.number - after - 1)
        yield entry
        after = entry.number


class EventLog(Protocol):
    """Keeps each job's events in order and numbered; the last one always comes.

    A log is bounded: of a job that tells too much the oldest events fall out. A reader who has not seen them is told so
    by a Gap and goes on with the oldest that is left. A log is kept for a while after its last event. Of a job that
    the log does not know, or knows no longer, readers get nothing.
    """

    survives_restart: bool
    """Do jobs keep their events when this process ends?"""

    async def open(self, job: str) -> None:
        """Begin a job's events. Whoever reads from now on waits for them."""

    def append(self, job: str, line: bytes) -> None:
        """Add an event; never waits. Ignored after the last event."""

    def close(self, job: str, line: bytes) -> None:
        """Add the last event, unless there is one; never waits."""

    def release(self, job: str) -> None:
        """This process tells nothing more of the job; another one may go on."""

    def follow(self, job: str, *, after: int = 0) -> AsyncGenerator[Entry | Gap | None]:
        """Yield the events after that number as they come, up to the last one; None after each quiet while."""

    async def take(self, job: str, *, wait: float = 0.0) -> list[Entry | Gap]:
        """Return the events that no call took before; where there are none yet, wait that many seconds for one."""

    async def flush(self) -> None:
        """Return once what this process told is where other processes find it."""

    async def disconnect(self) -> None:
        """Flush, and let go of what the running event loop holds open."""
