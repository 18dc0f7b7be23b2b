"""Weaviate: a class of a Weaviate server, over its HTTP API."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.documents import Document, Vector, with_plain_metadata
from execution.components.vector_search.errors import StoreFailed, StoreRefused
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.json_server import JsonServer
from execution.components.vector_search.rows import batches, flat_document
from execution.components.vector_search.store import Query, Store
from execution.components.web import web_address, web_of
from execution.engine.fields import BoolInput, SecretStrInput, StrInput

MOST_OBJECTS = 100
PLAIN_TYPES = frozenset({"text", "string", "int", "number", "boolean", "date", "uuid"})
"""Properties of other types cannot be read by their name alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeaviateClass:
    """The objects of one class."""

    server: JsonServer
    name: str
    text_key: str
    asks_by_text: bool
    """Does the server make the vectors of questions?"""

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep them; the server makes the class and its properties where there are none."""
        pairs = list(zip(with_plain_metadata(documents), vectors, strict=True))
        for part in batches(pairs, MOST_OBJECTS):
            objects: list[dict[str, Any]] = [
                {
                    "class": self.name,
                    "id": str(uuid4()),
                    "properties": {**document.metadata, self.text_key: document.text},
                    "vector": vector,
                }
                for document, vector in part
            ]
            self._check(await self.server.ask("POST", "/v1/batch/objects", {"objects": objects}))

    async def nearest(self, query: Query) -> list[Document]:
        """Return what the class finds; nothing while it does not exist."""
        shape = await self.server.ask("GET", f"/v1/schema/{self.name}", missing_is_none=True)
        if shape is None:
            return []
        answer = await self.server.ask("POST", "/v1/graphql", {"query": self._search(query, _names_in(shape))})
        if answer.get("errors"):
            raise StoreFailed(store="Weaviate", reason=answer["errors"][0].get("message"))
        return [flat_document(row, self.text_key) for row in answer["data"]["Get"][self.name] or ()]

    def _search(self, query: Query, names: Sequence[str]) -> str:
        if self.asks_by_text:
            near = f"nearText: {{concepts: [{json.dumps(query.text)}]}}"
        else:
            near = f"nearVector: {{vector: {json.dumps(query.vector)}}}"
        properties = " ".join(dict.fromkeys((self.text_key, *names)))
        return f"{{Get {{{self.name}(limit: {query.count}, {near}) {{{properties}}}}}}}"

    def _check(self, objects: Any) -> None:
        for stored in objects or ():
            errors = ((stored.get("result") or {}).get("errors") or {}).get("error")
            if errors:
                raise StoreFailed(store="Weaviate", reason=errors[0].get("message"))


def _names_in(shape: Any) -> list[str]:
    return [row["name"] for row in shape.get("properties") or () if row["dataType"][0] in PLAIN_TYPES]


class WeaviateVectorStoreComponent(VectorStoreComponent):
    """Keep documents in a class of Weaviate's and search it."""

    name = "Weaviate"
    display_name = "Weaviate"
    description = "Keeps documents with their vectors in Weaviate and finds them by meaning."
    icon = "Weaviate"

    inputs = [
        StrInput(
            name="url",
            display_name="Weaviate URL",
            info="The server's address.",
            value="http://localhost:8080",
            required=True,
        ),
        SecretStrInput(name="api_key", display_name="API Key", info="The server's key."),
        StrInput(
            name="index_name",
            display_name="Index Name",
            info="The class to use; it begins with a capital letter.",
            required=True,
        ),
        StrInput(
            name="text_key",
            display_name="Text Key",
            info="The property that holds the text.",
            value="text",
            advanced=True,
        ),
        *STORE_FIELDS,
        EMBEDDING,
        number_of_results(),
        BoolInput(
            name="search_by_text",
            display_name="Search By Text",
            info="Let the server make the vector of the question.",
            advanced=True,
        ),
    ]

    url: str | None
    api_key: str | None
    index_name: str | None
    text_key: str | None
    search_by_text: bool

    async def open_store(self) -> Store:
        """Return the server's class."""
        name = self.index_name or ""
        for word in (name, self.text_key or "text"):
            # They become part of a GraphQL query.
            if not word.isidentifier():
                raise StoreRefused(reason=f"'{word}' is no name in Weaviate")
        if not name[0].isupper():
            raise StoreRefused(reason=f"names of classes begin with a capital letter: {name.capitalize()}")
        return WeaviateClass(
            server=JsonServer(
                name="Weaviate",
                address=web_address(self.url),
                web=web_of(self.run),
                headers={"Authorization": f"Bearer {self.api_key}"} if self.api_key else {},
            ),
            name=name,
            text_key=self.text_key or "text",
            asks_by_text=self.search_by_text,
        )

    async def vector_of(self, text: str) -> Vector:
        """Return the vector of a question, which the server makes itself where it is asked by text."""
        return [] if self.search_by_text else await super().vector_of(text)
