"""What every component of a vector store does: fill the store with what the edges bring, then search it."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from execution.components.language_models.asking import asked_of
from execution.components.language_models.failures import provider_errors
from execution.components.vector_search.documents import Document, Vector, documents_of
from execution.components.vector_search.errors import EmbeddingMissing
from execution.components.vector_search.fields import LENT_OUTPUTS, SEARCH_OUTPUTS
from execution.components.vector_search.langchain_door import as_langchain
from execution.components.vector_search.store import Query, Store
from execution.engine.component import Component
from execution.engine.values import Data, DataFrame


class VectorStoreComponent(Component, ABC):
    """Base of the components of one vector store. A subclass says how its store is opened."""

    outputs = SEARCH_OUTPUTS
    dynamic_outputs = LENT_OUTPUTS
    traced_as = "retriever"
    shows_results: ClassVar[bool] = True
    """Is what was found shown as the component's status?"""

    ingest_data: Any
    search_query: str | None
    should_cache_vector_store: bool
    embedding: Any
    number_of_results: int | None

    _filled: asyncio.Future[Store] | None = None

    @abstractmethod
    async def open_store(self) -> Store:
        """Return the store that the fields name, without adding anything."""

    async def search_documents(self) -> list[Data]:
        """Return the records nearest to the query; none without a query."""
        return await self.search(await self.store())

    async def search(self, store: Store) -> list[Data]:
        """Return the records of the store nearest to the query; none without a query."""
        if not (self.search_query or "").strip():
            return []
        found = [document.to_data() for document in await store.nearest(await self.query())]
        if self.shows_results:
            self.status = found
        return found

    async def as_dataframe(self) -> DataFrame:
        """Return the same as a table."""
        return DataFrame(await self.search_documents())

    async def as_store(self) -> Any:
        """Return the store as langchain knows stores; raise EmbeddingMissing."""
        return as_langchain(await self.store(), self.embedding_model())

    async def as_retriever(self) -> Any:
        """Return what finds documents in the store, as langchain knows retrievers; raise EmbeddingMissing."""
        return (await self.as_store()).as_retriever(search_kwargs={"k": self.wanted()})

    async def store(self) -> Store:
        """Return the store with what the edges brought in it: filled once, unless the fields want it each time."""
        if "should_cache_vector_store" in self.input_by_name and not self.should_cache_vector_store:
            return await self._opened_and_filled()
        kept = self._kept()
        if kept is None:
            kept = asyncio.ensure_future(self._opened_and_filled())
            self._keep(kept)
        return await kept

    def _kept(self) -> asyncio.Future[Store] | None:
        if self.vertex.tool_mode:
            found: asyncio.Future[Store] | None = self.run.state.get(self._key)
            return found
        return self._filled

    def _keep(self, filled: asyncio.Future[Store]) -> None:
        # Each call of a tool has an instance of its own; the data must not be added again with each question.
        if self.vertex.tool_mode:
            self.run.state[self._key] = filled
        else:
            self._filled = filled

    @property
    def _key(self) -> str:
        return f"vector store of {self.vertex.id}"

    async def _opened_and_filled(self) -> Store:
        store = await self.open_store()
        await self.fill(store, documents_of(self.ingest_data))
        return store

    async def fill(self, store: Store, documents: list[Document]) -> None:
        """Add the documents with their vectors."""
        if documents:
            await store.add(documents, await self.vectors_of(documents))

    async def query(self) -> Query:
        """Return what the fields ask for."""
        text = self.search_query or ""
        return Query(text=text, vector=await self.vector_of(text), count=self.wanted())

    def wanted(self) -> int:
        """Return how many documents a search gives at most."""
        given = self.number_of_results
        return int(self.input_by_name["number_of_results"].value if given is None else given)

    async def vectors_of(self, documents: list[Document]) -> list[Vector]:
        """Return the vector of each text; raises EmbeddingMissing, or what the model's provider tells."""
        model = self.embedding_model()
        with provider_errors(asked_of(model)):
            vectors: list[Vector] = await model.aembed_documents([document.text for document in documents])
        return vectors

    async def vector_of(self, text: str) -> Vector:
        """Return the vector of a question."""
        model = self.embedding_model()
        with provider_errors(asked_of(model)):
            vector: Vector = await model.aembed_query(text)
        return vector

    def embedding_model(self) -> Any:
        """Return the model that makes vectors; raise EmbeddingMissing."""
        if not self.embedding:
            raise EmbeddingMissing
        return self.embedding
