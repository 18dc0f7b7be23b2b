"""Chat models that speak OpenAI's protocol, made by langchain-openai over the guarded HTTP clients."""

import asyncio
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from execution.components.optional_import import optional_import
from langflow_site.common import http

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel, LanguageModelInput
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

EXTRA = "openai"
PUBLIC_BASE_URL = "https://api.openai.com/v1"
BASE_URL_VARIABLES = ("OPENAI_BASE_URL", "OPENAI_API_BASE")

# These refuse the request when it carries a temperature or a seed.
REASONING_MODEL = re.compile(r"^(o1|gpt-5)")

# Parameters of the request that langchain wants by their own names, not among the rest.
NAMED_PARAMETERS = frozenset(
    {
        "frequency_penalty",
        "logit_bias",
        "logprobs",
        "max_tokens",
        "n",
        "presence_penalty",
        "reasoning_effort",
        "seed",
        "service_tier",
        "temperature",
        "top_logprobs",
        "top_p",
        "verbosity",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """Everything that a chat model needs to be made."""

    model: str
    api_key: str = field(repr=False)
    base_url: str | None = None
    """None: what the environment says, else OpenAI itself."""
    temperature: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    json_mode: bool = False
    model_kwargs: Mapping[str, Any] = field(default_factory=dict)
    timeout: float | None = None
    max_retries: int = 2

    @property
    def address(self) -> str:
        """Where requests go, for people: without credentials that the URL may carry."""
        url = self.base_url or environment_base_url() or PUBLIC_BASE_URL
        return re.sub(r"//[^/@]*@", "//", url)


async def load() -> None:
    """Import the library without holding up the event loop; it takes more than a second the first time."""
    if "langchain_openai" not in sys.modules:
        await asyncio.to_thread(optional_import, "langchain_openai", extra=EXTRA)


def environment_base_url() -> str | None:
    return next((os.environ[name] for name in BASE_URL_VARIABLES if os.environ.get(name)), None)


def chat_model(settings: ChatSettings) -> "Runnable[LanguageModelInput, AIMessage]":
    """Return a chat model for the running event loop; in JSON mode one that asks for an object each time."""
    library = optional_import("langchain_openai", extra=EXTRA)
    http_library = _http_library()
    model: BaseChatModel = library.ChatOpenAI(
        **_arguments(settings),
        http_client=http.sync_client(http_library),
        http_async_client=http.async_client(http_library),
    )
    return model.bind(response_format={"type": "json_object"}) if settings.json_mode else model


def _arguments(settings: ChatSettings) -> dict[str, Any]:
    sampling = {} if REASONING_MODEL.match(settings.model) else _sampling(settings)
    named = {name: value for name, value in settings.model_kwargs.items() if name in NAMED_PARAMETERS}
    arguments = {
        "model": settings.model,
        "api_key": settings.api_key,
        "base_url": settings.base_url or environment_base_url(),
        "max_tokens": settings.max_tokens or None,
        "model_kwargs": {name: value for name, value in settings.model_kwargs.items() if name not in named},
        "timeout": settings.timeout,
        "max_retries": settings.max_retries,
        # Servers that only resemble OpenAI may refuse the option that asks for usage at the end of a stream.
        "stream_usage": settings.base_url is None,
        **sampling,
        **named,
    }
    return {name: value for name, value in arguments.items() if value is not None}


def _sampling(settings: ChatSettings) -> dict[str, Any]:
    return {"temperature": settings.temperature, "seed": settings.seed}


def _http_library() -> str:
    """Return the HTTP library that the installed OpenAI client is built on: httpx, or httpx2 since its version 3."""
    openai = optional_import("openai", extra=EXTRA)
    base: str = openai.DefaultAsyncHttpxClient.__mro__[1].__module__
    return base.partition(".")[0]
