"""The contract of an event log."""

from collections.abc import AsyncIterator
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


class EventLog(Protocol):
    """Keeps each job's events in order and numbered; the last one always comes.

    A log is bounded: of a job that tells too much the oldest events fall out, and a reader who has not seen them goes
    on with the oldest that is left. It is kept for a while after its last event. Of a job that the log does not know,
    or knows no longer, readers get nothing.
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

    def follow(self, job: str, *, after: int = 0) -> AsyncIterator[Entry | None]:
        """Yield the events after that number as they come, up to the last one; None after each quiet while."""

    async def take(self, job: str, *, wait: float = 0.0) -> list[Entry]:
        """Return the events that no call took before; where there are none yet, wait that many seconds for one."""

    async def flush(self) -> None:
        """Return once what this process told is where other processes find it."""

    async def disconnect(self) -> None:
        """Flush, and let go of what the running event loop holds open."""
