"""Anthropic's chat models, made by langchain-anthropic over the guarded HTTP clients."""

import asyncio
import sys
from typing import Any

from execution.components.language_models.settings import ChatSettings
from execution.components.optional_import import optional_import
from langflow_site.common import http

EXTRA = "anthropic"

# The protocol demands a limit; 0 in the field means that the user sets none.
UNLIMITED = 4096


async def load() -> None:
    """Import the library without holding up the event loop."""
    if "langchain_anthropic" not in sys.modules:
        await asyncio.to_thread(optional_import, "langchain_anthropic", extra=EXTRA)


def chat_model(settings: ChatSettings) -> Any:
    """Return a chat model for the running event loop."""
    library = optional_import("langchain_anthropic", extra=EXTRA)
    model = library.ChatAnthropic(
        model=settings.model,
        api_key=settings.api_key,
        base_url=settings.base_url,
        max_tokens=settings.max_tokens or UNLIMITED,
        temperature=settings.temperature,
        timeout=settings.timeout,
        max_retries=settings.max_retries,
        model_kwargs=dict(settings.model_kwargs),
        default_headers=dict(settings.headers) or None,
    )
    _guard(model)
    return model


def _guard(model: Any) -> None:
    """Make the library's clients talk through ours. It builds them on first use and takes none as an argument."""
    client = optional_import("anthropic", extra=EXTRA)
    base: str = client.DefaultAsyncHttpxClient.__mro__[1].__module__
    http_library = base.partition(".")[0]
    parameters = model._client_params  # noqa: SLF001 - the arguments that the library itself would use
    model.__dict__["_client"] = client.Anthropic(**parameters, http_client=http.sync_client(http_library))
    model.__dict__["_async_client"] = client.AsyncAnthropic(**parameters, http_client=http.async_client(http_library))
