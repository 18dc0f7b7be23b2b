"""How the providers without a library of their own are asked for embeddings."""

from collections.abc import Mapping, Sequence
from typing import Any

from execution.components.embedding_models.http_embeddings import Protocol, Vectors
from execution.components.embedding_models.settings import EmbeddingSettings


def _below(path: str, settings: EmbeddingSettings) -> str:
    return f"{(settings.base_url or '').rstrip('/')}/{path}"


def _openai_body(settings: EmbeddingSettings, texts: Sequence[str], _is_query: bool) -> Mapping[str, Any]:
    dimensions = {"dimensions": settings.dimensions} if settings.dimensions else {}
    return {"model": settings.model, "input": list(texts), **dimensions, **settings.model_kwargs}


def _openai_vectors(answer: Any) -> Vectors:
    return [row["embedding"] for row in sorted(answer["data"], key=lambda row: row["index"])]


def _nvidia_body(settings: EmbeddingSettings, texts: Sequence[str], is_query: bool) -> Mapping[str, Any]:
    body = _openai_body(settings, texts, is_query)
    return {**body, "input_type": "query" if is_query else "passage", "encoding_format": "float"}


def _cohere_body(settings: EmbeddingSettings, texts: Sequence[str], is_query: bool) -> Mapping[str, Any]:
    return {
        "model": settings.model,
        "texts": list(texts),
        "input_type": "search_query" if is_query else "search_document",
        "embedding_types": ["float"],
        **settings.options,
    }


def _hub_body(settings: EmbeddingSettings, texts: Sequence[str], _is_query: bool) -> Mapping[str, Any]:
    return {"inputs": list(texts), **settings.model_kwargs}


OPENAI = Protocol(url=lambda settings: _below("embeddings", settings), body=_openai_body, vectors=_openai_vectors)
"""The protocol of OpenAI without the extras that some servers refuse."""

NVIDIA = Protocol(url=OPENAI.url, body=_nvidia_body, vectors=_openai_vectors)

COHERE = Protocol(
    url=lambda settings: _below("v2/embed", settings),
    body=_cohere_body,
    vectors=lambda answer: list(answer["embeddings"]["float"]),
)

HUGGING_FACE = Protocol(url=lambda settings: settings.base_url or "", body=_hub_body, vectors=list)
