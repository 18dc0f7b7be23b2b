"""PGVector: a collection in a PostgreSQL database with the extension pgvector, laid out as langchain does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID, uuid4

from execution.components.optional_import import optional_import
from execution.components.sql_databases import DatabaseAddress, databases_of
from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.errors import StoreFailed, StoreRefused
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.store import Query, Store
from execution.engine.fields import SecretStrInput, StrInput

EXTRA = "postgresql"
CONNECT_SECONDS = 10

LAYOUT = (
    "CREATE TABLE IF NOT EXISTS langchain_pg_collection (name varchar, cmetadata json, uuid uuid PRIMARY KEY)",
    """
    CREATE TABLE IF NOT EXISTS langchain_pg_embedding (
        collection_id uuid REFERENCES langchain_pg_collection (uuid) ON DELETE CASCADE,
        embedding vector, document varchar, cmetadata json, custom_id varchar, uuid uuid PRIMARY KEY
    )
    """,
)
INSERT = (
    "INSERT INTO langchain_pg_embedding (collection_id, embedding, document, cmetadata, uuid)"
    " VALUES (%s, %s::vector, %s, %s, %s)"
)
NEAREST = (
    "SELECT document, cmetadata FROM langchain_pg_embedding WHERE collection_id = %s"
    " ORDER BY embedding <=> %s::vector LIMIT %s"
)


class PgvectorCollection:
    """One collection. The driver blocks, so it works on a thread."""

    def __init__(self, address: str, name: str) -> None:
        self._address = address
        self._name = name

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them; tables and collection are made where there are none."""
        await asyncio.to_thread(self._add, documents, vectors)

    async def nearest(self, query: Query) -> list[Document]:
        """Return the rows nearest in direction."""
        return await asyncio.to_thread(self._nearest, query)

    def _add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        with self._connection() as connection, connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
            for statement in LAYOUT:
                cursor.execute(statement)
            collection = self._id(cursor) or self._new(cursor)
            rows = [
                (collection, json.dumps(vector), document.text, json.dumps(dict(document.metadata)), uuid4())
                for document, vector in zip(documents, vectors, strict=True)
            ]
            cursor.executemany(INSERT, rows)

    def _nearest(self, query: Query) -> list[Document]:
        with self._connection() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('langchain_pg_collection')")
            collection = self._id(cursor) if cursor.fetchone()[0] else None
            if collection is None:
                return []
            cursor.execute(NEAREST, (collection, json.dumps(query.vector), query.count))
            return [Document(text=text or "", metadata=known or {}) for text, known in cursor.fetchall()]

    def _id(self, cursor: Any) -> UUID | None:
        cursor.execute("SELECT uuid FROM langchain_pg_collection WHERE name = %s", (self._name,))
        row = cursor.fetchone()
        return row[0] if row else None

    def _new(self, cursor: Any) -> UUID:
        made = uuid4()
        cursor.execute("INSERT INTO langchain_pg_collection (name, uuid) VALUES (%s, %s)", (self._name, made))
        return made

    def _connection(self) -> AbstractContextManager[Any]:
        return _Connection(self._address)


class _Connection(AbstractContextManager[Any]):
    """A connection for one piece of work; what the driver raises tells which store it was."""

    def __init__(self, address: str) -> None:
        self._driver: Any = optional_import("psycopg", extra=EXTRA)
        self._address = address

    def __enter__(self) -> Any:
        try:
            self._open = self._driver.connect(self._address, connect_timeout=CONNECT_SECONDS)
        except self._driver.Error as error:
            raise StoreFailed(store="PostgreSQL", reason=str(error)) from error
        return self._open.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self._open.__exit__(kind, error, trace)
        if isinstance(error, self._driver.Error):
            raise StoreFailed(store="PostgreSQL", reason=str(error)) from error


class PGVectorStoreComponent(VectorStoreComponent):
    """Keep documents in a PostgreSQL database and search it."""

    name = "pgvector"
    display_name = "PGVector"
    description = "Keeps documents with their vectors in PostgreSQL and finds them by meaning."
    icon = "cpu"
    extra = EXTRA

    inputs = [
        SecretStrInput(
            name="pg_server_url",
            display_name="PostgreSQL Server Connection String",
            info="postgresql://user:password@host:5432/database",
            required=True,
        ),
        StrInput(name="collection_name", display_name="Table", info="The collection to use.", required=True),
        *STORE_FIELDS,
        EMBEDDING.with_settings(required=True),
        number_of_results(),
    ]

    pg_server_url: str | None
    collection_name: str | None

    async def open_store(self) -> Store:
        """Return the collection; raises for a database that components must not reach."""
        address = _driver_address(self.pg_server_url or "")
        databases = databases_of(self.run)
        await asyncio.to_thread(databases.check, _facts_of(address))  # it looks up the host's name
        return PgvectorCollection(address, self.collection_name or "")


def _driver_address(url: str) -> str:
    """Return the address as PostgreSQL's own library takes it: those of SQLAlchemy name a driver, too."""
    scheme, separator, rest = url.strip().partition("://")
    if scheme.partition("+")[0] not in {"postgresql", "postgres"} or not separator:
        raise StoreRefused(reason="the address must begin with postgresql://")
    return f"postgresql://{rest}"


def _facts_of(address: str) -> DatabaseAddress:
    driver: Any = optional_import("psycopg.conninfo", extra=EXTRA)
    errors: Any = optional_import("psycopg", extra=EXTRA)
    try:
        facts = driver.conninfo_to_dict(address)
        port = int(facts["port"]) if facts.get("port") else None
    except (errors.Error, ValueError) as error:
        raise StoreRefused(reason="the address cannot be read") from error
    known = {"host", "port", "dbname", "user", "password"}
    return DatabaseAddress(
        kind="postgresql",
        host=str(facts.get("host") or ""),
        port=port,
        path=None,
        name=facts.get("dbname"),
        options=frozenset(facts) - known,
    )
