"""Collections in this process's memory: each belongs to one flow and is gone when the process ends."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from execution.components.optional_import import optional_import
from execution.components.vector_search.diversity import CANDIDATES, most_diverse
from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.errors import DimensionsDiffer
from execution.components.vector_search.store import Query

MOST_COLLECTIONS = 100
"""The ones not used for longest go first."""

_collections: OrderedDict[tuple[str, str], MemoryStore] = OrderedDict()


def collection_of(flow_id: str, name: str) -> MemoryStore:
    """Return the flow's collection of that name, an empty one where there is none."""
    key = (flow_id, name)
    store = _collections.setdefault(key, MemoryStore())
    _collections.move_to_end(key)
    while len(_collections) > MOST_COLLECTIONS:
        _collections.popitem(last=False)
    return store


class MemoryStore:
    """Documents and vectors in lists; a search looks at all of them."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._vectors: list[Vector] = []

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them."""
        for vector in vectors:
            self._check(vector)
            self._vectors.append(vector)
        self._documents.extend(documents)

    async def nearest(self, query: Query) -> list[Document]:
        """Return the documents at the least distance."""
        if not self._documents:
            return []
        self._check(query.vector)
        order = self._by_distance(query.vector)
        if query.diverse:
            near = order[: max(CANDIDATES, query.count)]
            chosen = most_diverse(query.vector, [self._vectors[place] for place in near], query.count)
            return [self._documents[near[place]] for place in chosen]
        return [self._documents[place] for place in order[: query.count]]

    async def stored(self, limit: int | None = None) -> list[Document]:
        """Return what was added, oldest first."""
        return self._documents[:limit]

    def _by_distance(self, vector: Vector) -> list[int]:
        numpy: Any = optional_import("numpy", extra="dataframe")
        distances = ((numpy.asarray(self._vectors) - numpy.asarray(vector)) ** 2).sum(axis=1)
        order: list[int] = numpy.argsort(distances, kind="stable").tolist()
        return order

    def _check(self, vector: Vector) -> None:
        if self._vectors and len(vector) != len(self._vectors[0]):
            raise DimensionsDiffer(stored=len(self._vectors[0]), given=len(vector))
