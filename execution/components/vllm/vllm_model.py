"""vLLM: ask a model on a server of one's own."""

from execution.components.language_models.fields import (
    CONVERSATION,
    JSON_MODE,
    MAX_RETRIES,
    MODEL_KWARGS,
    RANGED_MAX_TOKENS,
    SEED,
    TIMEOUT,
    temperature,
)
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import SecretStrInput, StrInput


class VLLMModel(ProviderModelComponent):
    """Put a text to a model that vLLM serves and hand on what it answers, or hand on the model."""

    name = "vLLMModel"
    display_name = "vLLM"
    description = "Asks a model that vLLM serves."
    icon = "vLLM"

    inputs = [
        *CONVERSATION,
        RANGED_MAX_TOKENS,
        MODEL_KWARGS,
        JSON_MODE,
        StrInput(
            name="model_name",
            display_name="Model Name",
            info="The model that answers.",
            value="ibm-granite/granite-3.3-8b-instruct",
        ),
        StrInput(
            name="api_base",
            display_name="vLLM API Base",
            info="Address of the server.",
            value="http://localhost:8000/v1",
        ),
        SecretStrInput(
            name="api_key",
            display_name="API Key",
            info="The key, or the name of the variable that holds it.",
        ),
        temperature(value=0.1, highest=1, advanced=False),
        SEED.with_settings(value=-1, info="The same seed gives the same answer; below 0 sets none."),
        MAX_RETRIES.with_settings(
            value=-1, info="How often a failed request is repeated; below 0 takes the usual number."
        ),
        TIMEOUT.with_settings(value=-1, info="Seconds to wait for the server; 0 and less take the usual time."),
    ]

    made_by = PROVIDERS["vLLM"]
    address_field = "api_base"
