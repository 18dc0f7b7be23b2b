"""Cohere Rerank: Cohere says which results fit best."""

from __future__ import annotations

from collections.abc import Sequence

from execution.components.reranking import FIELDS, OUTPUTS, Reranker, ranking_of
from execution.components.search_services import SearchService
from execution.engine.fields import DropdownInput, SecretStrInput

_URL = "https://api.cohere.com/v2/rerank"
MODELS = ["rerank-english-v3.0", "rerank-multilingual-v3.0", "rerank-english-v2.0", "rerank-multilingual-v2.0"]


class CohereRerank(Reranker):
    """Sort search results by how well they answer, as a model of Cohere's sees it."""

    display_name = "Cohere Rerank"
    description = "Sorts search results with a model of Cohere's."
    icon = "Cohere"

    inputs = [
        *FIELDS,
        SecretStrInput(name="api_key", display_name="Cohere API Key", info="Your key at Cohere."),
        DropdownInput(
            name="model", display_name="Model", info="The model that sorts.", options=MODELS, value=MODELS[0]
        ),
    ]
    outputs = OUTPUTS

    async def scores(self, query: str, texts: Sequence[str]) -> list[tuple[int, float]]:
        key = self.api_key or ""
        service = SearchService(name="Cohere", run=self.run, key=key, key_field="Cohere API Key")
        body = {"model": self.model, "query": query, "documents": list(texts), "top_n": self.top_n}
        answer = await service.ask(_URL, headers={"Authorization": f"Bearer {key}"}, body=body)
        return ranking_of(service, service.rows_of(answer, "results"), "relevance_score")
