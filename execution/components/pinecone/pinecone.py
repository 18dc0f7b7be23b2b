"""Pinecone: an index at Pinecone, over its HTTP API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.documents import Document, Vector, with_plain_metadata
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.json_server import JsonServer
from execution.components.vector_search.rows import batches, flat_document
from execution.components.vector_search.store import Query, Store
from execution.components.web import web_of
from execution.engine.fields import DropdownInput, SecretStrInput, StrInput

DIRECTORY = "https://api.pinecone.io"
VERSION = "2025-01"
MOST_VECTORS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PineconeIndex:
    """One namespace of an index."""

    server: JsonServer
    namespace: str
    text_key: str

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them under new ids."""
        pairs = list(zip(with_plain_metadata(documents), vectors, strict=True))
        for part in batches(pairs, MOST_VECTORS):
            rows: list[dict[str, Any]] = [
                {
                    "id": str(uuid4()),
                    "values": vector,
                    "metadata": {**document.metadata, self.text_key: document.text},
                }
                for document, vector in part
            ]
            await self.server.ask("POST", "/vectors/upsert", {"vectors": rows, "namespace": self.namespace})

    async def nearest(self, query: Query) -> list[Document]:
        """Return what the index finds."""
        body = {"vector": query.vector, "topK": query.count, "includeMetadata": True, "namespace": self.namespace}
        found = await self.server.ask("POST", "/query", body)
        return [flat_document(match.get("metadata"), self.text_key) for match in found.get("matches", ())]


class PineconeVectorStoreComponent(VectorStoreComponent):
    """Keep documents in an index of Pinecone's and search it."""

    name = "Pinecone"
    display_name = "Pinecone"
    description = "Keeps documents with their vectors at Pinecone and finds them by meaning."
    icon = "Pinecone"

    inputs = [
        StrInput(name="index_name", display_name="Index Name", info="The index to use.", required=True),
        StrInput(name="namespace", display_name="Namespace", info="The part of the index to use."),
        DropdownInput(
            name="distance_strategy",
            display_name="Distance Strategy",
            info="Kept for flows that have it; the index itself says how nearness is measured.",
            options=["Cosine", "Euclidean", "Dot Product"],
            value="Cosine",
            advanced=True,
        ),
        SecretStrInput(
            name="pinecone_api_key", display_name="Pinecone API Key", info="Your key at Pinecone.", required=True
        ),
        StrInput(
            name="text_key",
            display_name="Text Key",
            info="Where a vector's metadata keeps the text.",
            value="text",
            advanced=True,
        ),
        *STORE_FIELDS,
        EMBEDDING,
        number_of_results(),
    ]

    index_name: str | None
    namespace: str | None
    pinecone_api_key: str | None
    text_key: str | None

    async def open_store(self) -> Store:
        """Return the index, whose host Pinecone's directory tells."""
        headers = {"Api-Key": self.pinecone_api_key or "", "X-Pinecone-API-Version": VERSION}
        directory = JsonServer(name="Pinecone", address=DIRECTORY, web=web_of(self.run), headers=headers)
        index = await directory.ask("GET", f"/indexes/{quote(self.index_name or '', safe='')}")
        return PineconeIndex(
            server=JsonServer(
                name="Pinecone", address=f"https://{index['host']}", web=web_of(self.run), headers=headers
            ),
            namespace=self.namespace or "",
            text_key=self.text_key or "text",
        )
