"""Ollama's chat models and embeddings, made by langchain-ollama over the guarded HTTP transports."""

import asyncio
import sys
from typing import Any

from execution.components.language_models.settings import ChatSettings
from execution.components.optional_import import optional_import
from langflow_site.common import http

EXTRA = "ollama"


async def load() -> None:
    """Import the library without holding up the event loop."""
    if "langchain_ollama" not in sys.modules:
        await asyncio.to_thread(optional_import, "langchain_ollama", extra=EXTRA)


def chat_model(settings: ChatSettings) -> Any:
    """Return a chat model for the running event loop."""
    library = optional_import("langchain_ollama", extra=EXTRA)
    arguments = {
        "num_predict": settings.max_tokens or None,
        "temperature": settings.temperature,
        "seed": settings.seed,
        "format": "json" if settings.json_mode else None,
        **settings.model_kwargs,
        **settings.options,
    }
    return library.ChatOllama(
        model=settings.model,
        base_url=settings.base_url,
        **{name: value for name, value in arguments.items() if value is not None},
        **guarded_clients(settings.api_key, timeout=settings.timeout),
    )


def guarded_clients(api_key: str | None, *, timeout: float | None = None) -> dict[str, Any]:
    """Return what makes the library's own HTTP clients talk through the guard; the key is for Ollama's cloud."""
    shared: dict[str, Any] = {"timeout": timeout} if timeout else {}
    if api_key:
        shared["headers"] = {"Authorization": f"Bearer {api_key}"}
    return {
        "client_kwargs": shared,
        "sync_client_kwargs": {"transport": http.transport_of(http.sync_client())},
        "async_client_kwargs": {"transport": http.transport_of(http.async_client())},
    }
