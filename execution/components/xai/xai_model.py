"""xAI: ask a Grok model."""

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
from execution.engine.fields import DropdownInput, MessageTextInput, SecretStrInput

MODEL_NAMES = ["grok-2-latest"]


class XAIModel(ProviderModelComponent):
    """Put a text to a Grok model and hand on what it answers, or hand on the model."""

    name = "xAIModel"
    display_name = "xAI"
    description = "Asks a Grok model of xAI."
    icon = "xAI"

    inputs = [
        *CONVERSATION,
        RANGED_MAX_TOKENS,
        MODEL_KWARGS,
        JSON_MODE,
        DropdownInput(
            name="model_name",
            display_name="Model Name",
            info="The model that answers.",
            combobox=True,
            options=MODEL_NAMES,
            refresh_button=True,
            value=MODEL_NAMES[0],
        ),
        MessageTextInput(
            name="base_url",
            display_name="xAI API Base",
            info="Address of the server.",
            advanced=True,
            value="https://api.x.ai/v1",
        ),
        SecretStrInput(
            name="api_key",
            display_name="xAI API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
            value="XAI_API_KEY",
        ),
        temperature(value=0.1, highest=2),
        SEED,
    ]

    made_by = PROVIDERS["xAI"]
    address_field = "base_url"
