"""Models for custom code: the one on an edge, or the one that somebody chose in a field of the kind `model`."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from execution.engine.authoring.component import AuthorComponent, running
from execution.engine.authoring.helpers import run_until_complete
from execution.engine.authoring.texts import piece_text
from execution.engine.errors import EngineError, UnknownVariable
from execution.engine.values import Message

_PACKAGES: Mapping[str, str] = {
    "ChatOpenAI": "langchain_openai",
    "ChatAnthropic": "langchain_anthropic",
    "ChatOllama": "langchain_ollama",
    "ChatGoogleGenerativeAI": "langchain_google_genai",
    "ChatGroq": "langchain_groq",
    "ChatWatsonx": "langchain_ibm",
    "OpenAIEmbeddings": "langchain_openai",
    "GoogleGenerativeAIEmbeddings": "langchain_google_genai",
    "OllamaEmbeddings": "langchain_ollama",
    "WatsonxEmbeddings": "langchain_ibm",
}
"""Which package of langchain's has a class that model fields name."""
_CLASSES: Mapping[str, str] = {
    "OpenAI": "ChatOpenAI",
    "Anthropic": "ChatAnthropic",
    "Ollama": "ChatOllama",
    "Google Generative AI": "ChatGoogleGenerativeAI",
    "Groq": "ChatGroq",
    "IBM WatsonX": "ChatWatsonx",
}
_KEYS: Mapping[str, str] = {
    "OpenAI": "OPENAI_API_KEY",
    "Anthropic": "ANTHROPIC_API_KEY",
    "Google Generative AI": "GOOGLE_API_KEY",
    "Groq": "GROQ_API_KEY",
    "IBM WatsonX": "WATSONX_APIKEY",
}
"""The variable that holds a provider's key."""


class NoModelChosen(EngineError, ValueError):
    """The field for the model is empty."""

    code = "model_not_chosen"
    message = "No model is chosen: connect one, or choose one in the field for it."


class ModelNotAvailable(EngineError):
    """The provider's package is not there."""

    code = "model_not_available"
    message = "The model {name} of {provider} needs the package {package}, which is not installed."


def get_llm(
    model: Any,
    user_id: Any = None,
    api_key: str | None = None,
    temperature: float | None = None,
    *,
    stream: bool = False,
    **options: Any,
) -> Any:
    """Return the model: the one that an edge brings as it is, else langchain's for the choice in the field."""
    chosen = model[0] if isinstance(model, list) and model else model
    if not chosen:
        raise NoModelChosen
    if not isinstance(chosen, Mapping):
        return chosen
    facts: Mapping[str, Any] = chosen.get("metadata") or {}
    provider, name = str(chosen.get("provider") or ""), str(chosen.get("name") or "")
    key = api_key or get_api_key_for_provider(user_id, provider)
    given = {
        str(facts.get("model_name_param") or "model"): name,
        str(facts.get("api_key_param") or "api_key"): key,
        "temperature": temperature,
        "streaming": stream or None,
        **options,
    }
    made = _class_of(str(facts.get("model_class") or _CLASSES.get(provider, "")), name, provider)
    return made(**{option: value for option, value in given.items() if value is not None})


def _class_of(kind: str, name: str, provider: str) -> Any:
    package = _PACKAGES.get(kind, f"for {kind or provider}")
    try:
        return getattr(importlib.import_module(package), kind)
    except ModuleNotFoundError as error:
        raise ModelNotAvailable(name=name, provider=provider, package=package) from error


def get_api_key_for_provider(
    user_id: Any,  # noqa: ARG001  # the run knows whose it is
    provider: str,
    api_key: str | None = None,
) -> str | None:
    """Return the key that was given, else that in the user's variable for the provider; None where there is none."""
    if api_key or provider not in _KEYS:
        return api_key or None
    try:
        found: str | None = run_until_complete(running.get().run.variables.value_of(_KEYS[provider], is_secret=True))
    except UnknownVariable:
        return None
    return found


def get_language_model_options(*_arguments: Any, **_options: Any) -> list[Any]:
    """Return none: the host lists the user's models after the code has answered."""
    return []


def update_model_options_in_build_config(
    _component: AuthorComponent, build_config: dict[str, Any], *_arguments: Any, **_options: Any
) -> dict[str, Any]:
    """Return the template as it is: the host lists the user's models after the code has answered."""
    return build_config


def get_model_name(llm: Any, display_name: str | None = "Custom") -> str:
    """Return what a model is called, else the given name."""
    names = (getattr(llm, name, None) for name in ("model_name", "model", "model_id", "deployment_name"))
    return str(next((name for name in names if name), display_name))


def get_chat_result(
    runnable: Any,
    input_value: Any,
    system_message: str | None = None,
    *,
    stream: bool = False,
    config: Mapping[str, Any] | None = None,
) -> Any:
    """Ask a model in plain methods: its text, or the pieces of it as they come."""
    messages: list[tuple[str, str]] = [("system", system_message)] if system_message else []
    messages.append(("human", str(Message.of(input_value).get_text() or "")))
    if stream:
        return runnable.stream(messages, config)
    return piece_text(runnable.invoke(messages, config))


def get_model_class(class_name: str) -> Any:
    """Return langchain's class for chats of that name. Raises ModelNotAvailable."""
    return _class_of(class_name, class_name, "langchain")


def get_embedding_class(class_name: str) -> Any:
    """Return langchain's class for embeddings of that name. Raises ModelNotAvailable."""
    return _class_of(class_name, class_name, "langchain")


def get_embedding_model_options(*_arguments: Any, **_options: Any) -> list[Any]:
    """Return none: the host lists the user's models after the code has answered."""
    return []
