"""Elasticsearch: an index of an Elasticsearch cluster, over its HTTP API."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.diversity import most_diverse
from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.errors import StoreRefused
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.json_server import JsonServer
from execution.components.vector_search.store import Query, Store
from execution.components.web import web_address, web_of
from execution.engine.fields import BoolInput, DropdownInput, FloatInput, SecretStrInput, StrInput
from execution.engine.values import Data

CANDIDATES = 50
TEXT, VECTOR, METADATA = "text", "vector", "metadata"


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticIndex:
    """One index."""

    server: JsonServer
    path: str
    least_score: float

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them; the index is made where there is none."""
        if await self.server.ask("GET", self.path, missing_is_none=True) is None:
            await self.server.ask("PUT", self.path, _mapping(len(vectors[0])))
        lines: list[str] = []
        for document, vector in zip(documents, vectors, strict=True):
            row = {TEXT: document.text, VECTOR: vector, METADATA: dict(document.metadata)}
            lines += [json.dumps({"index": {}}), json.dumps(row)]
        await self.server.ask("POST", f"{self.path}/_bulk?refresh=true", content="\n".join(lines) + "\n")

    async def nearest(self, query: Query) -> list[Document]:
        """Return the nearest documents whose score is high enough."""
        count = max(CANDIDATES, query.count) if query.diverse else query.count
        near = {"field": VECTOR, "query_vector": query.vector, "k": count, "num_candidates": max(CANDIDATES, count)}
        hits = await self._hits({"knn": near, "size": count})
        if query.diverse:
            vectors = [hit["_source"][VECTOR] for hit in hits]
            hits = [hits[place] for place in most_diverse(query.vector, vectors, query.count)]
        return [_document(hit) for hit in hits]

    async def any(self, count: int) -> list[Document]:
        """Return documents without looking for anything."""
        return [_document(hit) for hit in await self._hits({"query": {"match_all": {}}, "size": count})]

    async def _hits(self, body: dict[str, Any]) -> list[Any]:
        found = await self.server.ask("POST", f"{self.path}/_search", body, missing_is_none=True)
        return [hit for hit in found["hits"]["hits"] if hit["_score"] >= self.least_score] if found else []


def _mapping(dimensions: int) -> dict[str, Any]:
    vector = {"type": "dense_vector", "dims": dimensions, "index": True, "similarity": "cosine"}
    return {"mappings": {"properties": {TEXT: {"type": "text"}, VECTOR: vector}}}


def _document(hit: Any) -> Document:
    row = hit["_source"]
    return Document(text=row.get(TEXT) or "", metadata=row.get(METADATA) or {})


class ElasticsearchVectorStoreComponent(VectorStoreComponent):
    """Keep documents in an index of Elasticsearch and search it."""

    name = "Elasticsearch"
    display_name = "Elasticsearch"
    description = "Keeps documents with their vectors in Elasticsearch and finds them by meaning."
    icon = "ElasticsearchStore"

    inputs = [
        StrInput(
            name="elasticsearch_url",
            display_name="Elasticsearch URL",
            info="The cluster's address. Leave it empty for a cluster in Elastic's cloud.",
            value="http://localhost:9200",
        ),
        SecretStrInput(name="cloud_id", display_name="Elastic Cloud ID", info="Names a cluster in Elastic's cloud."),
        StrInput(name="index_name", display_name="Index Name", info="The index to use.", value="langflow"),
        *STORE_FIELDS,
        StrInput(name="username", display_name="Username", info="Who asks, where there is no API key."),
        SecretStrInput(name="password", display_name="Elasticsearch Password", info="The user's password."),
        EMBEDDING,
        DropdownInput(
            name="search_type",
            display_name="Search Type",
            info="similarity gives the nearest documents; mmr such that differ from each other, too.",
            options=["similarity", "mmr"],
            value="similarity",
            advanced=True,
        ),
        number_of_results(),
        FloatInput(
            name="search_score_threshold",
            display_name="Search Score Threshold",
            info="Documents with a lower score are left out.",
            value=0.0,
            advanced=True,
        ),
        SecretStrInput(name="api_key", display_name="Elastic API Key", info="The cluster's key.", advanced=True),
        BoolInput(
            name="verify_certs",
            display_name="Verify SSL Certificates",
            info="Kept for flows that have it; certificates are always verified.",
            value=True,
            advanced=True,
        ),
    ]

    elasticsearch_url: str | None
    cloud_id: str | None
    index_name: str | None
    username: str | None
    password: str | None
    api_key: str | None
    search_type: str | None
    search_score_threshold: float | None

    async def open_store(self) -> Store:
        """Return the cluster's index."""
        return self._index()

    async def search(self, store: Store) -> list[Data]:
        """Return the records that are found; any of them where nothing is looked for."""
        if (self.search_query or "").strip():
            return await super().search(store)
        found = [document.to_data() for document in await self._index().any(self.wanted())]
        self.status = found
        return found

    async def query(self) -> Query:
        """Return what the fields ask for."""
        return replace(await super().query(), diverse=self.search_type == "mmr")

    def _index(self) -> ElasticIndex:
        return ElasticIndex(
            server=JsonServer(
                name="Elasticsearch", address=self._address(), web=web_of(self.run), headers=self._authorization()
            ),
            path=f"/{quote(self.index_name or 'langflow', safe='')}",
            least_score=self.search_score_threshold or 0.0,
        )

    def _address(self) -> str:
        if not self.cloud_id:
            return web_address(self.elasticsearch_url)
        if self.elasticsearch_url:
            raise StoreRefused(reason="both a cloud id and an address are given. Use one of them.")
        return _address_in_cloud(self.cloud_id)

    def _authorization(self) -> dict[str, str]:
        if self.api_key:
            return {"Authorization": f"ApiKey {self.api_key}"}
        if self.username and self.password:
            return {"Authorization": f"Basic {b64encode(f'{self.username}:{self.password}'.encode()).decode()}"}
        return {}


def _address_in_cloud(cloud_id: str) -> str:
    """A cloud id is `name:base64 of "host$cluster$..."`."""
    try:
        host, cluster, *_ = b64decode(cloud_id.rpartition(":")[2]).decode().split("$")
    except (binascii.Error, ValueError) as error:
        raise StoreRefused(reason="the cloud id is none") from error
    return f"https://{cluster}.{host}"
