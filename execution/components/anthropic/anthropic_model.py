"""Anthropic: ask a Claude model."""

from execution.components.language_models.fields import CONVERSATION, MAX_TOKENS, ONLY_TOOL_MODELS, temperature
from execution.components.language_models.model_lists import models_of_anthropic
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.components.model_names import ANTHROPIC_MODELS
from execution.engine.fields import DropdownInput, MessageTextInput, SecretStrInput


class AnthropicModel(ProviderModelComponent):
    """Put a text to a Claude model and hand on what it answers, or hand on the model."""

    display_name = "Anthropic"
    description = "Asks a Claude model of Anthropic."
    icon = "Anthropic"

    inputs = [
        *CONVERSATION,
        MAX_TOKENS.with_settings(
            value=4096, info="Longest answer, in tokens; the protocol demands a limit, 0 takes the usual one."
        ),
        DropdownInput(
            name="model_name",
            display_name="Model Name",
            info="The model that answers.",
            combobox=True,
            options=ANTHROPIC_MODELS,
            refresh_button=True,
            value=ANTHROPIC_MODELS[0],
        ),
        SecretStrInput(
            name="api_key",
            display_name="Anthropic API Key",
            info="The key, or the name of the variable that holds it.",
            value=None,
            real_time_refresh=True,
            required=True,
        ),
        temperature(value=0.1, highest=1),
        MessageTextInput(
            name="base_url",
            display_name="Anthropic API URL",
            info="Address of the server.",
            advanced=True,
            real_time_refresh=True,
            value="https://api.anthropic.com",
        ),
        ONLY_TOOL_MODELS,
    ]

    extra = "anthropic"
    made_by = PROVIDERS["Anthropic"]
    address_field = "base_url"

    async def names_of_models(self, address: str, key: str | None) -> list[str]:
        """Ask in Anthropic's own protocol."""
        return await models_of_anthropic(address, key)
