"""The providers whose chat models a flow may choose, and how such a choice is written."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from execution.components.language_models import openai_chat
from execution.components.language_models.errors import ModelNotChosen, ProviderUnknown
from execution.components.language_models.openai_chat import ChatSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One company or server that answers chats."""

    name: str
    key_variable: str
    """Variable (the user's or the environment's) that holds the key where the component has none."""
    extra: str
    """What to install for it."""
    load: Callable[[], Awaitable[None]]
    make: Callable[[ChatSettings], Any]


PROVIDERS: Mapping[str, Provider] = {
    "OpenAI": Provider(
        name="OpenAI",
        key_variable="OPENAI_API_KEY",
        extra=openai_chat.EXTRA,
        load=openai_chat.load,
        make=openai_chat.chat_model,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChoice:
    """A model as the user picked it."""

    name: str
    provider: str = "OpenAI"


def model_choice(value: Any) -> ModelChoice:
    """Read a model field: the list that the editor writes, one entry of it, or just a name."""
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    if isinstance(value, Mapping) and value.get("name"):
        return ModelChoice(name=str(value["name"]), provider=str(value.get("provider") or "OpenAI"))
    if isinstance(value, str) and value.strip():
        return ModelChoice(name=value.strip())
    raise ModelNotChosen


def provider_named(name: str) -> Provider:
    provider = PROVIDERS.get(name)
    if provider is None:
        raise ProviderUnknown(provider=name, known=", ".join(sorted(PROVIDERS)))
    return provider
