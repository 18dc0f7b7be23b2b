"""Hugging Face: ask a model of the hub, at the inference providers or at an endpoint of one's own."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.errors import ModelNotChosen
from execution.components.language_models.fields import CONVERSATION, MODEL_KWARGS, TOP_P, temperature
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.component import Hooked, Node
from execution.engine.fields import DropdownInput, FloatInput, IntInput, SecretStrInput, StrInput

MODEL_IDS = [
    "meta-llama/Llama-3.3-70B-Instruct",
    "mistralai/Mixtral-8x7B-Instruct-v0.1",
    "mistralai/Mistral-7B-Instruct-v0.3",
    "meta-llama/Llama-3.1-8B-Instruct",
    "Qwen/Qwen2.5-Coder-32B-Instruct",
    "Qwen/QwQ-32B-Preview",
    "openai-community/gpt2",
    "custom",
]

CUSTOM = MODEL_IDS[-1]
FORMER_ADDRESS = "https://api-inference.huggingface.co/models/"
"""Where the hub's own models were until 2025; its router took their place."""


class HuggingFaceModel(ProviderModelComponent):
    """Put a text to a model of the hub and hand on what it answers, or hand on the model."""

    display_name = "Hugging Face"
    description = "Asks a model of the Hugging Face hub."
    icon = "HuggingFace"

    inputs = [
        *CONVERSATION,
        DropdownInput(
            name="model_id",
            display_name="Model ID",
            info='A model of the list, or "custom" for the one named below.',
            options=MODEL_IDS,
            real_time_refresh=True,
            required=True,
            value=MODEL_IDS[0],
        ),
        StrInput(
            name="custom_model",
            display_name="Custom Model ID",
            info="Name of a model of the hub, like owner/name.",
            required=True,
            show=False,
        ),
        IntInput(
            name="max_new_tokens",
            display_name="Max New Tokens",
            info="Longest answer, in tokens.",
            value=512,
        ),
        IntInput(
            name="top_k",
            display_name="Top K",
            info="Choose only among this many of the likeliest words.",
            advanced=True,
        ),
        TOP_P.with_settings(value=0.95),
        FloatInput(
            name="typical_p",
            display_name="Typical P",
            info="Choose words about as surprising as usual, up to this probability.",
            advanced=True,
            value=0.95,
        ),
        temperature(value=0.8, highest=2),
        FloatInput(
            name="repetition_penalty",
            display_name="Repetition Penalty",
            info="Above 1, words that were used become less likely.",
            advanced=True,
        ),
        StrInput(
            name="inference_endpoint",
            display_name="Inference Endpoint",
            info="Address of an endpoint of your own. The hub's former public address means the hub's router.",
            required=True,
            value="https://api-inference.huggingface.co/models/",
        ),
        DropdownInput(
            name="task",
            display_name="Task",
            info="Kept for older flows; every model is asked as a chat.",
            advanced=True,
            options=["text2text-generation", "text-generation", "summarization", "translation"],
            value="text-generation",
        ),
        SecretStrInput(
            name="huggingfacehub_api_token",
            display_name="HuggingFace HubAPI Token",
            info="The key, or the name of the variable that holds it.",
            required=True,
        ),
        MODEL_KWARGS.with_settings(display_name="Model Keyword Arguments"),
        IntInput(
            name="retry_attempts",
            display_name="Retry Attempts",
            info="How often a failed request is repeated.",
            advanced=True,
            value=1,
        ),
    ]

    custom_model: str | None
    inference_endpoint: str | None
    top_k: int | None
    top_p: float | None
    typical_p: float | None
    repetition_penalty: float | None

    made_by = PROVIDERS["Hugging Face"]
    key_field = "huggingfacehub_api_token"
    model_field = "model_id"
    limit_field = "max_new_tokens"
    retries_field = "retry_attempts"
    lists_models = False

    def chosen_model(self) -> str:
        if super().chosen_model() != CUSTOM:
            return super().chosen_model()
        if not self.custom_model:
            raise ModelNotChosen
        return self.custom_model

    def chosen_address(self) -> str | None:
        address = (self.inference_endpoint or "").rstrip("/")
        if not address or address.startswith(FORMER_ADDRESS.rstrip("/")):
            return None
        return address if address.endswith("/v1") else f"{address}/v1"

    def own_parameters(self) -> Mapping[str, Any]:
        return {"top_p": self.top_p}

    def own_options(self) -> Mapping[str, Any]:
        # Only an endpoint of one's own knows these; the router's providers refuse what is not OpenAI's.
        if self.chosen_address() is None:
            return {}
        own = {"top_k": self.top_k, "typical_p": self.typical_p, "repetition_penalty": self.repetition_penalty}
        return {"extra_body": {name: value for name, value in own.items() if value}}

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Hooked:
        """Ask for a name where the model is one of the user's own."""
        if field_name == "model_id":
            build_config["custom_model"]["show"] = field_value == CUSTOM
        return super().update_build_config(build_config, field_value, field_name)
