"""MistralAI: ask a Mistral model."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.fields import CONVERSATION, MAX_RETRIES, MAX_TOKENS, TIMEOUT, TOP_P
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import BoolInput, DropdownInput, FloatInput, IntInput, SecretStrInput, StrInput

MODEL_NAMES = [
    "open-mixtral-8x7b",
    "open-mixtral-8x22b",
    "mistral-small-latest",
    "mistral-medium-latest",
    "mistral-large-latest",
    "codestral-latest",
]


class MistralModel(ProviderModelComponent):
    """Put a text to a Mistral model and hand on what it answers, or hand on the model."""

    display_name = "MistralAI"
    description = "Asks a model of Mistral AI."
    icon = "MistralAI"

    inputs = [
        *CONVERSATION,
        MAX_TOKENS,
        DropdownInput(
            name="model_name",
            display_name="Model Name",
            info="The model that answers.",
            options=MODEL_NAMES,
            value="codestral-latest",
        ),
        StrInput(
            name="mistral_api_base",
            display_name="Mistral API Base",
            info="Another address than that of Mistral AI.",
            advanced=True,
        ),
        SecretStrInput(
            name="api_key",
            display_name="Mistral API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
            value="MISTRAL_API_KEY",
        ),
        FloatInput(
            name="temperature",
            display_name="Temperature",
            info="Low values give steady answers, high ones varied answers.",
            advanced=True,
            value=0.1,
        ),
        MAX_RETRIES.with_settings(value=5),
        TIMEOUT.with_settings(value=60),
        IntInput(
            name="max_concurrent_requests",
            display_name="Max Concurrent Requests",
            info="Kept for older flows; a component asks once.",
            advanced=True,
            value=3,
        ),
        TOP_P.with_settings(value=1.0),
        IntInput(
            name="random_seed",
            display_name="Random Seed",
            info="The same seed gives the same answer, as far as the provider can.",
            advanced=True,
            value=1,
        ),
        BoolInput(
            name="safe_mode",
            display_name="Safe Mode",
            info="Let Mistral put its safety prompt before the conversation.",
            advanced=True,
        ),
    ]

    top_p: float | None
    random_seed: int | None
    safe_mode: bool

    made_by = PROVIDERS["MistralAI"]
    address_field = "mistral_api_base"

    def own_parameters(self) -> Mapping[str, Any]:
        return {"top_p": self.top_p}

    def own_options(self) -> Mapping[str, Any]:
        # The client library refuses names that are not OpenAI's, unless they come as an extra body.
        own = {"random_seed": self.random_seed, "safe_prompt": self.safe_mode or None}
        return {"extra_body": {name: value for name, value in own.items() if value is not None}}
