"""Embeddings that know what else their provider offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class EmbeddingsWithModels:
    """An embedding model, and by name the other ones that could be asked in its place."""

    def __init__(self, embeddings: Any, available_models: Mapping[str, Any] | None = None) -> None:
        self.embeddings = embeddings
        self.available_models = dict(available_models or {})

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vectors of texts."""
        return list(self.embeddings.embed_documents(texts))

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a text."""
        return list(self.embeddings.embed_query(text))

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vectors of texts."""
        return list(await self.embeddings.aembed_documents(texts))

    async def aembed_query(self, text: str) -> list[float]:
        """Return the vector of a text."""
        return list(await self.embeddings.aembed_query(text))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "embeddings":
            raise AttributeError(name)
        return getattr(self.embeddings, name)
