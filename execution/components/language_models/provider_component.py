"""Chat model components of one provider: which fields they may have, and what those mean."""

from collections.abc import Mapping
from typing import Any, ClassVar

from execution.components.language_models import model_lists
from execution.components.language_models.chat_component import ChatModelComponent
from execution.components.language_models.errors import ModelNotChosen
from execution.components.language_models.providers import PROVIDERS, Provider
from execution.components.language_models.settings import DEFAULT_RETRIES, ChatSettings
from execution.engine.component import Hooked, Node


class ProviderModelComponent(ChatModelComponent):
    """Base of the components of one provider. The usual fields mean the same everywhere; a component has some of them.

    A subclass names its provider and the fields that are called differently; `own_parameters` are sent besides.
    """

    made_by: ClassVar[Provider] = PROVIDERS["OpenAI"]
    key_field: ClassVar[str] = "api_key"
    address_field: ClassVar[str] = ""
    model_field: ClassVar[str] = "model_name"
    limit_field: ClassVar[str] = "max_tokens"
    retries_field: ClassVar[str] = "max_retries"
    lists_models: ClassVar[bool] = True
    """Whether the provider tells which models it has."""

    def own_parameters(self) -> Mapping[str, Any]:
        """Return parameters of the request that only this provider knows."""
        return {}

    def own_options(self) -> Mapping[str, Any]:
        """Return arguments for this provider's library alone."""
        return {}

    def own_headers(self) -> Mapping[str, str]:
        """Return headers that this provider wants."""
        return {}

    def chosen_model(self) -> str:
        """Return the model's name; raise ModelNotChosen."""
        if not self.value_of(self.model_field):
            raise ModelNotChosen
        return str(self.value_of(self.model_field))

    def chosen_address(self) -> str | None:
        """Return the address in the fields, or None."""
        return self.value_of(self.address_field) or None

    def chosen_provider(self) -> Provider:
        return self.made_by

    async def chat_settings(self) -> ChatSettings:
        return ChatSettings(
            model=self.chosen_model(),
            api_key=await self.key_or_variable(self.value_of(self.key_field), self.made_by),
            base_url=await self.address_of(self.made_by, self.chosen_address()),
            temperature=self.value_of("temperature"),
            max_tokens=_if_set(self.value_of(self.limit_field)),
            seed=self._seed(),
            json_mode=bool(self.value_of("json_mode")),
            model_kwargs=_only_given({**(self.value_of("model_kwargs") or {}), **self.own_parameters()}),
            headers=self.own_headers(),
            timeout=_if_set(self.value_of("timeout")),
            max_retries=self._retries(),
            options=_only_given(self.own_options()),
        )

    async def names_of_models(self, address: str, key: str | None) -> list[str]:
        """Ask the provider for its models; none where it does not answer."""
        return await model_lists.models_of_openai_server(address, key)

    def _seed(self) -> int | None:
        seed: int | None = self.value_of("seed")
        return None if seed is None or seed < 0 else seed

    def _retries(self) -> int:
        retries: int | None = self.value_of(self.retries_field)
        return DEFAULT_RETRIES if retries is None or retries < 0 else retries

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Hooked:
        """Offer the models that the server has, when the place or the key changes or the list is refreshed."""
        changed = super().update_build_config(build_config, field_value, field_name)
        asks_anew = field_name in {self.key_field, self.address_field, self.model_field, "tool_model_enabled"}
        if not asks_anew or not self.lists_models or not self._offers_a_list(build_config):
            return changed
        return self._with_models(build_config)

    def _offers_a_list(self, build_config: Node) -> bool:
        return "options" in (build_config.get(self.model_field) or {})

    async def _with_models(self, build_config: Node) -> Node:
        address = await self.address_of(self.made_by, self.chosen_address()) or self.made_by.address
        key = self.value_of(self.key_field) or await self.variable_or_none(self.made_by.key_variable)
        names = await self.names_of_models(address, key)
        if names:
            field = build_config[self.model_field]
            field["options"] = names
            field["value"] = field.get("value") or names[0]
        return build_config


def _if_set(value: Any) -> Any:
    """Return the number; 0 and less mean that the user sets none."""
    return value if value and value > 0 else None


def _only_given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}
