"""What the choice of a provider shows and hides among the other fields of a node. Pure."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.providers import PROVIDERS, model_choice

_OWN_FIELDS: Mapping[str, tuple[str, ...]] = {
    "IBM WatsonX": ("base_url_ibm_watsonx", "project_id", "truncate_input_tokens", "input_text"),
    "Ollama": ("ollama_base_url",),
}
"""Fields that one provider alone has."""

_ADVANCED = frozenset({"base_url_ibm_watsonx", "project_id", "ollama_base_url"})


def chosen_in(value: Any) -> str:
    """Return the provider that a model field names; empty where it names none."""
    if not value or value == "connect_other_models":
        return ""
    return model_choice(value).provider


def shown_for(template: dict[str, Any], provider: str) -> None:
    """Show the provider's own fields and hide the others'; offer the variable of its key."""
    for owner, names in _OWN_FIELDS.items():
        for name in names:
            if name in template:
                template[name]["show"] = owner == provider
                template[name]["advanced"] = owner == provider and name in _ADVANCED
    known = PROVIDERS.get(provider)
    if "api_key" in template and known is not None:
        template["api_key"]["show"] = known.needs_key
        if known.needs_key and not template["api_key"].get("value"):
            template["api_key"]["value"] = known.key_variable
