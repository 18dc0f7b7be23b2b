"""Chat models that speak OpenAI's protocol, made by langchain-openai over the guarded HTTP clients."""

import asyncio
import hashlib
import os
import re
import sys
from collections import OrderedDict
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from execution.components.language_models.openai_chunks import PlainCompletions
from execution.components.language_models.settings import ChatSettings
from execution.components.optional_import import optional_import
from langflow_site.common import http

if TYPE_CHECKING:
    from langchain_core.language_models import LanguageModelInput
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

MOST_MODELS = 256
_MODELS: "WeakKeyDictionary[asyncio.AbstractEventLoop, OrderedDict[Any, Any]]" = WeakKeyDictionary()
"""One model for each set of arguments, of which everybody gets a copy with the same clients. Making new ones, each of
which asks a thread what system this is, costs more than asking the question."""


async def load() -> None:
    """Import the library without holding up the event loop; it takes more than a second the first time."""
    if "langchain_openai" not in sys.modules:
        await asyncio.to_thread(optional_import, "langchain_openai", extra=EXTRA)


def environment_base_url() -> str | None:
    return next((os.environ[name] for name in BASE_URL_VARIABLES if os.environ.get(name)), None)


def address() -> str:
    """Return where OpenAI is, as far as the environment does not name another server."""
    return environment_base_url() or PUBLIC_BASE_URL


def chat_model(settings: ChatSettings) -> "Runnable[LanguageModelInput, AIMessage]":
    """Return a chat model for the running event loop; in JSON mode one that asks for an object each time."""
    library = optional_import("langchain_openai", extra=EXTRA)
    return _made(settings, library.ChatOpenAI, _arguments(settings))


def compatible_model(settings: ChatSettings) -> "Runnable[LanguageModelInput, AIMessage]":
    """Return the same for a server that only speaks the protocol: such servers know the token limit by its older name.

    Keys of the environment are OpenAI's and never sent elsewhere.
    """
    library = optional_import("langchain_openai.chat_models.base", extra=EXTRA)
    arguments = {**_arguments(settings), "use_responses_api": False}
    return _made(settings, library.BaseChatOpenAI, arguments)


def azure_model(settings: ChatSettings) -> "Runnable[LanguageModelInput, AIMessage]":
    """Return the model of an Azure deployment; `options` name the deployment and the version of the API."""
    library = optional_import("langchain_openai", extra=EXTRA)
    arguments = _arguments(settings)
    arguments["azure_endpoint"] = arguments.pop("base_url")
    return _made(settings, library.AzureChatOpenAI, arguments)


def guarded_clients() -> dict[str, Any]:
    """Return the guarded HTTP clients, as the library's models take them."""
    library = _http_library()
    return {"http_client": http.sync_client(library), "http_async_client": http.async_client(library)}


def _made(
    settings: ChatSettings, model_class: Any, arguments: dict[str, Any]
) -> "Runnable[LanguageModelInput, AIMessage]":
    known = _known(model_class, arguments)
    # A copy: who gets a model may change it.
    model = known.model_copy(update={"model_kwargs": dict(known.model_kwargs)})
    return model.bind(response_format={"type": "json_object"}) if settings.json_mode else model


def _known(model_class: Any, arguments: dict[str, Any]) -> Any:
    """Return this loop's model of these arguments."""
    shared = guarded_clients()
    known = _MODELS.setdefault(asyncio.get_running_loop(), OrderedDict())
    key = (model_class, shared["http_async_client"], hashlib.sha256(repr(sorted(arguments.items())).encode()).digest())
    if key not in known:
        model = model_class(**arguments, **shared)
        model.async_client = PlainCompletions(model.async_client, model.root_async_client)
        # What callbacks are told about a model is worked out for each one that does not have it yet.
        getattr(model, "_serialized", None)
        known[key] = model
        if len(known) > MOST_MODELS:
            known.popitem(last=False)
    known.move_to_end(key)
    return known[key]


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
        # The HTTP client and the run have limits of their own; this one costs a task for each chunk.
        "stream_chunk_timeout": 0,
        # Servers that only resemble OpenAI may refuse the option that asks for usage at the end of a stream.
        "stream_usage": settings.base_url is None,
        "default_headers": dict(settings.headers) or None,
        **settings.options,
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
