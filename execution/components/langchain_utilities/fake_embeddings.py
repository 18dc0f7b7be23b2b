"""Fake Embeddings: random vectors, to try a flow without a provider."""

import asyncio
from typing import Any

from execution.components.embedding_models.component import EMBEDDING_MODEL
from execution.components.optional_import import optional_import
from execution.engine.component import Component
from execution.engine.fields import IntInput


class LangChainFakeEmbeddings(Component):
    """Hand on an embedding model whose vectors mean nothing."""

    display_name = "Fake Embeddings"
    description = "Makes random vectors, to try a flow without a provider."
    icon = "LangChain"

    inputs = [
        IntInput(
            name="dimensions",
            display_name="Dimensions",
            info="Length of the vectors.",
            value=5,
        ),
    ]
    outputs = [EMBEDDING_MODEL]

    dimensions: int | None

    extra = "dataframe"

    async def build_embeddings(self) -> Any:
        """Return the embedding model."""
        optional_import("numpy", extra="dataframe")
        library = await asyncio.to_thread(optional_import, "langchain_core.embeddings", extra="openai")
        return library.FakeEmbeddings(size=self.dimensions or 5)
