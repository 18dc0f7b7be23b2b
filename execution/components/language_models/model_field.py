"""The model field of a node in the editor: what it offers, and what its choice shows and hides among the others."""

from collections.abc import Mapping
from inspect import isawaitable
from typing import Any

from execution.components.language_models.asking import KeyHolder
from execution.components.language_models.providers import PROVIDERS, model_choice
from execution.components.model_catalogue.known_models import ModelKind
from execution.components.model_catalogue.options import KINDS, first_choice, model_options
from execution.components.model_catalogue.ports import SERVICE, ModelCatalogue
from execution.engine.component import Node
from execution.engine.ports import RunContext

FIELD = "model"
TYPE = "model"

_OWN_FIELDS: Mapping[str, tuple[str, ...]] = {
    "IBM WatsonX": ("base_url_ibm_watsonx", "project_id"),
    "Ollama": ("ollama_base_url",),
}
"""Fields that one provider alone has."""

_OWN_EMBEDDING_FIELDS: Mapping[str, tuple[str, ...]] = {"IBM WatsonX": ("truncate_input_tokens", "input_text")}
"""The same for embedding models only: other components have an `input_text` of another meaning."""

_ADVANCED = frozenset({"base_url_ibm_watsonx", "project_id", "ollama_base_url"})


class ModelFieldHolder(KeyHolder):
    """Base of the components that let users choose among the models of all providers."""

    async def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Offer the user's models, show the fields of the chosen one's provider, and hide those of the others."""
        if field_name == FIELD:
            shown_for(build_config, chosen_in(field_value))
        hooked = super().update_build_config(build_config, field_value, field_name)
        changed = await hooked if isawaitable(hooked) else hooked
        await offer_models(changed, field_name, self.run)
        return changed


async def offer_models(template: dict[str, Any], changed: str | None, run: RunContext) -> None:
    """List the user's models in each model field of the node. One that was just emptied gets the user's default."""
    fields = {name: field for name, field in template.items() if isinstance(field, dict) and field.get("type") == TYPE}
    catalogue: ModelCatalogue | None = run.services.get(SERVICE)
    if not fields or catalogue is None or run.user_id is None:
        return
    models = await catalogue.of_user(run.user_id)
    for name, field in fields.items():
        kind = KINDS.get(str(field.get("model_type")), ModelKind.LANGUAGE)
        field["options"] = model_options(models, kind)
        first = first_choice(models, kind, field["options"])
        if name == changed and first is not None and not field.get("value"):
            field["value"] = [first]
            shown_for(template, first["provider"])


def chosen_in(value: Any) -> str:
    """Return the provider that a model field names; empty where it names none."""
    if not value or value == "connect_other_models":
        return ""
    return model_choice(value).provider


def shown_for(template: dict[str, Any], provider: str) -> None:
    """Show the provider's own fields and hide the others'."""
    embeds = KINDS.get(str(template.get(FIELD, {}).get("model_type"))) is ModelKind.EMBEDDING
    for owner in _OWN_FIELDS:
        for name in _OWN_FIELDS[owner] + (_OWN_EMBEDDING_FIELDS.get(owner, ()) if embeds else ()):
            if name in template:
                template[name]["show"] = owner == provider
                template[name]["advanced"] = owner == provider and name in _ADVANCED
    known = PROVIDERS.get(provider)
    if "api_key" in template and known is not None:
        template["api_key"]["show"] = known.needs_key
