"""LiteLLM Proxy: ask any model that a LiteLLM proxy leads to."""

from execution.components.language_models.fields import (
    CONVERSATION,
    MAX_RETRIES,
    RANGED_MAX_TOKENS,
    TIMEOUT,
    temperature,
)
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import SecretStrInput, StrInput


class LiteLLMProxyModel(ProviderModelComponent):
    """Put a text to a model behind a LiteLLM proxy and hand on what it answers, or hand on the model."""

    display_name = "LiteLLM Proxy"
    description = "Asks a model through a LiteLLM proxy."
    icon = "LiteLLM"

    inputs = [
        *CONVERSATION,
        StrInput(
            name="api_base",
            display_name="LiteLLM Proxy URL",
            info="Address of the proxy.",
            required=True,
            value="http://localhost:4000/v1",
        ),
        SecretStrInput(
            name="api_key",
            display_name="Virtual Key",
            info="The virtual key of the proxy, or the name of the variable that holds it.",
            required=True,
            value="LITELLM_API_KEY",
        ),
        StrInput(
            name="model_name",
            display_name="Model Name",
            info="The model, by the name that the proxy knows.",
            required=True,
        ),
        temperature(value=0.7, highest=1),
        RANGED_MAX_TOKENS,
        TIMEOUT.with_settings(display_name="Timeout (seconds)", value=60),
        MAX_RETRIES.with_settings(value=2),
    ]

    made_by = PROVIDERS["LiteLLM"]
    address_field = "api_base"
