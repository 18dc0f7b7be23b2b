"""Collections in a folder of Chroma's format, opened by Chroma's own library."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from execution.components.optional_import import optional_import
from execution.components.vector_search.diversity import CANDIDATES, most_diverse
from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.store import Query

EXTRA = "chroma"
MOST_AT_ONCE = 5000
"""Chroma takes no more documents in one call."""


async def open_folder(folder: Path, collection: str) -> ChromaFolder:
    """Return the collection in that folder, a new one where there is none."""
    return ChromaFolder(await asyncio.to_thread(_collection, folder, collection))


def _collection(folder: Path, name: str) -> Any:
    chroma = optional_import("chromadb", extra=EXTRA)
    folder.mkdir(parents=True, exist_ok=True)
    # Chroma tells its makers about its use unless it is asked not to.
    settings = chroma.Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder))
    client = chroma.PersistentClient(str(folder), settings=settings)
    return client.get_or_create_collection(name, embedding_function=None)


class ChromaFolder:
    """One collection. The library blocks, so it works on a thread."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them under new ids."""
        for start in range(0, len(documents), MOST_AT_ONCE):
            part = slice(start, start + MOST_AT_ONCE)
            await asyncio.to_thread(self._add, documents[part], vectors[part])

    def _add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        self._collection.add(
            ids=[str(uuid4()) for _ in documents],
            documents=[document.text for document in documents],
            metadatas=[dict(document.metadata) or None for document in documents],
            embeddings=list(vectors),
        )

    async def nearest(self, query: Query) -> list[Document]:
        """Return the documents that Chroma finds."""
        count = max(CANDIDATES, query.count) if query.diverse else query.count
        found = await asyncio.to_thread(
            self._collection.query,
            query_embeddings=[query.vector],
            n_results=max(count, 1),
            include=["documents", "metadatas", "embeddings"],
        )
        documents = _documents(found["documents"][0], found["metadatas"][0])
        if not query.diverse:
            return documents[: query.count]
        vectors = [[float(number) for number in vector] for vector in found["embeddings"][0]]
        return [documents[place] for place in most_diverse(query.vector, vectors, query.count)]

    async def stored(self, limit: int | None = None) -> list[Document]:
        """Return what is in the collection."""
        found = await asyncio.to_thread(self._collection.get, limit=limit, include=["documents", "metadatas"])
        return _documents(found["documents"], found["metadatas"])


def _documents(texts: Sequence[str | None], metadatas: Sequence[Any]) -> list[Document]:
    rows = zip(texts, metadatas, strict=True)
    return [Document(text=text or "", metadata=dict(metadata or {})) for text, metadata in rows]
