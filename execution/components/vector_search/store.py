"""What a vector store is to the components: a place for documents with their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from execution.components.vector_search.documents import Document, Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for."""

    text: str
    vector: Vector
    count: int
    """How many documents at most."""
    diverse: bool = False
    """Shall the documents differ from each other, too?"""


class Store(Protocol):
    """One collection, index or table of a vector store."""

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep the documents, each with its vector."""

    async def nearest(self, query: Query) -> list[Document]:
        """Return the documents nearest to the query, the nearest first; none where the place does not exist yet."""


class ListedStore(Store, Protocol):
    """One that can also say what is in it."""

    async def stored(self, limit: int | None = None) -> list[Document]:
        """Return what it keeps, no more than `limit`."""
