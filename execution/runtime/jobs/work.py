"""What a job does, seen from those who run it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from execution.models import Job

Tell = Callable[[bytes], None]
"""Takes one event, as the readers get it. Never waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFacts:
    """Whose job it is and what it is about."""

    kind: Job.Kind
    user_id: uuid.UUID
    flow_id: uuid.UUID
    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEnd:
    """How a job ended."""

    state: Job.State
    last_line: bytes
    """The event after which no more come."""
    error: str | None = None


class Work(Protocol):
    """One job's work."""

    async def run(self, tell: Tell) -> JobEnd:
        """Do it, telling what happens."""

    def broken_off(self, reason: str | None) -> JobEnd:
        """Return the end of a job that did not come to its own: because of an error, or without one, by a cancel."""
