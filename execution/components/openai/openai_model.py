"""OpenAI: ask a model of OpenAI, or of any server that speaks its protocol."""

from typing import Any

from execution.components.language_models.chat_component import ChatModelComponent
from execution.components.language_models.errors import ModelNotChosen
from execution.components.language_models.openai_chat import ChatSettings
from execution.components.language_models.providers import PROVIDERS, Provider
from execution.engine.fields import (
    BoolInput,
    DictInput,
    DropdownInput,
    IntInput,
    MessageInput,
    MultilineInput,
    RangeSpec,
    SecretStrInput,
    SliderInput,
    StrInput,
)

MODEL_NAMES = [
    "gpt-4o-mini",
    "gpt-4o",
    "gpt-4.1",
    "gpt-4.1-mini",
    "gpt-4.1-nano",
    "gpt-4.5-preview",
    "gpt-4-turbo",
    "gpt-4-turbo-preview",
    "gpt-4",
    "gpt-3.5-turbo",
    "gpt-5.2",
    "gpt-5.1",
    "gpt-5",
    "gpt-5-mini",
    "gpt-5-nano",
    "gpt-5-chat-latest",
    "o1",
]

# Servers of one's own often want no key, but the client library insists on one.
KEY_FOR_OPEN_SERVERS = "none"


class OpenAIModel(ChatModelComponent):
    """Put a text to an OpenAI model and hand on what it answers, or hand on the model."""

    display_name = "OpenAI"
    description = "Asks a model of OpenAI or of a compatible server."
    icon = "OpenAI"

    inputs = [
        MessageInput(name="input_value", display_name="Input", info="What the model is asked."),
        MultilineInput(
            name="system_message",
            display_name="System Message",
            info="How the model shall behave; it reads this before the input.",
        ),
        BoolInput(
            name="stream",
            display_name="Stream",
            info="Show the answer while it is being written; needs a Chat Output behind the model.",
            advanced=True,
        ),
        IntInput(
            name="max_tokens",
            display_name="Max Tokens",
            info="Longest answer, in tokens; 0 sets no limit.",
            range_spec=RangeSpec(min=0, max=128000),
            advanced=True,
        ),
        DictInput(
            name="model_kwargs",
            display_name="Model Kwargs",
            info="Further parameters, sent to the provider as they are.",
            advanced=True,
        ),
        BoolInput(
            name="json_mode",
            display_name="JSON Mode",
            info="Make the model answer with one JSON object.",
            advanced=True,
        ),
        DropdownInput(
            name="model_name",
            display_name="Model Name",
            info="One of the list, or any name that the server knows.",
            options=MODEL_NAMES,
            value=MODEL_NAMES[0],
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
        SliderInput(
            name="temperature",
            display_name="Temperature",
            info="Low values give steady answers, high ones varied answers. Reasoning models take none.",
            value=0.1,
            range_spec=RangeSpec(min=0, max=1, step=0.01),
        ),
        IntInput(
            name="seed",
            display_name="Seed",
            info="The same seed gives the same answer, as far as the provider can.",
            value=1,
            advanced=True,
        ),
        IntInput(
            name="max_retries",
            display_name="Max Retries",
            info="How often a failed request is repeated.",
            value=5,
            advanced=True,
        ),
        IntInput(
            name="timeout",
            display_name="Timeout",
            info="Seconds to wait for the provider.",
            value=700,
            advanced=True,
        ),
    ]

    api_key: str | None
    model_name: str | None
    openai_api_base: str | None
    temperature: float | None
    max_tokens: int | None
    seed: int | None
    json_mode: bool
    model_kwargs: dict[str, Any]
    max_retries: int | None
    timeout: int | None

    def chosen_provider(self) -> Provider:
        return PROVIDERS["OpenAI"]

    async def chat_settings(self) -> ChatSettings:
        if not self.model_name:
            raise ModelNotChosen
        return ChatSettings(
            model=self.model_name,
            api_key=await self._key(),
            base_url=self.openai_api_base or None,
            temperature=self.temperature,
            max_tokens=self.max_tokens,
            seed=self.seed,
            json_mode=self.json_mode,
            model_kwargs=self.model_kwargs,
            timeout=self.timeout or None,
            max_retries=self.max_retries or 0,
        )

    async def _key(self) -> str:
        if self.openai_api_base and not self.api_key:
            return KEY_FOR_OPEN_SERVERS
        return await self.key_or_variable(self.api_key, self.chosen_provider())
