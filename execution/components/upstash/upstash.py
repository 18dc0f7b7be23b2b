"""Upstash: an index of Upstash Vector, over its HTTP API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.json_server import JsonServer
from execution.components.vector_search.rows import batches, flat_document
from execution.components.vector_search.store import Query, Store
from execution.components.web import web_address, web_of
from execution.engine.fields import MultilineInput, SecretStrInput, StrInput

MOST_VECTORS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstashIndex:
    """One namespace of an index. Where the index makes the vectors itself, it gets texts in their place."""

    server: JsonServer
    namespace: str
    text_key: str
    filter: str
    makes_vectors: bool

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them under new ids."""
        rows: list[dict[str, Any]] = [
            {
                "id": str(uuid4()),
                **({"data": document.text} if self.makes_vectors else {"vector": vector}),
                "metadata": {**document.metadata, self.text_key: document.text},
            }
            for document, vector in zip(documents, vectors, strict=True)
        ]
        for part in batches(rows, MOST_VECTORS):
            await self.server.ask("POST", self._path("upsert"), part)

    async def nearest(self, query: Query) -> list[Document]:
        """Return what the index finds."""
        asked = {"data": query.text} if self.makes_vectors else {"vector": query.vector}
        body = {**asked, "topK": query.count, "includeMetadata": True, "filter": self.filter}
        found = await self.server.ask("POST", self._path("query"), body)
        return [flat_document(row.get("metadata"), self.text_key) for row in found["result"]]

    def _path(self, action: str) -> str:
        action = f"{action}-data" if self.makes_vectors else action
        return f"/{action}/{quote(self.namespace, safe='')}" if self.namespace else f"/{action}"


class UpstashVectorStoreComponent(VectorStoreComponent):
    """Keep documents in an index of Upstash's and search it."""

    name = "Upstash"
    display_name = "Upstash"
    description = "Keeps documents with their vectors at Upstash and finds them by meaning."
    icon = "Upstash"

    inputs = [
        StrInput(name="index_url", display_name="Index URL", info="The index's address.", required=True),
        SecretStrInput(
            name="index_token", display_name="Upstash Index Token", info="The index's token.", required=True
        ),
        StrInput(
            name="text_key",
            display_name="Text Key",
            info="Where a vector's metadata keeps the text.",
            value="text",
            advanced=True,
        ),
        StrInput(name="namespace", display_name="Namespace", info="The part of the index to use."),
        *STORE_FIELDS,
        MultilineInput(
            name="metadata_filter",
            display_name="Metadata Filter",
            info="Only documents whose metadata fits, in Upstash's language.",
        ),
        EMBEDDING.with_settings(info="The model that makes the vectors. Without one, the index makes them itself."),
        number_of_results(),
    ]

    index_url: str | None
    index_token: str | None
    text_key: str | None
    namespace: str | None
    metadata_filter: str | None

    async def open_store(self) -> Store:
        """Return the index."""
        return UpstashIndex(
            server=JsonServer(
                name="Upstash",
                address=web_address(self.index_url),
                web=web_of(self.run),
                headers={"Authorization": f"Bearer {self.index_token}"},
            ),
            namespace=self.namespace or "",
            text_key=self.text_key or "text",
            filter=self.metadata_filter or "",
            makes_vectors=not self.embedding,
        )

    async def vectors_of(self, documents: list[Document]) -> list[Vector]:
        """Return the vector of each text, an empty one where the index makes it itself."""
        return await super().vectors_of(documents) if self.embedding else [[] for _ in documents]

    async def vector_of(self, text: str) -> Vector:
        """Return the vector of a question in the same way."""
        return await super().vector_of(text) if self.embedding else []
