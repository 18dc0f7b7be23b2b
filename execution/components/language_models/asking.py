"""What components share that need a language model: find out which one, with whose key, and make it."""

from abc import ABC, abstractmethod
from typing import Any

from execution.components.language_models.call_watcher import watch_calls
from execution.components.language_models.errors import ApiKeyMissing
from execution.components.language_models.failures import Asked
from execution.components.language_models.providers import Provider
from execution.components.language_models.settings import ChatSettings, check_address, shown_address
from execution.engine.component import Component
from execution.engine.errors import UnknownVariable

# Servers of one's own often want no key, but the client libraries insist on one.
KEY_FOR_OPEN_SERVERS = "none"


class KeyHolder(Component):
    """Base of the components that know a provider's key and address, from fields or from variables."""

    extra = "openai"

    def value_of(self, field: str) -> Any:
        """Return the field's value; None where the component has no such field."""
        return getattr(self, field) if field in self.input_by_name else None

    async def key_or_variable(self, given: str | None, provider: Provider) -> str:
        """Return the key from the field, else from the provider's variable; raise ApiKeyMissing if it needs one."""
        found = given or await self.variable_or_none(provider.key_variable)
        if found:
            return found
        if provider.needs_key:
            raise ApiKeyMissing(provider=provider.name, variable=provider.key_variable)
        return KEY_FOR_OPEN_SERVERS

    async def address_of(self, provider: Provider, given: str | None) -> str | None:
        """Return the address from the field, else from the provider's variable, else the usual one."""
        named = given or (
            provider.address_variable and await self.variable_or_none(provider.address_variable, is_secret=False)
        )
        if named:
            check_address(named)
            return named
        return None if provider.base_url is None else provider.address

    async def variable_or_none(self, name: str, *, is_secret: bool = True) -> str | None:
        """Return the user's variable of that name: a key, if nothing else is said."""
        try:
            return await self.run.variables.value_of(name, is_secret=is_secret)
        except UnknownVariable:
            return None


class ModelAsker(KeyHolder, ABC):
    """Base of the components that ask a model. A subclass says which provider and which settings its fields mean.

    Fields of flows become attributes, declared or not: methods here have names that no field has.
    """

    def __init__(self) -> None:
        super().__init__()
        self._name_of_model = ""

    @abstractmethod
    def chosen_provider(self) -> Provider:
        """Return whose model the fields choose; raise ModelError when they choose none."""

    @abstractmethod
    async def chat_settings(self) -> ChatSettings:
        """Return the settings that the fields mean."""

    def connected_model(self) -> Any:
        """Return the model that an edge brings instead of the settings, or None."""
        return None

    @property
    def source_name(self) -> str:
        """The model's name, once it was asked."""
        return self._name_of_model or super().source_name

    async def model_to_ask(self) -> tuple[Any, Asked]:
        """Return the model, and what error messages say about it."""
        model = self.connected_model()
        if model is not None:
            watch_calls()
            asked = asked_of(model)
            self._name_of_model = asked.model
            return model, asked
        provider = self.chosen_provider()
        settings = await self.chat_settings()
        if settings.base_url:
            check_address(settings.base_url)
        self._name_of_model = settings.model
        await provider.load()
        watch_calls()
        address = shown_address(settings.base_url or provider.address)
        return provider.make(settings), Asked(model=settings.model, base_url=address, secret=settings.api_key)


def asked_of(model: Any) -> Asked:
    """Return what is known about a model that somebody else made."""
    name = next((found for key in ("model_name", "model", "model_id") if (found := getattr(model, key, None))), None)
    addresses = (getattr(model, key, None) for key in ("openai_api_base", "anthropic_api_url", "base_url"))
    address = next((found for found in addresses if found), "its provider")
    return Asked(model=str(name or type(model).__name__), base_url=shown_address(str(address)))
