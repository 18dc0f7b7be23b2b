"""Knowledge Base: find texts by meaning in one of the user's knowledge bases."""

from __future__ import annotations

from typing import Any

from execution.components.embedding_models.of_user import embeddings_of
from execution.components.knowledge import (
    KnowledgeBaseMissing,
    KnowledgeFacts,
    Passage,
    knowledge_of,
)
from execution.components.language_models.asking import asked_of
from execution.components.language_models.failures import provider_errors
from execution.engine.component import Component, Node
from execution.engine.fields import BoolInput, DropdownInput, IntInput, MessageTextInput, Output, SecretStrInput
from execution.engine.values import DataFrame

DEFAULT_COUNT = 5


class KnowledgeBaseComponent(Component):
    """Search a knowledge base, or read its first texts where nothing is asked."""

    name = "KnowledgeBase"
    display_name = "Knowledge Base"
    description = "Finds texts by meaning in a knowledge base of yours."
    icon = "download"
    extra = "openai"

    inputs = [
        DropdownInput(
            name="knowledge_base",
            display_name="Knowledge",
            info="Which knowledge base to search.",
            required=True,
            options=[],
            refresh_button=True,
            real_time_refresh=True,
        ),
        SecretStrInput(
            name="api_key",
            display_name="Embedding Provider API Key",
            info="The key for the provider of its embedding model. Empty: the one among your variables.",
            advanced=True,
        ),
        MessageTextInput(
            name="search_query",
            display_name="Search Query",
            info="What to look for. Empty: the first texts are read.",
            tool_mode=True,
        ),
        IntInput(
            name="top_k",
            display_name="Top K Results",
            info="How many texts to return at most.",
            value=DEFAULT_COUNT,
            advanced=True,
        ),
        BoolInput(
            name="include_metadata",
            display_name="Include Metadata",
            info="Tell of each text where it comes from.",
            value=True,
        ),
        BoolInput(
            name="include_embeddings",
            display_name="Include Embeddings",
            info="Return each text's vector, too.",
            advanced=True,
        ),
    ]
    outputs = [Output(name="retrieve_data", display_name="Results", method="retrieve_data")]

    knowledge_base: str | None
    api_key: str | None
    search_query: str | None
    top_k: int | None
    include_metadata: bool
    include_embeddings: bool

    async def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Offer the user's knowledge bases; one that is gone is no longer chosen."""
        if field_name != "knowledge_base":
            return build_config
        names = await knowledge_of(self.run).names(str(self.run.user_id))
        field = build_config["knowledge_base"]
        field["options"] = names
        field["value"] = field_value if field_value in names else None
        return build_config

    async def retrieve_data(self) -> DataFrame:
        """Return one row per text: those nearest to the query first, with their score."""
        base = await self._base()
        return DataFrame([self._row(passage) for passage in await self._passages(base)])

    async def _base(self) -> KnowledgeFacts:
        name = self.knowledge_base or ""
        base = await knowledge_of(self.run).find(str(self.run.user_id), name)
        if base is None:
            raise KnowledgeBaseMissing(name=name)
        return base

    async def _passages(self, base: KnowledgeFacts) -> list[Passage]:
        count = max(DEFAULT_COUNT if self.top_k is None else self.top_k, 0)
        if not (self.search_query or "").strip():
            return await knowledge_of(self.run).first(base, count)
        model = await embeddings_of(
            self.run, provider=base.embedding_provider, model=base.embedding_model, api_key=self.api_key
        )
        with provider_errors(asked_of(model)):
            vector = await model.aembed_query(self.search_query)
        return await knowledge_of(self.run).nearest(base, vector, count)

    def _row(self, passage: Passage) -> dict[str, Any]:
        row: dict[str, Any] = {"content": passage.content}
        if passage.distance is not None:
            row["_score"] = -(passage.distance**2)
        if self.include_metadata:
            row.update(passage.facts)
        if self.include_embeddings:
            row["_embeddings"] = list(passage.vector)
        return row
