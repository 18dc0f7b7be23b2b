"""The catalogue of one user as the routes tell it. Pure."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from execution.catalogue.providers.serializers import ModelsQuery
from execution.components.model_catalogue.choices import ON_AT_FIRST, UserModels
from execution.components.model_catalogue.known_models import KNOWN_MODELS, KnownModel
from execution.components.model_catalogue.providers import CATALOGUE_PROVIDERS, CatalogueProvider, ProviderVariable

TRAITS = ("tool_calling", "reasoning", "search", "preview", "not_supported", "deprecated")
"""What a model can or cannot do, by the names that both the catalogue and the wire use."""

Json = dict[str, Any]


def listed_providers(models: UserModels, query: ModelsQuery) -> list[Json]:
    """Return the providers that have models of the wanted kind, those first that the user can ask."""
    found = [
        _provider_wire(CATALOGUE_PROVIDERS[name], matching, models)
        for name in sorted(KNOWN_MODELS)
        if not query.provider or name in query.provider
        if (matching := list(_matching(models.models_of(name), query))) or _is_all_of(query)
    ]
    return sorted(found, key=lambda provider: not provider["is_configured"])


def variables_by_provider() -> dict[str, list[Json]]:
    """Return the variables that each provider needs."""
    return {provider.name: _variables_wire(provider) for provider in CATALOGUE_PROVIDERS.values()}


def provider_status(configured: Collection[str], names: Collection[str]) -> Json:
    """Return which of the named providers can be asked; of all, where none is named."""
    status = {name: name in configured for name in CATALOGUE_PROVIDERS if not names or name in names}
    return {"enabled_providers": [name for name, is_on in status.items() if is_on], "provider_status": status}


def enabled_by_provider(models: UserModels, names: Collection[str]) -> dict[str, dict[str, bool]]:
    """Return for each model of those names, or each of all, whether it may be chosen."""
    found = {
        provider: {
            model.name: models.is_enabled(provider, model)
            for model in models.models_of(provider)
            if not names or model.name in names
        }
        for provider in KNOWN_MODELS
    }
    return {provider: told for provider, told in found.items() if told or not names}


def _is_all_of(query: ModelsQuery) -> bool:
    """Whether a provider without models is told, too: it may have none only because its server is away."""
    return not any(value for name, value in query if name != "provider")


def _matching(models: Sequence[KnownModel], query: ModelsQuery) -> Iterator[KnownModel]:
    wanted = {trait: value for trait in TRAITS if (value := getattr(query, trait)) is not None}
    for model in models:
        if model.not_supported and not query.include_unsupported:
            continue
        if model.deprecated and not query.include_deprecated:
            continue
        if query.model_type and query.model_type != model.kind:
            continue
        if query.model_name and query.model_name != model.name:
            continue
        if all(getattr(model, trait) == value for trait, value in wanted.items()):
            yield model


def _provider_wire(provider: CatalogueProvider, listed: Sequence[KnownModel], models: UserModels) -> Json:
    icon = provider.icon_of_models or provider.icon
    return {
        "provider": provider.name,
        "models": [_model_wire(model, icon, is_default=number < ON_AT_FIRST) for number, model in enumerate(listed)],
        "num_models": len(listed),
        "icon": provider.icon,
        "max_tokens_field_name": provider.tokens_parameter,
        "variables": _variables_wire(provider),
        "api_docs_url": provider.docs_url,
        "mapping": {"model_class": provider.chat_class, "model_param": provider.model_parameter},
        "is_configured": provider.name in models.configured,
        "is_enabled": models.has_enabled_models(provider.name),
    }


def _model_wire(model: KnownModel, icon: str, *, is_default: bool) -> Json:
    traits = {trait: getattr(model, trait) for trait in TRAITS}
    return {
        "model_name": model.name,
        "metadata": {"icon": icon, **traits, "default": is_default, "model_type": model.kind.value},
    }


def _variables_wire(provider: CatalogueProvider) -> list[Json]:
    return [_variable_wire(variable) for variable in provider.variables]


def _variable_wire(variable: ProviderVariable) -> Json:
    found: Json = {
        "variable_name": variable.label,
        "variable_key": variable.key,
        "required": True,
        "is_secret": variable.is_secret,
        "is_list": False,
        "options": list(variable.suggestions),
        "langchain_param": variable.parameter,
        "component_metadata": {
            "mapping_field": variable.field,
            "required": False,
            "advanced": True,
            "info": f"Left empty, the variable {variable.key} is used.",
        },
    }
    return {**found, "combobox": True} if variable.suggestions else found
