"""Embeddings of OpenAI and Azure, and of servers that take the very same requests, made by langchain-openai."""

from typing import Any

from execution.components.embedding_models.settings import EmbeddingSettings
from execution.components.language_models.openai_chat import EXTRA, environment_base_url, guarded_clients
from execution.components.optional_import import optional_import


def embedding_model(settings: EmbeddingSettings) -> Any:
    """Return an embedding model for the running event loop."""
    library = optional_import("langchain_openai", extra=EXTRA)
    address = settings.base_url or environment_base_url()
    return library.OpenAIEmbeddings(**_arguments(settings), base_url=address, **guarded_clients())


def azure_embedding_model(settings: EmbeddingSettings) -> Any:
    """Return the same for a deployment at Azure; `options` name it and the version of the API."""
    library = optional_import("langchain_openai", extra=EXTRA)
    return library.AzureOpenAIEmbeddings(**_arguments(settings), azure_endpoint=settings.base_url, **guarded_clients())


def _arguments(settings: EmbeddingSettings) -> dict[str, Any]:
    arguments = {
        "model": settings.model,
        "api_key": settings.api_key,
        "dimensions": settings.dimensions,
        "chunk_size": settings.batch,
        "timeout": settings.timeout,
        "max_retries": settings.max_retries,
        "model_kwargs": dict(settings.model_kwargs),
        "default_headers": dict(settings.headers) or None,
        "default_query": dict(settings.query) or None,
        # Counting tokens would fetch a vocabulary from the internet; the provider says when a text is too long.
        "check_embedding_ctx_length": False,
        **settings.options,
    }
    return {name: value for name, value in arguments.items() if value is not None}
