"""Milvus: a collection of a Milvus server, over its HTTP API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.errors import StoreFailed
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.json_server import JsonServer
from execution.components.vector_search.rows import batches, flat_document
from execution.components.vector_search.store import Query, Store
from execution.components.web import web_address, web_of
from execution.engine.fields import BoolInput, DictInput, DropdownInput, FloatInput, SecretStrInput, StrInput

API = "/v2/vectordb"
MOST_ROWS = 1000
METRIC = "L2"


@dataclass(frozen=True, slots=True, kw_only=True)
class MilvusCollection:
    """One collection."""

    server: JsonServer
    name: str
    description: str
    primary_field: str
    text_field: str
    vector_field: str
    consistency: str
    index_params: Mapping[str, Any]
    search_params: Mapping[str, Any]

    async def exists(self) -> bool:
        """Is there such a collection?"""
        return bool((await self._ask("collections/has"))["has"])

    async def drop(self) -> None:
        """Remove the collection with everything in it."""
        await self._ask("collections/drop")

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them; the collection is made where there is none."""
        if not await self.exists():
            await self._create(len(vectors[0]))
        rows = [
            {**document.metadata, self.text_field: document.text, self.vector_field: vector}
            for document, vector in zip(documents, vectors, strict=True)
        ]
        for part in batches(rows, MOST_ROWS):
            await self._ask("entities/insert", data=part)

    async def nearest(self, query: Query) -> list[Document]:
        """Return the rows at the least distance."""
        if not await self.exists():
            return []
        found = await self._ask(
            "entities/search",
            data=[query.vector],
            annsField=self.vector_field,
            limit=query.count,
            outputFields=["*"],
            consistencyLevel=self.consistency,
            **({"searchParams": self.search_params} if self.search_params else {}),
        )
        own = (self.primary_field, self.vector_field, "distance", "id")
        return [flat_document(row, self.text_field, without=own) for row in found]

    async def _create(self, dimension: int) -> None:
        await self._ask(
            "collections/create",
            dimension=dimension,
            metricType=self.index_params.get("metric_type", METRIC),
            idType="Int64",
            autoID=True,
            description=self.description,
            primaryFieldName=self.primary_field,
            vectorFieldName=self.vector_field,
            params={"consistencyLevel": self.consistency, "enableDynamicField": True},
        )

    async def _ask(self, action: str, **body: Any) -> Any:
        """Milvus answers 200 to everything, and says by a code whether it worked."""
        answer = await self.server.ask("POST", f"{API}/{action}", {"collectionName": self.name, **body})
        if answer.get("code") not in {0, 200}:
            raise StoreFailed(store="Milvus", reason=answer.get("message"))
        return answer.get("data")


class MilvusVectorStoreComponent(VectorStoreComponent):
    """Keep documents in a collection of Milvus' and search it."""

    name = "Milvus"
    display_name = "Milvus"
    description = "Keeps documents with their vectors in Milvus and finds them by meaning."
    icon = "Milvus"

    inputs = [
        StrInput(
            name="collection_name", display_name="Collection Name", info="The collection to use.", value="langflow"
        ),
        StrInput(
            name="collection_description", display_name="Collection Description", info="What a new collection is for."
        ),
        StrInput(
            name="uri", display_name="Connection URI", info="The server's address.", value="http://localhost:19530"
        ),
        SecretStrInput(name="password", display_name="Milvus Token", info="The server's token, or `user:password`."),
        DictInput(
            name="connection_args",
            display_name="Other Connection Arguments",
            info="`db_name` names another database than the usual one; other arguments have no meaning over HTTP.",
            advanced=True,
        ),
        StrInput(name="primary_field", display_name="Primary Field Name", info="Where a row keeps its id.", value="pk"),
        StrInput(name="text_field", display_name="Text Field Name", info="Where a row keeps its text.", value="text"),
        StrInput(
            name="vector_field", display_name="Vector Field Name", info="Where a row keeps its vector.", value="vector"
        ),
        DropdownInput(
            name="consistency_level",
            display_name="Consistencey Level",
            info="How much of what was just written a search must see.",
            options=["Bounded", "Session", "Strong", "Eventual"],
            value="Session",
            advanced=True,
        ),
        DictInput(
            name="index_params",
            display_name="Index Parameters",
            info="`metric_type` says how nearness is measured in a new collection.",
            advanced=True,
        ),
        DictInput(
            name="search_params",
            display_name="Search Parameters",
            info="Handed on with every search.",
            advanced=True,
        ),
        BoolInput(
            name="drop_old",
            display_name="Drop Old Collection",
            info="Remove the collection with everything in it first.",
            advanced=True,
        ),
        FloatInput(name="timeout", display_name="Timeout", info="Seconds to wait.", advanced=True),
        *STORE_FIELDS,
        EMBEDDING,
        number_of_results(),
    ]

    collection_name: str | None
    collection_description: str | None
    uri: str | None
    password: str | None
    connection_args: dict[str, Any]
    primary_field: str | None
    text_field: str | None
    vector_field: str | None
    consistency_level: str | None
    index_params: dict[str, Any]
    search_params: dict[str, Any]
    drop_old: bool
    timeout: float | None

    async def open_store(self) -> Store:
        """Return the server's collection, an empty one where the old one shall go."""
        collection = MilvusCollection(
            server=self._server(),
            name=self.collection_name or "langflow",
            description=self.collection_description or "",
            primary_field=self.primary_field or "pk",
            text_field=self.text_field or "text",
            vector_field=self.vector_field or "vector",
            consistency=self.consistency_level or "Session",
            index_params=self.index_params,
            search_params=self.search_params,
        )
        if self.drop_old and await collection.exists():
            await collection.drop()
        return collection

    def _server(self) -> JsonServer:
        authorization = {"Authorization": f"Bearer {self.password}"} if self.password else {}
        database = {"DB-Name": str(self.connection_args["db_name"])} if "db_name" in self.connection_args else {}
        return JsonServer(
            name="Milvus",
            address=web_address(self.uri),
            web=web_of(self.run),
            headers={**authorization, **database},
            seconds=self.timeout or None,
        )
