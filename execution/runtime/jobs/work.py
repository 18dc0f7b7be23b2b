"""What a job does, seen from those who run it."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from execution.models import Job
from execution.runtime.run import Claim, FinishedRun

Tell = Callable[[bytes], None]
"""Takes one event, as the readers get it. Never waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFacts:
    """Whose job it is and what it is about."""

    kind: Job.Kind
    user_id: uuid.UUID
    flow_id: uuid.UUID | None
    session_id: str = ""
    most_attempts: int = 1
    """How many processes may die of it. More than one only where a second attempt does nothing twice."""
    timeout: float | None = None
    """Seconds that one attempt may take; None leaves it to the work."""
    result: Any = None
    """What the kind's route answers with until the job has ended, and where it was broken off."""
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEnd:
    """How a job ended."""

    state: Job.State
    last_line: bytes
    """The event after which no more come."""
    error: str | None = None
    error_code: str = ""
    result: Any = None
    """A JSON value: what the kind's route answers with. None leaves what the row has."""

    def as_row(self) -> dict[str, Any]:
        """Return the columns of the job's row."""
        row = {"state": self.state, "error": self.error, "error_code": self.error_code}
        return row if self.result is None else {**row, "result": self.result}


class Attempt(Protocol):
    """One attempt at a job, by this process."""

    job_id: uuid.UUID

    def tell(self, line: bytes) -> None:
        """Tell the job's readers; never waits."""

    def claim(self, end_of: Callable[[FinishedRun], JobEnd]) -> Claim:
        """Return the claim for a run, whose end that function works out once the run is over."""


class Work(Protocol):
    """One job's work. kinds.py names the class of each kind, so that any process can take a job up."""

    def as_request(self) -> dict[str, Any]:
        """Return a JSON value from which another process makes the same work."""

    @classmethod
    def of_request(cls, request: Mapping[str, Any]) -> Self:
        """Make the work again."""

    async def run(self, attempt: Attempt) -> JobEnd:
        """Do it, telling what happens."""

    @classmethod
    def broken_off(cls, job_id: uuid.UUID, state: Job.State, reason: str | None) -> JobEnd:
        """Return the end of a job that did not come to its own: it failed, was cancelled, or took too long."""
