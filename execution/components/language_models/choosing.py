"""The model field: a model that the user picked among all providers, or one that an edge brings."""

from typing import Any

from execution.components.language_models.asking import ModelAsker
from execution.components.language_models.model_field import ModelFieldHolder
from execution.components.language_models.providers import ModelChoice, Provider, model_choice, provider_named
from execution.components.language_models.settings import ChatSettings


class ModelChooser(ModelFieldHolder, ModelAsker):
    """Base of the components with a model field and a field for its key."""

    model: Any
    api_key: str | None

    def connected_model(self) -> Any:
        """Return the model on the edge; plain values are a choice, not a model."""
        return None if self.model is None or isinstance(self.model, str | list | tuple | dict) else self.model

    def chosen_provider(self) -> Provider:
        return provider_named(self._choice().provider)

    def _choice(self) -> ModelChoice:
        # Until 1.7 a model was chosen in two fields.
        older = {
            "provider": self.values.get("provider") or self.values.get("agent_llm"),
            "name": self.values.get("model_name"),
        }
        return model_choice(self.model or older)

    async def chat_settings(self) -> ChatSettings:
        provider = self.chosen_provider()
        given = self.values.get("ollama_base_url") if provider.name == "Ollama" else None
        return ChatSettings(
            model=self._choice().name,
            api_key=await self.key_or_variable(self.api_key, provider),
            base_url=await self.address_of(provider, given),
            temperature=getattr(self, "temperature", None),
            max_tokens=getattr(self, "max_tokens", None),
        )
