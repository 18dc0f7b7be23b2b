"""Models, as custom code lists and describes them: providers, their fields, names of models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.components import model_names
from execution.components.language_models.bedrock_account import REGIONS as AWS_REGIONS
from execution.components.model_catalogue.known_models import KNOWN_MODELS, KnownModel, ModelKind
from execution.components.model_catalogue.providers import CATALOGUE_PROVIDERS, WATSONX_URLS
from execution.engine.authoring.base_classes import LCModelComponent
from execution.engine.authoring.model_choice import get_llm
from execution.engine.fields import BoolInput, DictInput, DropdownInput, Input, IntInput, SecretStrInput, SliderInput
from execution.engine.fields import StrInput as TextInput

__all__ = ["AWS_REGIONS", "WATSONX_URLS"]

MODEL_DYNAMIC_UPDATE_FIELDS = ["api_key", "model", "tool_model_enabled", "base_url", "model_name"]
"""Fields whose change has something to do with which model it is."""
MODEL_PROVIDERS_LIST = ["Anthropic", "Google Generative AI", "OpenAI"]
ANTHROPIC_API_URL = "https://api.anthropic.com"
OLLAMA_URLS = ["http://localhost:11434", "http://host.docker.internal:11434"]
_NAMES: Mapping[str, list[str]] = {
    "OpenAI": model_names.OPENAI_CHAT_MODELS,
    "Anthropic": model_names.ANTHROPIC_MODELS,
    "Google Generative AI": model_names.GOOGLE_MODELS,
    "Groq": model_names.GROQ_MODELS,
}


def _known(provider: str, kind: ModelKind = ModelKind.LANGUAGE, **traits: bool) -> list[str]:
    def belongs(model: KnownModel) -> bool:
        return model.kind is kind and all(getattr(model, trait) is wanted for trait, wanted in traits.items())

    return [model.name for model in KNOWN_MODELS.get(provider, ()) if belongs(model)]


OPENAI_REASONING_MODELS = _known("OpenAI", reasoning=True)
ANTHROPIC_TOOL_MODELS = _known("Anthropic", tool_calling=True)
ANTHROPIC_OTHER_MODELS = _known("Anthropic", tool_calling=False)
OLLAMA_MODELS = _known("Ollama")
OLLAMA_TOOL_MODELS = _known("Ollama", tool_calling=True)
OLLAMA_EMBEDDING_MODELS = _known("Ollama", ModelKind.EMBEDDING)
WATSONX_MODELS = _known("IBM WatsonX")
WATSONX_EMBEDDING_MODELS = _known("IBM WatsonX", ModelKind.EMBEDDING)


def fields_for(provider: str) -> list[Input]:
    """Return the fields by which a model of the provider is chosen."""
    names = _NAMES[provider]
    return [
        DropdownInput(
            name="model_name",
            display_name="Model Name",
            options=names,
            value=names[0],
            combobox=True,
            real_time_refresh=True,
        ),
        SecretStrInput(
            name="api_key", display_name=f"{provider} API Key", value=_variable_of(provider), real_time_refresh=True
        ),
        SliderInput(name="temperature", display_name="Temperature", value=0.1, advanced=True),
        IntInput(name="max_tokens", display_name="Max Tokens", advanced=True),
        TextInput(name="base_url", display_name="API Base", advanced=True),
        DictInput(name="model_kwargs", display_name="Model Kwargs", advanced=True),
        BoolInput(name="json_mode", display_name="JSON Mode", advanced=True),
        IntInput(name="seed", display_name="Seed", value=1, advanced=True),
        IntInput(name="max_retries", display_name="Max Retries", value=5, advanced=True),
        IntInput(name="timeout", display_name="Timeout", value=700, advanced=True),
    ]


def _variable_of(provider: str) -> str:
    found = CATALOGUE_PROVIDERS.get(provider)
    return found.variables[0].key if found else f"{provider.upper().replace(' ', '_')}_API_KEY"


class ProviderModelComponent(LCModelComponent):
    """A model of one provider, made in the code's own process by langchain's class."""

    provider = ""

    def build_model(self) -> Any:
        """Return the model. Raises ModelNotAvailable where the provider's package is missing."""
        choice = [{"provider": self.provider, "name": self.model_name}]
        return get_llm(
            choice,
            api_key=self.api_key or None,
            temperature=self.temperature,
            max_tokens=self.max_tokens or None,
            base_url=self.base_url or None,
        )


def _component_of(provider: str) -> ProviderModelComponent:
    facts = {"provider": provider, "inputs": fields_for(provider), "display_name": provider}
    made: ProviderModelComponent = type(f"{provider.replace(' ', '')}Model", (ProviderModelComponent,), facts)()
    return made


def _described(provider: str) -> dict[str, Any]:
    fields = fields_for(provider)
    return {
        "fields": {field.name: field for field in fields},
        "inputs": fields,
        "prefix": "",
        "component_class": _component_of(provider),
        "icon": CATALOGUE_PROVIDERS[provider].icon if provider in CATALOGUE_PROVIDERS else provider,
        "is_active": True,
    }


MODEL_PROVIDERS_DICT: Mapping[str, dict[str, Any]] = {provider: _described(provider) for provider in _NAMES}
MODEL_PROVIDERS = list(MODEL_PROVIDERS_DICT)
ALL_PROVIDER_FIELDS = [name for provider in MODEL_PROVIDERS_DICT.values() for name in provider["fields"]]
MODELS_METADATA = {name: {"icon": provider["icon"]} for name, provider in MODEL_PROVIDERS_DICT.items()}
MODEL_OPTIONS_METADATA = [MODELS_METADATA[name] for name in MODEL_PROVIDERS_LIST]


def set_advanced_true(component_input: Input) -> Input:
    """Return the field, which is now among the advanced ones."""
    component_input.advanced = True
    return component_input


def get_provider_for_model_name(model_name: str) -> str:
    """Return whose model it is; empty where nobody is known to have it."""
    found = (provider for provider, models in KNOWN_MODELS.items() if any(one.name == model_name for one in models))
    return next(found, "")


def get_model_providers() -> list[str]:
    """Return the providers whose models the editor offers."""
    return list(CATALOGUE_PROVIDERS)


def get_model_provider_variable_mapping() -> dict[str, str]:
    """Return the variable that each provider knows its users by."""
    return {name: provider.variables[0].key for name, provider in CATALOGUE_PROVIDERS.items() if provider.variables}


def get_provider_all_variables(provider: str) -> list[dict[str, Any]]:
    """Return the variables that a provider needs; none for providers that are not known."""
    found = CATALOGUE_PROVIDERS.get(provider)
    return [
        {"variable_name": one.label, "variable_key": one.key, "is_secret": one.is_secret, "required": True}
        for one in (found.variables if found else ())
    ]


def apply_provider_variable_config_to_build_config(build_config: dict[str, Any], provider: str) -> dict[str, Any]:
    """Show the fields that a provider's models need, and hide those that only others need."""
    wanted = _fields_of(provider)
    for name in {field for known in CATALOGUE_PROVIDERS for field in _fields_of(known)} | {"api_key"}:
        if isinstance(build_config.get(name), dict):
            build_config[name]["show"] = name in wanted or name == "api_key"
    return build_config


def _fields_of(provider: str) -> set[str]:
    return {one.field for one in CATALOGUE_PROVIDERS[provider].variables} if provider in CATALOGUE_PROVIDERS else set()


def get_unified_models_detailed(providers: list[str] | None = None, **_unused: Any) -> list[dict[str, Any]]:
    """Return the providers with their models."""
    return [
        {
            "provider": provider,
            "models": [{"model_name": model.name, "metadata": {"model_type": model.kind.value}} for model in models],
            "num_models": len(models),
        }
        for provider, models in KNOWN_MODELS.items()
        if not providers or provider in providers
    ]
