"""Amazon Bedrock Converse: ask a model at Amazon Bedrock."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.bedrock_account import REGIONS
from execution.components.language_models.bedrock_component import BedrockModelComponent
from execution.components.language_models.fields import CONVERSATION, MAX_TOKENS, TOP_P
from execution.engine.fields import (
    BoolInput,
    DictInput,
    DropdownInput,
    FloatInput,
    IntInput,
    MessageTextInput,
    SecretStrInput,
)

MODEL_IDS = [
    "amazon.titan-text-express-v1",
    "amazon.titan-text-lite-v1",
    "amazon.titan-text-premier-v1:0",
    "anthropic.claude-v2",
    "anthropic.claude-v2:1",
    "anthropic.claude-3-sonnet-20240229-v1:0",
    "anthropic.claude-3-5-sonnet-20240620-v1:0",
    "anthropic.claude-3-5-sonnet-20241022-v2:0",
    "anthropic.claude-3-haiku-20240307-v1:0",
    "anthropic.claude-3-5-haiku-20241022-v1:0",
    "anthropic.claude-3-opus-20240229-v1:0",
    "anthropic.claude-instant-v1",
    "ai21.jamba-instruct-v1:0",
    "ai21.j2-mid-v1",
    "ai21.j2-ultra-v1",
    "ai21.jamba-1-5-large-v1:0",
    "ai21.jamba-1-5-mini-v1:0",
    "cohere.command-text-v14",
    "cohere.command-light-text-v14",
    "cohere.command-r-v1:0",
    "cohere.command-r-plus-v1:0",
    "meta.llama2-13b-chat-v1",
    "meta.llama2-70b-chat-v1",
    "meta.llama3-8b-instruct-v1:0",
    "meta.llama3-70b-instruct-v1:0",
    "meta.llama3-1-8b-instruct-v1:0",
    "meta.llama3-1-70b-instruct-v1:0",
    "meta.llama3-1-405b-instruct-v1:0",
    "meta.llama3-2-1b-instruct-v1:0",
    "meta.llama3-2-3b-instruct-v1:0",
    "meta.llama3-2-11b-instruct-v1:0",
    "meta.llama3-2-90b-instruct-v1:0",
    "mistral.mistral-7b-instruct-v0:2",
    "mistral.mixtral-8x7b-instruct-v0:1",
    "mistral.mistral-large-2402-v1:0",
    "mistral.mistral-large-2407-v1:0",
    "mistral.mistral-small-2402-v1:0",
]


class AmazonBedrockConverseModel(BedrockModelComponent):
    """Put a text to a model at Bedrock and hand on what it answers, or hand on the model."""

    display_name = "Amazon Bedrock Converse"
    description = "Asks a model at Amazon Bedrock."
    icon = "Amazon"
    beta = True

    inputs = [
        *CONVERSATION,
        DropdownInput(
            name="model_id",
            display_name="Model ID",
            info="The model that answers.",
            options=MODEL_IDS,
            value="anthropic.claude-3-5-sonnet-20241022-v2:0",
        ),
        SecretStrInput(
            name="aws_access_key_id",
            display_name="AWS Access Key ID",
            info="Id of the access key of your account.",
            required=True,
            value="AWS_ACCESS_KEY_ID",
        ),
        SecretStrInput(
            name="aws_secret_access_key",
            display_name="AWS Secret Access Key",
            info="The access key, or the name of the variable that holds it.",
            required=True,
            value="AWS_SECRET_ACCESS_KEY",
        ),
        SecretStrInput(
            name="aws_session_token",
            display_name="AWS Session Token",
            info="Token of a temporary login.",
            advanced=True,
            load_from_db=False,
        ),
        SecretStrInput(
            name="credentials_profile_name",
            display_name="Credentials Profile Name",
            info="Profile of the credentials file to use instead of a key.",
            advanced=True,
            load_from_db=False,
        ),
        DropdownInput(
            name="region_name",
            display_name="Region Name",
            info="Region in which the model runs.",
            options=REGIONS,
            value="us-east-1",
        ),
        MessageTextInput(
            name="endpoint_url",
            display_name="Endpoint URL",
            info="Another address than that of the region.",
            advanced=True,
        ),
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
