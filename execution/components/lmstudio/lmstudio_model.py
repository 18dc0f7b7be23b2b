"""LM Studio: ask a model on one's own machine."""

from execution.components.language_models.fields import CONVERSATION, MODEL_KWARGS, RANGED_MAX_TOKENS, SEED
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import DropdownInput, FloatInput, SecretStrInput, StrInput


class LMStudioModel(ProviderModelComponent):
    """Put a text to a model that LM Studio serves and hand on what it answers, or hand on the model."""

    display_name = "LM Studio"
    description = "Asks a model that LM Studio serves on your machine."
    icon = "LMStudio"

    inputs = [
        *CONVERSATION,
        RANGED_MAX_TOKENS,
        MODEL_KWARGS,
        DropdownInput(
            name="model_name",
            display_name="Model Name",
            info="The model that answers.",
            refresh_button=True,
        ),
        StrInput(
            name="base_url",
            display_name="Base URL",
            info="Address of the server.",
            value="http://localhost:1234/v1",
        ),
        SecretStrInput(
            name="api_key",
            display_name="LM Studio API Key",
            info="The key, or the name of the variable that holds it.",
            advanced=True,
            value="LMSTUDIO_API_KEY",
        ),
        FloatInput(
            name="temperature",
            display_name="Temperature",
            info="Low values give steady answers, high ones varied answers.",
            advanced=True,
            value=0.1,
        ),
        SEED,
    ]

    made_by = PROVIDERS["LM Studio"]
    address_field = "base_url"
