"""Which model an assistant asks: the one that the caller names, else the user's own choice. Pure."""

from collections.abc import Mapping
from typing import Any

from execution.assistant.errors import NoModel, NoProvider, ProviderNotConfigured
from execution.components.model_catalogue.choices import UserModels
from execution.components.model_catalogue.known_models import KNOWN_MODELS, ModelKind
from execution.components.model_catalogue.options import first_choice, model_options

Json = dict[str, Any]


def chosen_model(models: UserModels, *, provider: str | None, model_name: str | None) -> Json:
    """Return the entry of a model field; raise NoProvider, ProviderNotConfigured or NoModel."""
    if not models.configured:
        raise NoProvider
    if provider and provider not in models.configured:
        raise ProviderNotConfigured(provider=provider, available=_names(models))
    offered = _offered(models, provider)
    if model_name:
        known = next((option for option in offered if option["name"] == model_name), None)
        return known or {"name": model_name, "provider": provider or _usual_provider(models, offered)}
    first = first_choice(models, ModelKind.LANGUAGE, offered)
    if first is None:
        raise NoModel(provider=provider or ", ".join(_names(models)))
    return first


def configuration_wire(models: UserModels) -> Json:
    """Return which providers and models there are to ask, and what is asked where nobody says."""
    usual = first_choice(models, ModelKind.LANGUAGE, _offered(models, None)) if models.configured else None
    return {
        "configured": bool(models.configured),
        "configured_providers": _names(models),
        "providers": [_provider_wire(models, name) for name in _names(models)],
        "default_provider": usual["provider"] if usual else None,
        "default_model": usual["name"] if usual else None,
    }


def _provider_wire(models: UserModels, name: str) -> Json:
    offered = _offered(models, name)
    usual = first_choice(models, ModelKind.LANGUAGE, offered)
    return {
        "name": name,
        "configured": True,
        "default_model": usual["name"] if usual else None,
        "models": [{"name": option["name"], "display_name": option["name"]} for option in offered],
    }


def _offered(models: UserModels, provider: str | None) -> list[Json]:
    """Return the models that the user may choose, of one provider or of all."""
    options = model_options(models, ModelKind.LANGUAGE)
    return [
        option
        for option in options
        if option["provider"] in models.configured and provider in (None, "", option["provider"])
    ]


def _usual_provider(models: UserModels, offered: list[Json]) -> str:
    """A model that the catalogue does not know belongs to the provider that is asked anyway."""
    first: Mapping[str, Any] | None = first_choice(models, ModelKind.LANGUAGE, offered)
    return str(first["provider"]) if first else _names(models)[0]


def _names(models: UserModels) -> list[str]:
    """In the catalogue's order."""
    return [name for name in KNOWN_MODELS if name in models.configured]
