"""Language Model: ask any provider's chat model."""

from typing import Any

from execution.components.language_models.chat_component import ChatModelComponent
from execution.components.language_models.openai_chat import ChatSettings
from execution.components.language_models.providers import ModelChoice, Provider, model_choice, provider_named
from execution.engine.fields import (
    BoolInput,
    DropdownInput,
    IntInput,
    MessageInput,
    ModelInput,
    MultilineInput,
    RangeSpec,
    SecretStrInput,
    SliderInput,
    StrInput,
)

WATSONX_REGIONS = ("us-south", "eu-de", "eu-gb", "au-syd", "jp-tok", "ca-tor")
WATSONX_URLS = [f"https://{region}.ml.cloud.ibm.com" for region in WATSONX_REGIONS]


class LanguageModelComponent(ChatModelComponent):
    """Put a text to a language model and hand on what it answers, or hand on the model."""

    display_name = "Language Model"
    description = "Asks a language model of your choice."
    documentation = "https://docs.langflow.org/components-models"
    icon = "brain-circuit"

    inputs = [
        ModelInput(
            name="model",
            display_name="Language Model",
            info="Which model answers. Providers with a key are offered; an edge may bring a model instead.",
            required=True,
            real_time_refresh=True,
        ),
        SecretStrInput(
            name="api_key",
            display_name="API Key",
            info="Key for the provider. Left empty, the variable of that provider is used.",
            advanced=True,
            real_time_refresh=True,
        ),
        DropdownInput(
            name="base_url_ibm_watsonx",
            display_name="watsonx API Endpoint",
            info="Address of the region; for IBM watsonx.ai only.",
            options=WATSONX_URLS,
            value=WATSONX_URLS[0],
            show=False,
            real_time_refresh=True,
        ),
        StrInput(
            name="project_id",
            display_name="watsonx Project ID",
            info="Project that the model belongs to; for IBM watsonx.ai only.",
            show=False,
        ),
        StrInput(
            name="ollama_base_url",
            display_name="Ollama API URL",
            info="Where Ollama listens; for Ollama only.",
            value="http://localhost:11434",
            show=False,
            real_time_refresh=True,
        ),
        MessageInput(name="input_value", display_name="Input", info="What the model is asked."),
        MultilineInput(
            name="system_message",
            display_name="System Message",
            info="How the model shall behave; it reads this before the input.",
        ),
        BoolInput(
            name="stream", display_name="Stream", info="Show the answer while it is being written.", advanced=True
        ),
        SliderInput(
            name="temperature",
            display_name="Temperature",
            info="Low values give steady answers, high ones varied answers.",
            value=0.1,
            range_spec=RangeSpec(min=0, max=1, step=0.01),
            advanced=True,
        ),
        IntInput(
            name="max_tokens",
            display_name="Max Tokens",
            info="Longest answer, in tokens; 0 leaves it to the provider.",
            range_spec=RangeSpec(min=1, max=128000, step=1, step_type="int"),
            advanced=True,
        ),
    ]

    model: Any
    api_key: str | None
    temperature: float | None
    max_tokens: int | None

    def connected_model(self) -> Any:
        """Return the model on the edge; plain values are a choice, not a model."""
        return None if self.model is None or isinstance(self.model, str | list | tuple | dict) else self.model

    def chosen_provider(self) -> Provider:
        return provider_named(self._choice().provider)

    def _choice(self) -> ModelChoice:
        # Until 1.7 a model was chosen in two fields.
        older = {"provider": self.values.get("provider"), "name": self.values.get("model_name")}
        return model_choice(self.model or older)

    async def chat_settings(self) -> ChatSettings:
        return ChatSettings(
            model=self._choice().name,
            api_key=await self.key_or_variable(self.api_key, self.chosen_provider()),
            temperature=self.temperature,
            max_tokens=self.max_tokens,
        )
