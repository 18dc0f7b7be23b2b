"""Embeddings of Ollama, made by langchain-ollama over the guarded HTTP transports."""

from typing import Any

from execution.components.embedding_models.settings import EmbeddingSettings
from execution.components.language_models.ollama_chat import EXTRA, guarded_clients
from execution.components.optional_import import optional_import


def embedding_model(settings: EmbeddingSettings) -> Any:
    """Return an embedding model for the running event loop."""
    library = optional_import("langchain_ollama", extra=EXTRA)
    address = (settings.base_url or "").rstrip("/").removesuffix("/v1") or None
    clients = guarded_clients(settings.api_key, timeout=settings.timeout)
    return library.OllamaEmbeddings(model=settings.model, base_url=address, **clients)
