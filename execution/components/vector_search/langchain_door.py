"""A store of ours as langchain knows vector stores: for the components and the code on the other end of an edge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from execution.components.optional_import import optional_import
from execution.components.vector_search.documents import Document
from execution.components.vector_search.store import Query, Store

EXTRA = "agents"
USUAL_COUNT = 4


class LentStore:
    """The asynchronous half of langchain's interface; the other half would block the server."""

    def __init__(self, store: Store, embedding: Any) -> None:
        self._store = store
        self._embedding = embedding

    @property
    def embeddings(self) -> Any:
        """The model that makes its vectors."""
        return self._embedding

    async def aadd_texts(
        self, texts: Iterable[str], metadatas: list[dict[str, Any]] | None = None, **_options: Any
    ) -> list[str]:
        """Keep texts. The store names them itself, so no ids come back."""
        kept = list(texts)
        known: Iterable[Mapping[str, Any]] = metadatas or [{} for _ in kept]
        documents = [Document(text=text, metadata=facts) for text, facts in zip(kept, known, strict=True)]
        await self._store.add(documents, await self._embedding.aembed_documents(kept))
        return []

    async def asimilarity_search(self, query: str, k: int = USUAL_COUNT, **_options: Any) -> list[Any]:
        """Return langchain's documents that are nearest to the query."""
        kind: Any = optional_import("langchain_core.documents", extra=EXTRA).Document
        vector = await self._embedding.aembed_query(query)
        found = await self._store.nearest(Query(text=query, vector=vector, count=k))
        return [kind(page_content=document.text, metadata=dict(document.metadata)) for document in found]

    def similarity_search(self, query: str, k: int = USUAL_COUNT, **_options: Any) -> list[Any]:
        """Refuse: nothing here may wait on the event loop's thread."""
        raise NotImplementedError("Use asimilarity_search.")

    @classmethod
    def from_texts(cls, *_arguments: Any, **_options: Any) -> Any:
        """Refuse: a store is opened by its component."""
        raise NotImplementedError("Connect the component of the store.")


def as_langchain(store: Store, embedding: Any) -> Any:
    """Return the store as a vector store of langchain's."""
    base = optional_import("langchain_core.vectorstores", extra=EXTRA).VectorStore
    kind: Any = type("LentVectorStore", (LentStore, base), {})
    return kind(store, embedding)
