"""Groq: ask a model on Groq's fast machines."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.fields import ANSWERS, CONVERSATION, MAX_TOKENS, ONLY_TOOL_MODELS, temperature
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.components.model_names import GROQ_MODELS
from execution.engine.fields import DropdownInput, MessageTextInput, SecretStrInput

# The field names the host only; the protocol's paths begin below this one.
PROTOCOL_PATH = "/openai/v1"


class GroqModel(ProviderModelComponent):
    """Put a text to a model at Groq and hand on what it answers, or hand on the model."""

    display_name = "Groq"
    description = "Asks a model at Groq."
    icon = "Groq"

    inputs = [
        *CONVERSATION,
        SecretStrInput(
            name="api_key",
            display_name="Groq API Key",
            info="The key, or the name of the variable that holds it.",
            real_time_refresh=True,
        ),
        MessageTextInput(
            name="base_url",
            display_name="Groq API Base",
            info="Address of the server.",
            advanced=True,
            real_time_refresh=True,
            value="https://api.groq.com",
        ),
        MAX_TOKENS.with_settings(display_name="Max Output Tokens"),
        temperature(value=0.1, highest=1),
        ANSWERS,
        DropdownInput(
            name="model_name",
            display_name="Model",
            info="The model that answers.",
            combobox=True,
            options=GROQ_MODELS,
            refresh_button=True,
            value=GROQ_MODELS[0],
        ),
        ONLY_TOOL_MODELS,
    ]

    base_url: str | None
    n: int | None

    made_by = PROVIDERS["Groq"]
    address_field = "base_url"

    def chosen_address(self) -> str | None:
        address = (self.base_url or "").rstrip("/")
        return address + PROTOCOL_PATH if address and not address.endswith("/v1") else address or None

    def own_parameters(self) -> Mapping[str, Any]:
        return {"n": self.n or None}
