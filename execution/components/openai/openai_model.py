"""OpenAI: ask a model of OpenAI, or of any server that speaks its protocol."""

from typing import Any

from execution.components.language_models.asking import KEY_FOR_OPEN_SERVERS
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
from execution.components.language_models.openai_chat import REASONING_MODEL
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import Provider
from execution.components.model_names import OPENAI_CHAT_MODELS
from execution.engine.component import Hooked, Node
from execution.engine.fields import DropdownInput, SecretStrInput, StrInput


class OpenAIModel(ProviderModelComponent):
    """Put a text to an OpenAI model and hand on what it answers, or hand on the model."""

    display_name = "OpenAI"
    description = "Asks a model of OpenAI or of a compatible server."
    icon = "OpenAI"

    inputs = [
        *CONVERSATION,
        RANGED_MAX_TOKENS,
        MODEL_KWARGS,
        JSON_MODE,
        DropdownInput(
            name="model_name",
            display_name="Model Name",
            info="One of the list, or any name that the server knows.",
            options=OPENAI_CHAT_MODELS,
            value=OPENAI_CHAT_MODELS[0],
            combobox=True,
            real_time_refresh=True,
        ),
        StrInput(
            name="openai_api_base",
            display_name="OpenAI API Base",
            info="Address of a compatible server. Empty: OPENAI_BASE_URL of the environment, else OpenAI itself.",
            advanced=True,
        ),
        SecretStrInput(
            name="api_key",
            display_name="OpenAI API Key",
            info="The key, or the name of the variable that holds it.",
            value="OPENAI_API_KEY",
            required=True,
        ),
        temperature(value=0.1, highest=1, advanced=False),
        SEED,
        MAX_RETRIES.with_settings(value=5),
        TIMEOUT.with_settings(value=700),
    ]

    openai_api_base: str | None
    api_key: str | None

    address_field = "openai_api_base"
    lists_models = False

    async def key_or_variable(self, given: str | None, provider: Provider) -> str:
        """A server of one's own at the address in the field may do without."""
        if self.openai_api_base and not given:
            return KEY_FOR_OPEN_SERVERS
        return await super().key_or_variable(given, provider)

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Hooked:
        """Hide what the chosen model would refuse."""
        if field_name == "model_name":
            reasoning = bool(REASONING_MODEL.match(str(field_value)))
            build_config["temperature"]["show"] = build_config["seed"]["show"] = not reasoning
            build_config["system_message"]["show"] = not str(field_value).startswith("o1")
        return super().update_build_config(build_config, field_value, field_name)
