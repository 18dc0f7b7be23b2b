"""The providers whose embedding models a flow may choose. Keys and addresses are those of their chat models."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from execution.components.embedding_models import ollama_embeddings, openai_embeddings, protocols
from execution.components.embedding_models.http_embeddings import embedding_model as over_http
from execution.components.embedding_models.settings import EmbeddingSettings
from execution.components.language_models.errors import ProviderUnknown
from execution.components.language_models.providers import OLDER_NAMES, PROVIDERS, Provider

MakeEmbeddings = Callable[[EmbeddingSettings], Any]

_PLAIN = partial(over_http, protocol=protocols.OPENAI)

MAKERS: Mapping[str, MakeEmbeddings] = {
    "OpenAI": openai_embeddings.embedding_model,
    "Azure OpenAI": openai_embeddings.azure_embedding_model,
    "vLLM": openai_embeddings.embedding_model,
    "Ollama": ollama_embeddings.embedding_model,
    "NVIDIA": partial(over_http, protocol=protocols.NVIDIA),
    "Cohere": partial(over_http, protocol=protocols.COHERE),
    "Hugging Face": partial(over_http, protocol=protocols.HUGGING_FACE),
    "Google Generative AI": _PLAIN,
    "MistralAI": _PLAIN,
    "LM Studio": _PLAIN,
    "LiteLLM": _PLAIN,
}


def maker_of(provider: Provider) -> MakeEmbeddings:
    """Return what makes the provider's embedding models; raise ProviderUnknown if it has none here."""
    maker = MAKERS.get(provider.name)
    if maker is None:
        raise ProviderUnknown(provider=provider.name, known=", ".join(sorted(MAKERS)))
    return maker


def embedding_provider(name: str) -> Provider:
    """Return the provider of that name; raise ProviderUnknown."""
    name = OLDER_NAMES.get(name, name)
    if name not in MAKERS:
        raise ProviderUnknown(provider=name, known=", ".join(sorted(MAKERS)))
    return PROVIDERS[name]
