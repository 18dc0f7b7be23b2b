"""Supabase: a table of a Supabase project, over its HTTP API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import uuid4

from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.json_server import JsonServer
from execution.components.vector_search.rows import batches
from execution.components.vector_search.store import Query, Store
from execution.components.web import web_address, web_of
from execution.engine.fields import SecretStrInput, StrInput

MOST_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SupabaseTable:
    """One table and the function that searches it, as Supabase's guide makes them."""

    server: JsonServer
    table: str
    function: str

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them under new ids."""
        rows = [
            {"id": str(uuid4()), "content": document.text, "metadata": dict(document.metadata), "embedding": vector}
            for document, vector in zip(documents, vectors, strict=True)
        ]
        for part in batches(rows, MOST_ROWS):
            await self.server.ask("POST", f"/rest/v1/{quote(self.table, safe='')}", part)

    async def nearest(self, query: Query) -> list[Document]:
        """Return what the function finds."""
        path = f"/rest/v1/rpc/{quote(self.function, safe='')}?limit={query.count}"
        found = await self.server.ask("POST", path, {"query_embedding": query.vector})
        return [Document(text=str(row.get("content") or ""), metadata=row.get("metadata") or {}) for row in found or ()]


class SupabaseVectorStoreComponent(VectorStoreComponent):
    """Keep documents in a table of Supabase's and search it."""

    name = "SupabaseVectorStore"
    display_name = "Supabase"
    description = "Keeps documents with their vectors in Supabase and finds them by meaning."
    icon = "Supabase"

    inputs = [
        StrInput(name="supabase_url", display_name="Supabase URL", info="The project's address.", required=True),
        SecretStrInput(
            name="supabase_service_key",
            display_name="Supabase Service Key",
            info="The project's key for servers.",
            required=True,
        ),
        StrInput(name="table_name", display_name="Table Name", info="Empty: `documents`.", advanced=True),
        StrInput(
            name="query_name",
            display_name="Query Name",
            info="The function that finds the nearest rows. Empty: `match_documents`.",
        ),
        *STORE_FIELDS,
        EMBEDDING,
        number_of_results(),
    ]

    supabase_url: str | None
    supabase_service_key: str | None
    table_name: str | None
    query_name: str | None

    async def open_store(self) -> Store:
        """Return the project's table."""
        key = self.supabase_service_key or ""
        return SupabaseTable(
            server=JsonServer(
                name="Supabase",
                address=web_address(self.supabase_url),
                web=web_of(self.run),
                headers={"apikey": key, "Authorization": f"Bearer {key}"},
            ),
            table=self.table_name or "documents",
            function=self.query_name or "match_documents",
        )
