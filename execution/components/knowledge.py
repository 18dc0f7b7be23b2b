"""Knowledge bases, as components reach them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from execution.engine.errors import EngineError

if TYPE_CHECKING:
    from execution.engine.ports import RunContext

SERVICE = "knowledge"


class KnowledgeUnavailable(EngineError):
    """This host gives components no knowledge bases."""

    code = "knowledge_unavailable"
    message = "This server gives components no knowledge bases."


class KnowledgeBaseMissing(EngineError, LookupError):
    """The flow names one that its owner does not have."""

    code = "knowledge_base_missing"
    message = "There is no knowledge base '{name}'. Choose one that exists, or make it."


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeFacts:
    """One knowledge base."""

    id: uuid.UUID
    name: str
    embedding_provider: str
    embedding_model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A chunk of a knowledge base."""

    content: str
    facts: Mapping[str, Any]
    vector: Sequence[float]
    distance: float | None
    """How far it is from the question; None where nothing was asked."""


class KnowledgeBases(Protocol):
    """The host's service `knowledge`: the knowledge bases of users."""

    async def names(self, owner: str) -> list[str]:
        """Return the names of the user's knowledge bases."""

    async def find(self, owner: str, name: str) -> KnowledgeFacts | None:
        """Return the user's knowledge base of that name, or None."""

    async def nearest(self, base: KnowledgeFacts, vector: Sequence[float], count: int) -> list[Passage]:
        """Return the passages nearest to the vector, the nearest first."""

    async def first(self, base: KnowledgeFacts, count: int) -> list[Passage]:
        """Return the passages that were stored first."""


def knowledge_of(run: RunContext) -> KnowledgeBases:
    """Return the host's knowledge bases; raise KnowledgeUnavailable if it has none, or nobody is known to own some."""
    service: KnowledgeBases | None = run.services.get(SERVICE)
    if service is None or run.user_id is None:
        raise KnowledgeUnavailable
    return service
