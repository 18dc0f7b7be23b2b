"""What the two components of Chroma's collections share: searches of two kinds, and no document twice."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.documents import Document, with_plain_metadata
from execution.components.vector_search.store import ListedStore, Query, Store
from execution.engine.fields import BoolInput, DropdownInput, IntInput
from execution.engine.values import Data

MMR = "MMR"
ALLOW_DUPLICATES = BoolInput(
    name="allow_duplicates",
    display_name="Allow Duplicates",
    info="Add documents that the collection has already, too.",
    advanced=True,
)
SEARCH_TYPE = DropdownInput(
    name="search_type",
    display_name="Search Type",
    info="Similarity gives the nearest documents; MMR such that differ from each other, too.",
    options=["Similarity", MMR],
    value="Similarity",
    advanced=True,
)
LIMIT = IntInput(
    name="limit",
    display_name="Limit",
    info="How many stored documents to look at for duplicates; 0 looks at all.",
    advanced=True,
)


class CollectionComponent(VectorStoreComponent):
    """Base of the components of Chroma's collections."""

    allow_duplicates: bool
    search_type: str | None
    limit: int | None

    async def search(self, store: Store) -> list[Data]:
        """Return the records that the kind of search finds; none without a query."""
        if not self.search_query:
            self.status = ""
            return []
        self.log(f"Search input: {self.search_query}")
        self.log(f"Search type: {self.search_type}")
        self.log(f"Number of results: {self.wanted()}")
        return await super().search(store)

    async def query(self) -> Query:
        """Return what the fields ask for."""
        return replace(await super().query(), diverse=self.search_type == MMR)

    async def fill(self, store: Any, documents: list[Document]) -> None:
        """Add the documents, without those that are there already unless doubles are wanted."""
        if not documents:
            return
        new = await self._new(store, with_plain_metadata(documents))
        if not new or not self.embedding:
            self.log("No documents to add to the Vector Store.")
            return
        self.log(f"Adding {len(new)} documents to the Vector Store.")
        await super().fill(store, new)

    async def _new(self, store: ListedStore, documents: list[Document]) -> list[Document]:
        if self.allow_duplicates:
            return documents
        stored = {_key(document) for document in await store.stored(self.limit or None)}
        return [document for document in documents if _key(document) not in stored]


def _key(document: Document) -> Hashable:
    return document.text, frozenset(document.metadata.items())
