"""An index of OpenSearch: how it is laid out, filled, and searched by meaning and by words at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.errors import StoreRefused
from execution.components.vector_search.json_server import JsonServer
from execution.components.vector_search.rows import flat_document
from execution.components.vector_search.store import Query

TEXT = "text"
MEANING, WORDS = 0.7, 0.3
"""How much each counts."""
METHODS = {"jvector": "disk_ann"}
"""Engine -> its way to find neighbours, where it is another than the usual one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How vectors lie in a new index."""

    engine: str
    space: str
    construction: int
    links: int

    def mapping(self, name: str, dimensions: int) -> dict[str, Any]:
        """Return the mapping of a field with vectors."""
        method = {
            "name": METHODS.get(self.engine, "hnsw"),
            "engine": self.engine,
            "space_type": self.space,
            "parameters": {"ef_construction": self.construction, "m": self.links},
        }
        return {"properties": {name: {"type": "knn_vector", "dimension": dimensions, "method": method}}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which documents count, whatever is looked for."""

    clauses: Sequence[Any] = ()
    limit: int | None = None
    least_score: float | None = None

    @classmethod
    def parse(cls, text: str | None) -> Filters:
        """Read `{"filter": [...], "limit": 10, "score_threshold": 0.5}`, or a field with its values each."""
        if not (text or "").strip():
            return cls()
        try:
            given = json.loads(text or "")
        except ValueError as error:
            raise StoreRefused(reason=f"the filter is no JSON: {error}") from error
        if not isinstance(given, Mapping):
            raise StoreRefused(reason="the filter is no JSON object")
        known = {"filter", "limit", "score_threshold"}
        clauses = given.get("filter") or []
        terms = [{"terms": {name: _as_list(value)}} for name, value in given.items() if name not in known]
        return cls(
            clauses=[*_as_list(clauses), *terms],
            limit=given.get("limit"),
            least_score=given.get("score_threshold"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSearchIndex:
    """One index, seen through one field of vectors."""

    server: JsonServer
    path: str
    vector_field: str
    layout: Layout
    filters: Filters = field(default_factory=Filters)
    more_metadata: Mapping[str, Any] = field(default_factory=dict)

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them; the index and its field of vectors are made where there are none."""
        await self._prepare(len(vectors[0]))
        lines: list[str] = []
        for document, vector in zip(documents, vectors, strict=True):
            row = {**document.metadata, **self.more_metadata, TEXT: document.text, self.vector_field: vector}
            lines += [json.dumps({"index": {}}), json.dumps(row)]
        await self.server.ask("POST", f"{self.path}/_bulk?refresh=true", content="\n".join(lines) + "\n")

    async def nearest(self, query: Query) -> list[Document]:
        """Return what is near in meaning or holds the words."""
        return await self.find(query.text, {self.vector_field: query.vector}, query.count)

    async def find(self, text: str, vectors: Mapping[str, Vector], count: int) -> list[Document]:
        """Return documents near to the vector of any of these fields, or that hold the words."""
        found = await self.raw(self._search(text, vectors, self.filters.limit or count))
        hits = found["hits"]["hits"] if found else []
        own = [name for hit in hits for name in hit["_source"] if name.startswith(self.vector_field) or name in vectors]
        return [flat_document(hit["_source"], TEXT, without=own) for hit in hits]

    async def raw(self, body: Mapping[str, Any]) -> Any:
        """Return the answer to a search in OpenSearch's own words; None where there is no index."""
        return await self.server.ask("POST", f"{self.path}/_search", body, missing_is_none=True)

    async def _prepare(self, dimensions: int) -> None:
        mapping = self.layout.mapping(self.vector_field, dimensions)
        known = await self.server.ask("GET", f"{self.path}/_mapping", missing_is_none=True)
        if known is None:
            await self.server.ask("PUT", self.path, {"settings": {"index": {"knn": True}}, "mappings": mapping})
        elif not any(self.vector_field in _properties(index) for index in known.values()):
            await self.server.ask("PUT", f"{self.path}/_mapping", mapping)

    def _search(self, text: str, vectors: Mapping[str, Vector], count: int) -> dict[str, Any]:
        near = [
            {"knn": {name: {"vector": vector, "k": max(count, 50), "boost": MEANING}}}
            for name, vector in vectors.items()
        ]
        words = {"match": {TEXT: {"query": text, "boost": WORDS}}}
        query: dict[str, Any] = {"should": [*near, words], "minimum_should_match": 1}
        if self.filters.clauses:
            query["filter"] = list(self.filters.clauses)
        body: dict[str, Any] = {"query": {"bool": query}, "size": count}
        if self.filters.least_score is not None:
            body["min_score"] = self.filters.least_score
        return body


def _properties(index: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = index.get("mappings", {}).get("properties", {})
    return found


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
