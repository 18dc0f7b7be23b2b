"""What the components of OpenSearch do alike: reach the cluster, read the fields, lend the store to others."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from urllib.parse import quote

from execution.components.choices import show_fields_of
from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.json_server import JsonServer
from execution.components.vector_search.langchain_door import as_langchain
from execution.components.vector_search.opensearch_fields import FIELDS_OF_MODES
from execution.components.vector_search.opensearch_index import Filters, Layout, OpenSearchIndex
from execution.components.vector_search.store import Store
from execution.components.web import web_address, web_of
from execution.engine.component import Node
from execution.engine.fields import Output

CONNECTION = Output(
    name="vectorstoreconnection",
    display_name="Vector Store Connection",
    method="as_vector_store",
    types=["VectorStore"],
)


class OpenSearchComponent(VectorStoreComponent):
    """Base of the components of OpenSearch."""

    docs_metadata: list[dict[str, Any]]
    opensearch_url: str | None
    index_name: str | None
    engine: str | None
    space_type: str | None
    ef_construction: int | None
    m: int | None
    vector_field: str | None
    filter_expression: str | None
    auth_mode: str | None
    username: str | None
    password: str | None
    jwt_token: str | None
    jwt_header: str | None
    bearer_prefix: bool
    use_ssl: bool
    request_timeout: Any

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Show the fields of the way to sign in."""
        if field_name != "auth_mode" or field_value not in FIELDS_OF_MODES:
            return build_config
        return show_fields_of(build_config, field_value, FIELDS_OF_MODES)

    async def as_vector_store(self) -> Any:
        """Return the filled store as langchain knows such."""
        return as_langchain(await self.store(), self.embedding_model())

    async def open_store(self) -> Store:
        """Return the cluster's index."""
        return self.index(self.vector_field or "chunk_embedding")

    def index(self, vector_field: str) -> OpenSearchIndex:
        """Return the index, seen through that field of vectors."""
        return OpenSearchIndex(
            server=JsonServer(
                name="OpenSearch",
                address=self._address(),
                web=web_of(self.run),
                headers=self._authorization(),
                seconds=float(self.request_timeout or 0) or None,
            ),
            path=f"/{quote(self.index_name or 'langflow', safe='')}",
            vector_field=vector_field,
            layout=Layout(
                engine=self.engine or "jvector",
                space=self.space_type or "l2",
                construction=self.ef_construction or 512,
                links=self.m or 16,
            ),
            filters=Filters.parse(self.filter_expression),
            more_metadata={row["key"]: row.get("value") for row in self.docs_metadata or () if row.get("key")},
        )

    def _address(self) -> str:
        address = (self.opensearch_url or "").strip()
        if "://" in address or not address:
            return web_address(address)
        return web_address(f"{'https' if self.use_ssl else 'http'}://{address}")

    def _authorization(self) -> dict[str, str]:
        if self.auth_mode == "jwt":
            token = f"Bearer {self.jwt_token}" if self.bearer_prefix else str(self.jwt_token)
            return {self.jwt_header or "Authorization": token}
        if not self.username:
            return {}
        return {"Authorization": f"Basic {b64encode(f'{self.username}:{self.password}'.encode()).decode()}"}
