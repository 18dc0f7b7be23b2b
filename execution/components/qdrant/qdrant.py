"""Qdrant: collections of a Qdrant server, over its HTTP API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import uuid4

from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.errors import StoreRefused
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.json_server import JsonServer
from execution.components.vector_search.rows import batches
from execution.components.vector_search.store import Query, Store
from execution.components.web import web_address, web_of
from execution.engine.fields import DropdownInput, IntInput, SecretStrInput, StrInput

DISTANCES = {"Cosine": "Cosine", "Euclidean": "Euclid", "Dot Product": "Dot"}
MOST_POINTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class QdrantCollection:
    """One collection."""

    server: JsonServer
    path: str
    text_key: str
    metadata_key: str
    distance: str

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them; the collection is made where there is none."""
        if await self.server.ask("GET", self.path, missing_is_none=True) is None:
            shape = {"vectors": {"size": len(vectors[0]), "distance": self.distance}}
            await self.server.ask("PUT", self.path, shape)
        for part in batches(list(zip(documents, vectors, strict=True)), MOST_POINTS):
            points = [
                {
                    "id": str(uuid4()),
                    "vector": vector,
                    "payload": {self.text_key: document.text, self.metadata_key: dict(document.metadata)},
                }
                for document, vector in part
            ]
            await self.server.ask("PUT", f"{self.path}/points?wait=true", {"points": points})

    async def nearest(self, query: Query) -> list[Document]:
        """Return the points nearest to the vector."""
        body = {"query": query.vector, "limit": query.count, "with_payload": True}
        found = await self.server.ask("POST", f"{self.path}/points/query", body, missing_is_none=True)
        payloads = [point.get("payload") or {} for point in found["result"]["points"]] if found else []
        return [
            Document(text=str(payload.get(self.text_key) or ""), metadata=payload.get(self.metadata_key) or {})
            for payload in payloads
        ]


class QdrantVectorStoreComponent(VectorStoreComponent):
    """Keep documents in a collection of Qdrant's and search it."""

    display_name = "Qdrant"
    description = "Keeps documents with their vectors in Qdrant and finds them by meaning."
    icon = "Qdrant"

    inputs = [
        StrInput(name="collection_name", display_name="Collection Name", info="The collection to use.", required=True),
        StrInput(name="host", display_name="Host", info="The server's host.", value="localhost", advanced=True),
        IntInput(name="port", display_name="Port", info="The server's port for HTTP.", value=6333, advanced=True),
        IntInput(
            name="grpc_port",
            display_name="gRPC Port",
            info="Kept for flows that have it; the server is asked over HTTP.",
            value=6334,
            advanced=True,
        ),
        SecretStrInput(name="api_key", display_name="Qdrant API Key", info="The server's key.", advanced=True),
        StrInput(name="prefix", display_name="Prefix", info="What stands before the paths of the API.", advanced=True),
        IntInput(
            name="timeout", display_name="Timeout", info="Seconds to wait; 0 waits the usual time.", advanced=True
        ),
        StrInput(
            name="path",
            display_name="Path",
            info="Kept for flows that have it; collections of servers alone can be used.",
            advanced=True,
        ),
        StrInput(
            name="url", display_name="URL", info="The server's whole address, in place of host and port.", advanced=True
        ),
        DropdownInput(
            name="distance_func",
            display_name="Distance Function",
            info="How nearness is measured in a new collection.",
            options=list(DISTANCES),
            value="Cosine",
            advanced=True,
        ),
        StrInput(
            name="content_payload_key",
            display_name="Content Payload Key",
            info="Where a point keeps its text.",
            value="page_content",
            advanced=True,
        ),
        StrInput(
            name="metadata_payload_key",
            display_name="Metadata Payload Key",
            info="Where a point keeps what is known about its text.",
            value="metadata",
            advanced=True,
        ),
        *STORE_FIELDS,
        EMBEDDING,
        number_of_results(),
    ]

    collection_name: str | None
    host: str | None
    port: int | None
    api_key: str | None
    prefix: str | None
    timeout: int | None
    path: str | None
    url: str | None
    distance_func: str | None
    content_payload_key: str | None
    metadata_payload_key: str | None

    async def open_store(self) -> Store:
        """Return the server's collection."""
        if self.path:
            raise StoreRefused(reason="Qdrant's folders cannot be opened here. Name a server, or use Chroma or FAISS.")
        return QdrantCollection(
            server=JsonServer(
                name="Qdrant",
                address=self._address(),
                web=web_of(self.run),
                headers={"api-key": self.api_key} if self.api_key else {},
                seconds=self.timeout or None,
            ),
            path=f"/collections/{quote(self.collection_name or '', safe='')}",
            text_key=self.content_payload_key or "page_content",
            metadata_key=self.metadata_payload_key or "metadata",
            distance=DISTANCES.get(self.distance_func or "", "Cosine"),
        )

    def _address(self) -> str:
        # Qdrant's own client asks over TLS exactly when there is a key for a host.
        scheme = "https" if self.api_key else "http"
        address = web_address(self.url) if self.url else f"{scheme}://{self.host or 'localhost'}:{self.port or 6333}"
        return f"{address.rstrip('/')}/{self.prefix.strip('/')}" if self.prefix else address
