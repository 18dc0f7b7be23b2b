"""Collections of a Chroma server, over its HTTP API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from execution.components.vector_search.diversity import CANDIDATES, most_diverse
from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.json_server import JsonServer
from execution.components.vector_search.store import Query

COLLECTIONS = "/api/v2/tenants/default_tenant/databases/default_database/collections"


async def open_collection(server: JsonServer, name: str) -> ChromaServer:
    """Return the collection of that name, a new one where there is none."""
    made = await server.ask("POST", COLLECTIONS, {"name": name, "get_or_create": True})
    return ChromaServer(server, f"{COLLECTIONS}/{made['id']}")


class ChromaServer:
    """One collection."""

    def __init__(self, server: JsonServer, path: str) -> None:
        self._server = server
        self._path = path

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them under new ids."""
        body = {
            "ids": [str(uuid4()) for _ in documents],
            "documents": [document.text for document in documents],
            "metadatas": [dict(document.metadata) or None for document in documents],
            "embeddings": list(vectors),
        }
        await self._server.ask("POST", f"{self._path}/add", body)

    async def nearest(self, query: Query) -> list[Document]:
        """Return the documents that the server finds."""
        count = max(CANDIDATES, query.count) if query.diverse else query.count
        include = ["documents", "metadatas", *(["embeddings"] if query.diverse else [])]
        body = {"query_embeddings": [query.vector], "n_results": max(count, 1), "include": include}
        found = await self._server.ask("POST", f"{self._path}/query", body)
        documents = _documents(found["documents"][0], found["metadatas"][0])
        if not query.diverse:
            return documents[: query.count]
        return [documents[place] for place in most_diverse(query.vector, found["embeddings"][0], query.count)]

    async def stored(self, limit: int | None = None) -> list[Document]:
        """Return what is in the collection."""
        body = {"include": ["documents", "metadatas"], **({"limit": limit} if limit else {})}
        found = await self._server.ask("POST", f"{self._path}/get", body)
        return _documents(found["documents"], found["metadatas"])


def _documents(texts: Sequence[str | None], metadatas: Sequence[Any]) -> list[Document]:
    rows = zip(texts, metadatas, strict=True)
    return [Document(text=text or "", metadata=dict(metadata or {})) for text, metadata in rows]
