"""Amazon Bedrock Embeddings: turn texts into vectors at Amazon Bedrock."""

from typing import Any

from execution.components.embedding_models.component import EmbeddingsComponent
from execution.components.language_models.bedrock_account import account, address_to_check
from execution.components.language_models.bedrock_chat import EXTRA, load
from execution.components.language_models.bedrock_fields import (
    EMBEDDING_MODEL_IDS,
    ENDPOINT,
    KEY,
    KEY_ID,
    PROFILE,
    REGION,
    SESSION_TOKEN,
)
from execution.components.language_models.failures import Asked, provider_errors
from execution.components.language_models.providers import PROVIDERS
from execution.components.optional_import import optional_import
from execution.engine.fields import DropdownInput
from langflow_site.common import http


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
            options=EMBEDDING_MODEL_IDS,
            value=EMBEDDING_MODEL_IDS[0],
        ),
        KEY_ID,
        KEY,
        SESSION_TOKEN.with_settings(value="AWS_SESSION_TOKEN", load_from_db=True),
        PROFILE.with_settings(value="AWS_CREDENTIALS_PROFILE_NAME", load_from_db=True),
        REGION,
        ENDPOINT,
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
