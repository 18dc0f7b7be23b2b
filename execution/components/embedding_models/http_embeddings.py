"""Embeddings of providers whose whole protocol is one request: asked over the guarded HTTP clients, without a library.

Texts to store and questions about them are told apart where the provider does so.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from execution.components.embedding_models.settings import EmbeddingSettings
from execution.components.optional_import import optional_import
from langflow_site.common import http

Vectors = list[list[float]]

PAUSE_SECONDS = 0.5
DEFAULT_TIMEOUT_SECONDS = 60.0
TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """How one provider is asked, and where its answer holds the vectors."""

    url: Callable[[EmbeddingSettings], str]
    body: Callable[[EmbeddingSettings, Sequence[str], bool], Mapping[str, Any]]
    """Settings, texts, and whether they are questions."""
    vectors: Callable[[Any], Vectors]


def embedding_model(settings: EmbeddingSettings, protocol: Protocol) -> Any:
    """Return an embedding model, as langchain's vector stores take them."""
    base = optional_import("langchain_core.embeddings", extra="openai").Embeddings
    kind: Callable[..., Any] = type("GuardedEmbeddings", (HttpEmbeddings, base), {})
    return kind(settings, protocol)


class HttpEmbeddings:
    """Ask a provider for vectors, batch by batch; a busy provider is asked again."""

    def __init__(self, settings: EmbeddingSettings, protocol: Protocol) -> None:
        self.settings = settings
        self.protocol = protocol
        self.model = settings.model

    def embed_documents(self, texts: list[str]) -> Vectors:
        """Return a vector for each text."""
        return [vector for batch in self._batches(texts) for vector in self._ask(batch, is_query=False)]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return self._ask([text], is_query=True)[0]

    async def aembed_documents(self, texts: list[str]) -> Vectors:
        """Return a vector for each text."""
        return [vector for batch in self._batches(texts) for vector in await self._ask_async(batch, is_query=False)]

    async def aembed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return (await self._ask_async([text], is_query=True))[0]

    def _batches(self, texts: list[str]) -> Iterator[list[str]]:
        for start in range(0, len(texts), self.settings.batch):
            yield texts[start : start + self.settings.batch]

    def _ask(self, texts: list[str], *, is_query: bool) -> Vectors:
        request = self._request(texts, is_query=is_query)
        for attempt in range(self.settings.max_retries):
            answer = http.sync_client().post(**request)
            if not _is_busy(answer):
                return self._vectors(answer)
            time.sleep(PAUSE_SECONDS * 2**attempt)
        return self._vectors(http.sync_client().post(**request))

    async def _ask_async(self, texts: list[str], *, is_query: bool) -> Vectors:
        request = self._request(texts, is_query=is_query)
        for attempt in range(self.settings.max_retries):
            answer = await http.async_client().post(**request)
            if not _is_busy(answer):
                return self._vectors(answer)
            await asyncio.sleep(PAUSE_SECONDS * 2**attempt)
        return self._vectors(await http.async_client().post(**request))

    def _request(self, texts: list[str], *, is_query: bool) -> dict[str, Any]:
        authorization = {"Authorization": f"Bearer {self.settings.api_key}"} if self.settings.api_key else {}
        return {
            "url": self.protocol.url(self.settings),
            "json": dict(self.protocol.body(self.settings, texts, is_query)),
            "headers": {**authorization, **self.settings.headers},
            "timeout": self.settings.timeout or DEFAULT_TIMEOUT_SECONDS,
        }

    def _vectors(self, answer: httpx.Response) -> Vectors:
        return self.protocol.vectors(answer.raise_for_status().json())


def _is_busy(answer: httpx.Response) -> bool:
    return answer.status_code == TOO_MANY_REQUESTS or answer.status_code >= 500
