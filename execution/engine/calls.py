"""What a component asks of others while it runs: models and tools. Noted for the vertex that plays it, for traces.

Components do not note anything themselves. Whoever sees a call (for langchain's models and tools
`components/language_models/call_watcher.py`) adds it to the list that belongs to the vertex under way.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

if TYPE_CHECKING:
    from collections.abc import Iterator

    from execution.engine.values import Usage


class CallKind(StrEnum):
    MODEL = "llm"
    TOOL = "tool"


@dataclass(slots=True, weakref_slot=True, kw_only=True)
class Call:
    """One question and, once it came, its answer."""

    kind: CallKind
    name: str
    started: float
    """By `time.perf_counter`."""
    question: Any
    """JSON, as all values here."""
    id: UUID = field(default_factory=uuid4)
    parent_id: UUID | None = None
    """The call that this one is part of; None or unknown where the component itself asks."""
    model: str | None = None
    answer: Any = None
    usage: Usage | None = None
    seconds: float = 0.0
    has_ended: bool = False
    """False where it was broken off, or its stream was not read to the end."""
    problem: str | None = None


_calls: ContextVar[list[Call] | None] = ContextVar("calls_of_the_vertex", default=None)


@contextmanager
def noting(calls: list[Call]) -> Iterator[None]:
    """Note what is asked meanwhile, also in threads and tasks that begin here, in this list."""
    token = _calls.set(calls)
    try:
        yield
    finally:
        _calls.reset(token)


def noted_calls() -> list[Call] | None:
    """Return the list of the vertex under way; None outside of runs."""
    return _calls.get()
