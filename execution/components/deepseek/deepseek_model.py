"""DeepSeek: ask a model of DeepSeek."""

from execution.components.language_models.fields import (
    CONVERSATION,
    JSON_MODE,
    MODEL_KWARGS,
    RANGED_MAX_TOKENS,
    SEED,
    temperature,
)
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import DropdownInput, SecretStrInput, StrInput


class DeepSeekModelComponent(ProviderModelComponent):
    """Put a text to a DeepSeek model and hand on what it answers, or hand on the model."""

    display_name = "DeepSeek"
    description = "Asks a model of DeepSeek."
    icon = "DeepSeek"

    inputs = [
        *CONVERSATION,
        RANGED_MAX_TOKENS,
        MODEL_KWARGS,
        JSON_MODE,
        DropdownInput(
            name="model_name",
            display_name="Model Name",
            info="The model that answers.",
            options=["deepseek-chat"],
            refresh_button=True,
            value="deepseek-chat",
        ),
        StrInput(
            name="api_base",
            display_name="DeepSeek API Base",
            info="Address of the server.",
            advanced=True,
            value="https://api.deepseek.com",
        ),
        SecretStrInput(
            name="api_key",
            display_name="DeepSeek API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
        ),
        temperature(value=1, highest=2),
        SEED,
    ]

    made_by = PROVIDERS["DeepSeek"]
    address_field = "api_base"
