"""Amazon Bedrock Embeddings: turn texts into vectors at Amazon Bedrock."""

from typing import Any

from execution.components.embedding_models.component import EmbeddingsComponent
from execution.components.language_models.bedrock_account import REGIONS, account, address_to_check
from execution.components.language_models.bedrock_chat import EXTRA, load
from execution.components.language_models.failures import Asked, provider_errors
from execution.components.language_models.providers import PROVIDERS
from execution.components.optional_import import optional_import
from execution.engine.fields import DropdownInput, MessageTextInput, SecretStrInput
from langflow_site.common import http

MODEL_IDS = [
    "amazon.titan-embed-text-v1",
    "amazon.titan-embed-text-v2:0",
    "cohere.embed-english-v3",
    "cohere.embed-multilingual-v3",
]


class AmazonBedrockEmbeddings(EmbeddingsComponent):
    """Hand on an embedding model at Bedrock."""

    display_name = "Amazon Bedrock Embeddings"
    description = "Turns texts into vectors at Amazon Bedrock."
    icon = "Amazon"

    inputs = [
        DropdownInput(
            name="model_id",
            display_name="Model Id",
            info="The model that makes the vectors.",
            options=MODEL_IDS,
            value=MODEL_IDS[0],
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
            value="AWS_SESSION_TOKEN",
        ),
        SecretStrInput(
            name="credentials_profile_name",
            display_name="Credentials Profile Name",
            info="Profile of the credentials file to use instead of a key.",
            advanced=True,
            value="AWS_CREDENTIALS_PROFILE_NAME",
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
    ]

    endpoint_url: str | None
    aws_secret_access_key: str | None

    extra = EXTRA
    made_by = PROVIDERS["Amazon Bedrock"]
    model_field = "model_id"

    async def build_embeddings(self) -> Any:
        """Return the embedding model. Its library opens connections of its own, so the address is checked first."""
        address = address_to_check(self)
        with provider_errors(Asked(model=self.chosen_model(), base_url=address)):
            await http.check_address(address)
        key = await self.key_or_variable(self.aws_secret_access_key, self.made_by)
        await load()
        library = optional_import("langchain_aws", extra=EXTRA)
        given = {name: value for name, value in account(self).items() if value}
        return library.BedrockEmbeddings(
            model_id=self.chosen_model(), aws_secret_access_key=key, endpoint_url=self.endpoint_url or None, **given
        )
