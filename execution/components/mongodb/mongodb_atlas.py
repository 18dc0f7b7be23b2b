"""MongoDB Atlas: a collection with a vector search index."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from execution.components.optional_import import optional_import
from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.errors import StoreFailed, StoreRefused
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.places import places_of
from execution.components.vector_search.rows import flat_document
from execution.components.vector_search.store import Query, Store
from execution.engine.fields import BoolInput, DropdownInput, IntInput, SecretStrInput, StrInput

EXTRA = "mongodb"
TEXT = "text"
CONNECT_MILLISECONDS = 10_000
CANDIDATES_PER_RESULT = 10
FILE_OPTIONS = frozenset({"tlscafile", "tlscertificatekeyfile", "tlscrlfile"})
"""They would let the server's own files be read."""


class AtlasCollection:
    """One collection, and the index that searches it. The driver blocks, so it works on a thread."""

    def __init__(self, connect: Any, *, index: dict[str, Any], field: str, overwrites: bool) -> None:
        self._connect = connect
        self._index = index
        self._field = field
        self._overwrites = overwrites

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them, in the place of everything that is there where that is wanted."""
        await asyncio.to_thread(self._add, documents, vectors)

    async def nearest(self, query: Query) -> list[Document]:
        """Return what the index finds; it is made where there is none, and finds nothing until it is ready."""
        return await asyncio.to_thread(self._nearest, query)

    def _add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        with self._connect() as collection:
            if self._overwrites:
                collection.delete_many({})
            collection.insert_many(
                {**document.metadata, TEXT: document.text, self._field: vector}
                for document, vector in zip(documents, vectors, strict=True)
            )

    def _nearest(self, query: Query) -> list[Document]:
        with self._connect() as collection:
            names = {index["name"] for index in collection.list_search_indexes()}
            if self._index["name"] not in names:
                collection.create_search_index(self._index)
            search = {
                "index": self._index["name"],
                "path": self._field,
                "queryVector": query.vector,
                "numCandidates": query.count * CANDIDATES_PER_RESULT,
                "limit": query.count,
            }
            found = collection.aggregate([{"$vectorSearch": search}, {"$unset": self._field}])
            return [flat_document({**row, "_id": str(row.get("_id"))}, TEXT) for row in found]


class MongoVectorStoreComponent(VectorStoreComponent):
    """Keep documents in a collection of MongoDB Atlas and search it."""

    name = "MongoDBAtlasVector"
    display_name = "MongoDB Atlas"
    description = "Keeps documents with their vectors in MongoDB Atlas and finds them by meaning."
    icon = "MongoDB"
    extra = EXTRA

    inputs = [
        SecretStrInput(
            name="mongodb_atlas_cluster_uri",
            display_name="MongoDB Atlas Cluster URI",
            info="mongodb+srv://user:password@cluster",
            required=True,
        ),
        BoolInput(
            name="enable_mtls",
            display_name="Enable mTLS",
            info="Sign in by the certificate.",
            required=True,
            advanced=True,
        ),
        SecretStrInput(
            name="mongodb_atlas_client_cert",
            display_name="MongoDB Atlas Combined Client Certificate",
            info="The private key and the certificate, one after the other.",
        ),
        StrInput(name="db_name", display_name="Database Name", info="The database to use.", required=True),
        StrInput(name="collection_name", display_name="Collection Name", info="The collection to use.", required=True),
        StrInput(
            name="index_name",
            display_name="Index Name",
            info="The search index; it is made where there is none.",
            required=True,
        ),
        *STORE_FIELDS,
        DropdownInput(
            name="insert_mode",
            display_name="Insert Mode",
            info="Add to what is there, or remove everything first.",
            options=["append", "overwrite"],
            value="append",
            advanced=True,
        ),
        EMBEDDING,
        number_of_results(),
        StrInput(
            name="index_field",
            display_name="Index Field",
            info="Where documents keep their vectors.",
            value="embedding",
            required=True,
            advanced=True,
        ),
        StrInput(
            name="filter_field",
            display_name="Filter Field",
            info="A field that a new index can filter by.",
            advanced=True,
        ),
        IntInput(
            name="number_dimensions",
            display_name="Number of Dimensions",
            info="How long the vectors of a new index are.",
            value=1536,
            required=True,
            advanced=True,
        ),
        DropdownInput(
            name="similarity",
            display_name="Similarity",
            info="How nearness is measured in a new index.",
            options=["cosine", "euclidean", "dotProduct"],
            value="cosine",
            advanced=True,
        ),
        DropdownInput(
            name="quantization",
            display_name="Quantization",
            info="How a new index shortens vectors; nothing keeps them whole.",
            options=["scalar", "binary"],
            value=None,
            advanced=True,
        ),
    ]

    mongodb_atlas_cluster_uri: str | None
    enable_mtls: bool
    mongodb_atlas_client_cert: str | None
    db_name: str | None
    collection_name: str | None
    index_name: str | None
    insert_mode: str | None
    index_field: str | None
    filter_field: str | None
    number_dimensions: int | None
    similarity: str | None
    quantization: str | None

    async def open_store(self) -> Store:
        """Return the collection; raise for a server that components must not reach."""
        for host, port in await asyncio.to_thread(_hosts_of, self.mongodb_atlas_cluster_uri or ""):
            await places_of(self.run).check(host, port)
        return AtlasCollection(
            self._connected,
            index={"name": self.index_name, "type": "vectorSearch", "definition": {"fields": self._index_fields()}},
            field=self.index_field or "embedding",
            overwrites=self.insert_mode == "overwrite",
        )

    def _index_fields(self) -> list[dict[str, Any]]:
        vector: dict[str, Any] = {
            "type": "vector",
            "path": self.index_field or "embedding",
            "numDimensions": self.number_dimensions,
            "similarity": self.similarity or "cosine",
        }
        if self.quantization:
            vector["quantization"] = self.quantization
        return [vector, *([{"type": "filter", "path": self.filter_field}] if self.filter_field else [])]

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        driver: Any = optional_import("pymongo", extra=EXTRA)
        errors: Any = optional_import("pymongo.errors", extra=EXTRA)
        with _certificate_file(self.mongodb_atlas_client_cert if self.enable_mtls else None) as path:
            options = {"tls": True, "tlsCertificateKeyFile": path} if path else {}
            try:
                with driver.MongoClient(
                    self.mongodb_atlas_cluster_uri, serverSelectionTimeoutMS=CONNECT_MILLISECONDS, **options
                ) as client:
                    yield client[self.db_name][self.collection_name]
            except errors.PyMongoError as error:
                raise StoreFailed(store="MongoDB", reason=str(error)) from error


def _hosts_of(address: str) -> list[tuple[str, int]]:
    """Return the hosts of a cluster, which for some addresses a name server tells."""
    parser: Any = optional_import("pymongo.uri_parser", extra=EXTRA)
    errors: Any = optional_import("pymongo.errors", extra=EXTRA)
    try:
        parsed = parser.parse_uri(address)
    except (errors.PyMongoError, ValueError) as error:
        raise StoreRefused(reason=f"the address cannot be read: {error}") from error
    if FILE_OPTIONS & {option.lower() for option in parsed["options"]}:
        raise StoreRefused(reason="options that name files are not allowed in the address")
    if any(port is None for _, port in parsed["nodelist"]):
        raise StoreRefused(reason="sockets of this machine are not allowed")
    return list(parsed["nodelist"])


@contextmanager
def _certificate_file(text: str | None) -> Iterator[str | None]:
    """Put the certificate into a file of ours, since the driver reads files only, and remove it afterwards."""
    if not text:
        yield None
        return
    handle, path = mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(_with_lines(text))
        yield path
    finally:
        Path(path).unlink()


def _with_lines(text: str) -> str:
    """Text fields turn line breaks into spaces; PEM needs them, and spaces within its marks."""
    if "\n" in text:
        return text
    lines = text.replace(" ", "\n")
    for mark in ("BEGIN", "END"):
        lines = lines.replace(f"-----{mark}\nPRIVATE\nKEY-----", f"-----{mark} PRIVATE KEY-----")
        lines = lines.replace(f"-----{mark}\nCERTIFICATE-----", f"-----{mark} CERTIFICATE-----")
    return lines
