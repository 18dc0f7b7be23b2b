"""Amazon Bedrock Converse: ask a model at Amazon Bedrock."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.bedrock_component import BedrockModelComponent
from execution.components.language_models.bedrock_fields import (
    ENDPOINT,
    KEY,
    KEY_ID,
    MODEL,
    PROFILE,
    REGION,
    SESSION_TOKEN,
)
from execution.components.language_models.fields import CONVERSATION, MAX_TOKENS, TOP_P
from execution.engine.fields import (
    BoolInput,
    DictInput,
    FloatInput,
    IntInput,
)


class AmazonBedrockConverseModel(BedrockModelComponent):
    """Put a text to a model at Bedrock and hand on what it answers, or hand on the model."""

    display_name = "Amazon Bedrock Converse"
    description = "Asks a model at Amazon Bedrock."
    icon = "Amazon"
    beta = True

    inputs = [
        *CONVERSATION,
        MODEL,
        KEY_ID,
        KEY,
        SESSION_TOKEN.with_settings(advanced=True),
        PROFILE,
        REGION,
        ENDPOINT,
        FloatInput(
            name="temperature",
            display_name="Temperature",
            info="Low values give steady answers, high ones varied answers.",
            advanced=True,
            value=0.7,
        ),
        MAX_TOKENS.with_settings(value=4096),
        TOP_P.with_settings(value=0.9),
        IntInput(
            name="top_k",
            display_name="Top K",
            info="Choose only among this many of the likeliest words.",
            advanced=True,
            value=250,
        ),
        BoolInput(
            name="disable_streaming",
            display_name="Disable Streaming",
            info="Fetch answers whole, for models that cannot stream.",
            advanced=True,
        ),
        DictInput(
            name="additional_model_fields",
            display_name="Additional Model Fields",
            info="Further parameters, sent to the model as they are.",
            advanced=True,
            is_list=True,
        ),
    ]

    top_p: float | None
    top_k: int | None
    disable_streaming: bool
    additional_model_fields: dict[str, Any]

    def own_parameters(self) -> Mapping[str, Any]:
        # Only Anthropic's models know this one, and it is no parameter of the protocol itself.
        top_k = self.top_k if "anthropic." in self.chosen_model() else None
        return {"top_k": top_k or None, **self.additional_model_fields}

    def own_options(self) -> Mapping[str, Any]:
        return {**super().own_options(), "top_p": self.top_p, "disable_streaming": self.disable_streaming}
