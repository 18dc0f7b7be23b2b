"""Models as entries of a model field: what the editor lists, and what a flow holds once one is chosen. Pure."""

from typing import Any

from execution.components.model_catalogue.choices import UserModels
from execution.components.model_catalogue.known_models import KnownModel, ModelKind
from execution.components.model_catalogue.providers import CatalogueProvider

KINDS = {"language": ModelKind.LANGUAGE, "embedding": ModelKind.EMBEDDING}
"""What model fields and defaults call a kind."""

CONTEXT_LENGTH = 128_000
"""The same for all models: the catalogue does not know better, and the editor wants a number."""

Json = dict[str, Any]


def model_options(models: UserModels, kind: ModelKind) -> list[Json]:
    """Return the models that the user may choose, then an entry for each provider that could be set up."""
    return [
        *(_option(provider, model) for provider, model in models.switched_on(kind)),
        *(_invitation(provider) for provider in models.providers_to_set_up(kind)),
    ]


def first_choice(models: UserModels, kind: ModelKind, options: list[Json]) -> Json | None:
    """Return the option for a new component: the user's default if it may be chosen, else the first one."""
    offered = [option for option in options if not option["metadata"].get("is_disabled_provider")]
    default = models.defaults.get(kind)
    for option in offered:
        if default and (option["provider"], option["name"]) == (default.provider, default.model):
            return option
    return offered[0] if offered else None


def _option(provider: CatalogueProvider, model: KnownModel) -> Json:
    is_language = model.kind is ModelKind.LANGUAGE
    return {
        "name": model.name,
        "icon": provider.icon,
        "category": provider.name,
        "provider": provider.name,
        "metadata": _chat_facts(provider, model) if is_language else _embedding_facts(provider),
    }


def _chat_facts(provider: CatalogueProvider, model: KnownModel) -> Json:
    facts: Json = {
        "context_length": CONTEXT_LENGTH,
        "model_class": provider.chat_class,
        "model_name_param": provider.model_parameter,
        "api_key_param": provider.key_parameter,
        "max_tokens_field_name": provider.tokens_parameter,
        **provider.more_parameters,
    }
    return {**facts, "reasoning_models": [model.name]} if model.reasoning else facts


def _embedding_facts(provider: CatalogueProvider) -> Json:
    made_by = provider.embeddings
    return {
        "embedding_class": made_by.name if made_by else None,
        "param_mapping": dict(made_by.parameters) if made_by else {},
        "model_type": ModelKind.EMBEDDING.value,
    }


def _invitation(provider: CatalogueProvider) -> Json:
    """Stand for a provider without its variables; whoever picks it is led to them by the editor."""
    return {
        "name": f"__enable_provider_{provider.name}__",
        "icon": provider.icon,
        "category": provider.name,
        "provider": provider.name,
        "metadata": {"is_disabled_provider": True, "variable_name": None},
    }
