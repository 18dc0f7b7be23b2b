"""Amazon Bedrock: the former component for models at Amazon Bedrock."""

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
from execution.components.language_models.fields import CONVERSATION
from execution.engine.fields import DictInput


class AmazonBedrockModel(BedrockModelComponent):
    """Put a text to a model at Bedrock and hand on what it answers, or hand on the model."""

    display_name = "Amazon Bedrock"
    description = "Asks a model at Amazon Bedrock; Amazon Bedrock Converse has more settings."
    icon = "Amazon"
    legacy = True

    inputs = [
        *CONVERSATION,
        MODEL.with_settings(value="anthropic.claude-3-haiku-20240307-v1:0"),
        KEY_ID,
        KEY,
        SESSION_TOKEN,
        PROFILE,
        REGION,
        DictInput(
            name="model_kwargs",
            display_name="Model Kwargs",
            info="Further parameters, sent to the provider as they are.",
            advanced=True,
            is_list=True,
        ),
        ENDPOINT,
    ]
