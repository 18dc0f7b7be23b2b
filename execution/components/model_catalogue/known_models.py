"""The models of each provider that are known without asking it, in the order in which they are offered.

Imports the standard library alone: custom code reads lists of names from here, in processes that have little else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ModelKind(StrEnum):
    """What a model makes of a text."""

    LANGUAGE = "llm"
    EMBEDDING = "embeddings"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """One model of a provider."""

    name: str
    kind: ModelKind = ModelKind.LANGUAGE
    tool_calling: bool = False
    reasoning: bool = False
    search: bool = False
    """It looks things up on the web by itself."""
    preview: bool = False
    not_supported: bool = False
    """It exists, but chats of components do not fit it."""
    deprecated: bool = False

    @property
    def is_offered(self) -> bool:
        """Whether users may choose it at all."""
        return not (self.not_supported or self.deprecated)


def _models(names: Iterable[str], **traits: Any) -> tuple[KnownModel, ...]:
    return tuple(KnownModel(name=name, **traits) for name in names)


def _embeddings(names: Iterable[str], *, tool_calling: bool = False) -> tuple[KnownModel, ...]:
    return tuple(KnownModel(name=name, kind=ModelKind.EMBEDDING, tool_calling=tool_calling) for name in names)


_ANTHROPIC = (
    *_models(
        (
            "claude-opus-4-6",
            "claude-sonnet-4-6",
            "claude-haiku-4-5-20251001",
            "claude-opus-4-5-20251101",
            "claude-sonnet-4-5-20250929",
            "claude-opus-4-1-20250805",
            "claude-opus-4-20250514",
            "claude-sonnet-4-20250514",
        ),
        tool_calling=True,
    ),
    *_models(
        (
            "claude-3-5-haiku-20241022",
            "claude-3-haiku-20240307",
            "claude-3-7-sonnet-latest",
            "claude-3-5-sonnet-latest",
            "claude-3-5-haiku-latest",
            "claude-3-opus-latest",
            "claude-3-sonnet-20240229",
        ),
        tool_calling=True,
        deprecated=True,
    ),
    *_models(("claude-2.1", "claude-2.0"), deprecated=True),
    *_models(("claude-3-5-sonnet-20240620", "claude-3-5-sonnet-20241022"), tool_calling=True, deprecated=True),
)

_OPENAI = (
    *_models(("gpt-5.2", "gpt-5.1", "gpt-5", "gpt-5-mini", "gpt-5-nano"), tool_calling=True, reasoning=True),
    *_models(("gpt-5-chat-latest",), reasoning=True),
    *_models(("gpt-4o-mini", "gpt-4o", "gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano"), tool_calling=True),
    *_models(("gpt-4.5-preview",), tool_calling=True, preview=True, deprecated=True),
    *_models(("gpt-4-turbo",), tool_calling=True),
    *_models(("gpt-4-turbo-preview",), tool_calling=True, preview=True, deprecated=True),
    *_models(("gpt-4",), tool_calling=True),
    *_models(("gpt-3.5-turbo",), tool_calling=True, deprecated=True),
    *_models(("o1",), reasoning=True),
    *_models(("o1-mini",), reasoning=True, not_supported=True, deprecated=True),
    *_models(("o1-pro", "o3-mini", "o3", "o3-pro", "o4-mini"), reasoning=True, not_supported=True),
    *_models(("gpt-4o-mini-search-preview", "gpt-4o-search-preview"), tool_calling=True, search=True, preview=True),
    *_models(
        (
            "computer-use-preview",
            "gpt-4o-audio-preview",
            "gpt-4o-realtime-preview",
            "gpt-4o-mini-audio-preview",
            "gpt-4o-mini-realtime-preview",
        ),
        preview=True,
        not_supported=True,
    ),
    *_embeddings(("text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002")),
)

_GOOGLE = (
    *_models(("gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.5-flash-lite"), tool_calling=True),
    *_models(
        ("gemini-2.5-flash-preview-09-2025", "gemini-2.5-flash-lite-preview-09-2025"), tool_calling=True, preview=True
    ),
    *_models(("gemini-2.5-flash-image",), tool_calling=True),
    *_models(
        ("gemini-2.0-flash", "gemini-2.0-flash-lite", "gemini-2.0-flash-preview-image-generation"),
        tool_calling=True,
        deprecated=True,
    ),
    *_models(
        ("gemini-3.1-pro-preview", "gemini-3-pro-preview", "gemini-3-flash-preview", "gemini-3-pro-image-preview"),
        preview=True,
    ),
    *_embeddings(("models/text-embedding-004", "models/embedding-001")),
)

_OLLAMA = (
    *_models(
        (
            "llama3.3",
            "qwq",
            "llama3.2",
            "llama3.1",
            "mistral",
            "qwen2",
            "qwen2.5",
            "qwen2.5-coder",
            "mistral-nemo",
            "mixtral",
            "command-r",
            "command-r-plus",
            "mistral-large",
            "smollm2",
            "hermes3",
            "athene-v2",
            "mistral-small",
            "nemotron-mini",
            "nemotron",
            "llama3-groq-tool-use",
            "granite3-dense",
            "granite3.1-dense",
            "aya-expanse",
            "granite3-moe",
            "firefunction-v2",
            "cogito",
            "gpt-oss:20b",
            "qwen3-vl:4b",
        ),
        tool_calling=True,
    ),
    *_embeddings(
        (
            "nomic-embed-text",
            "mxbai-embed-large",
            "snowflake-arctic-embed",
            "all-minilm",
            "bge-m3",
            "bge-large",
            "paraphrase-multilingual",
            "granite-embedding",
            "jina-embeddings-v2-base-en",
        )
    ),
)

_WATSONX = (
    *_models(
        ("ibm/granite-3-2b-instruct", "ibm/granite-3-8b-instruct", "ibm/granite-13b-instruct-v2"), tool_calling=True
    ),
    *_embeddings(
        (
            "sentence-transformers/all-minilm-l12-v2",
            "ibm/slate-125m-english-rtrvr-v2",
            "ibm/slate-30m-english-rtrvr-v2",
            "intfloat/multilingual-e5-large",
        ),
        tool_calling=True,
    ),
)

KNOWN_MODELS: Mapping[str, tuple[KnownModel, ...]] = {
    "Anthropic": _ANTHROPIC,
    "OpenAI": _OPENAI,
    "Google Generative AI": _GOOGLE,
    "Ollama": _OLLAMA,
    "IBM WatsonX": _WATSONX,
}
"""Provider -> its models. Providers are offered in this order."""
