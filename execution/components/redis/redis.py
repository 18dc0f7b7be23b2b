"""Redis: an index of a Redis with the search module."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from execution.components.chunks import chunks_of
from execution.components.redis.connecting import check_address, connected
from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.documents import Document, Vector, with_plain_metadata
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.store import Query, Store
from execution.engine.fields import SecretStrInput, StrInput

CHUNK_SIZE = 1000
TEXT, VECTOR, DISTANCE = "content", "content_vector", "distance"

Connect = Callable[[], AbstractAsyncContextManager[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedisIndex:
    """One index over hashes."""

    connect: Connect
    name: str

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep each document as a hash; the index is made where there is none."""
        async with self.connect() as client:
            if not await self._exists(client):
                await client.execute_command(*self._creation(len(vectors[0])))
            for document, vector in zip(with_plain_metadata(documents), vectors, strict=True):
                facts = {key: str(value) for key, value in document.metadata.items()}
                row = {**facts, TEXT: document.text, VECTOR: _as_bytes(vector)}
                await client.hset(f"doc:{self.name}:{uuid4().hex}", mapping=row)

    async def nearest(self, query: Query) -> list[Document]:
        """Return the hashes nearest in direction."""
        asked = f"*=>[KNN {query.count} @{VECTOR} $vector AS {DISTANCE}]"
        options = ("PARAMS", 2, "vector", _as_bytes(query.vector), "SORTBY", DISTANCE, "LIMIT", 0, query.count)
        async with self.connect() as client:
            if not await self._exists(client):
                return []
            answer = await client.execute_command("FT.SEARCH", self.name, asked, *options, "DIALECT", 2)
        return [_document(fields) for fields in answer[2::2]]

    async def _exists(self, client: Any) -> bool:
        listed = await client.execute_command("FT._LIST")
        return self.name.encode() in listed or self.name in listed

    def _creation(self, dimensions: int) -> tuple[Any, ...]:
        vector = (VECTOR, "VECTOR", "FLAT", 6, "TYPE", "FLOAT32", "DIM", dimensions, "DISTANCE_METRIC", "COSINE")
        place = ("ON", "HASH", "PREFIX", 1, f"doc:{self.name}:")
        return ("FT.CREATE", self.name, *place, "SCHEMA", TEXT, "TEXT", *vector)


def _as_bytes(vector: Vector) -> bytes:
    return array("f", vector).tobytes()


def _document(fields: Sequence[bytes]) -> Document:
    """Read a hash: its names and values stand in turn."""
    row = dict(zip(fields[::2], fields[1::2], strict=True))
    text = row.pop(TEXT.encode(), b"").decode()
    own = {VECTOR.encode(), DISTANCE.encode()}
    return Document(text=text, metadata={key.decode(): value.decode() for key, value in row.items() if key not in own})


class RedisVectorStoreComponent(VectorStoreComponent):
    """Keep documents in Redis and search them."""

    name = "Redis"
    display_name = "Redis"
    description = "Keeps documents with their vectors in Redis and finds them by meaning."
    icon = "Redis"
    extra = "redis"

    inputs = [
        SecretStrInput(
            name="redis_server_url",
            display_name="Redis Server Connection String",
            info="redis://user:password@host:6379/0",
            required=True,
        ),
        StrInput(name="redis_index_name", display_name="Redis Index", info="The index to use."),
        StrInput(name="code"),  # the name in which a node keeps its source: listed as a field, but never filled in
        StrInput(
            name="schema",
            display_name="Schema",
            info="Kept for flows that have it; what is stored says itself what it is.",
        ),
        *STORE_FIELDS,
        number_of_results(),
        EMBEDDING,
    ]

    redis_server_url: str | None
    redis_index_name: str | None

    async def open_store(self) -> Store:
        """Return the index; raise for a Redis that components must not reach."""
        address = self.redis_server_url or ""
        await check_address(self.run, address)
        return RedisIndex(connect=lambda: connected(address), name=self.redis_index_name or "langflow")

    async def fill(self, store: Store, documents: list[Document]) -> None:
        """Add the documents in pieces that a search can tell apart."""
        pieces = [
            Document(text=piece, metadata=document.metadata)
            for document in documents
            for piece in chunks_of(document.text, separator="\n\n", size=CHUNK_SIZE, overlap=0)
        ]
        await super().fill(store, pieces)
