"""OpenSearch with several embedding models: each has a field of vectors of its own in the index."""

from __future__ import annotations

import json
import re
from typing import Any

from execution.components.language_models.asking import asked_of
from execution.components.language_models.failures import provider_errors
from execution.components.vector_search.documents import Vector
from execution.components.vector_search.errors import EmbeddingMissing
from execution.components.vector_search.fields import EMBEDDING, SEARCH_RESULTS, STORE_FIELDS
from execution.components.vector_search.opensearch_component import CONNECTION, OpenSearchComponent
from execution.components.vector_search.opensearch_fields import PLACE_FIELDS, SEARCH_FIELDS, VECTOR_FIELD
from execution.components.vector_search.store import Store
from execution.engine.fields import IntInput, Output, StrInput
from execution.engine.values import Data


class OpenSearchMultimodalComponent(OpenSearchComponent):
    """Keep documents with the vectors of one of several models, and search by all of them."""

    name = "OpenSearchVectorStoreComponentMultimodalMultiEmbedding"
    display_name = "OpenSearch (Multi-Model Multi-Embedding)"
    description = "Keeps documents in OpenSearch and finds them by the vectors of several models and by words."
    icon = "OpenSearch"

    inputs = [
        *PLACE_FIELDS,
        IntInput(
            name="num_candidates",
            display_name="Candidate Pool Size",
            info="Kept for flows that have it; the cluster decides how many it looks at.",
            value=1000,
            advanced=True,
        ),
        *STORE_FIELDS,
        EMBEDDING.with_settings(is_list=True, info="The models. Searches use all of them."),
        StrInput(
            name="embedding_model_name",
            display_name="Embedding Model Name",
            info="Which of the models makes the vectors of documents that are added. Empty: the first.",
        ),
        VECTOR_FIELD.with_settings(
            display_name="Legacy Vector Field Name", info="How the names of the models' fields begin."
        ),
        *SEARCH_FIELDS,
        StrInput(
            name="request_timeout",
            display_name="Request Timeout (seconds)",
            info="How long to wait for the cluster.",
            value="60",
            advanced=True,
        ),
        StrInput(
            name="max_retries",
            display_name="Max Retries",
            info="Kept for flows that have it; a request is made once.",
            value="3",
            advanced=True,
        ),
    ]
    outputs = [
        SEARCH_RESULTS,
        Output(name="raw_search", display_name="Raw Search", method="raw_search"),
        CONNECTION,
    ]

    embedding: list[Any]
    embedding_model_name: str | None

    async def raw_search(self) -> Data:
        """Return the cluster's whole answer, to a search in its own words or to a text."""
        await self.store()
        return Data(data=await self._own_index().raw(_body_of(self.search_query or "")) or {})

    async def search(self, store: Store) -> list[Data]:
        """Return the records that are near to the query as any of the models sees it, or hold its words."""
        text = (self.search_query or "").strip()
        if not text:
            return []
        vectors = {self._field_of(model): await _vector_by(model, text) for model in self.embedding}
        found = [row.to_data() for row in await self._own_index().find(text, vectors, self.wanted())]
        self.status = found
        return found

    async def open_store(self) -> Store:
        """Return the index as the model of added documents sees it."""
        return self._own_index()

    def _own_index(self) -> Any:
        return self.index(self._field_of(self.embedding_model()))

    def embedding_model(self) -> Any:
        """Return the model for documents that are added; raise EmbeddingMissing."""
        wanted = self.embedding_model_name
        found = [model for model in self.embedding if not wanted or asked_of(model).model == wanted]
        if not found:
            raise EmbeddingMissing
        return found[0]

    def _field_of(self, model: Any) -> str:
        return f"{self.vector_field or 'chunk_embedding'}_{re.sub(r'[^0-9a-z]+', '_', asked_of(model).model.lower())}"


async def _vector_by(model: Any, text: str) -> Vector:
    with provider_errors(asked_of(model)):
        vector: Vector = await model.aembed_query(text)
    return vector


def _body_of(query: str) -> dict[str, Any]:
    """Read a search in the cluster's words; any other text is looked for as words."""
    try:
        given = json.loads(query)
    except ValueError:
        given = None
    return given if isinstance(given, dict) else {"query": {"match": {"text": query}}}
