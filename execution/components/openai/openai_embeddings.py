"""OpenAI Embeddings: turn texts into vectors at OpenAI or a compatible server."""

from collections.abc import Mapping
from typing import Any

from execution.components.embedding_models.component import EMBEDDING_MODEL, EmbeddingsComponent
from execution.components.language_models.fields import MAX_RETRIES, MODEL_KWARGS
from execution.components.model_names import OPENAI_EMBEDDING_MODELS
from execution.engine.fields import (
    BoolInput,
    DictInput,
    DropdownInput,
    FloatInput,
    IntInput,
    MessageTextInput,
    SecretStrInput,
)


class OpenAIEmbeddings(EmbeddingsComponent):
    """Hand on an embedding model of OpenAI or of a server that takes the same requests."""

    display_name = "OpenAI Embeddings"
    description = "Turns texts into vectors at OpenAI or a compatible server."
    icon = "OpenAI"

    inputs = [
        DictInput(
            name="default_headers",
            display_name="Default Headers",
            info="Headers of every request.",
            advanced=True,
        ),
        DictInput(
            name="default_query",
            display_name="Default Query",
            info="Query parameters of every request.",
            advanced=True,
        ),
        IntInput(
            name="chunk_size",
            display_name="Chunk Size",
            info="How many texts are sent in one request.",
            advanced=True,
            value=1000,
        ),
        MessageTextInput(
            name="client",
            display_name="Client",
            info="Kept for older flows.",
            advanced=True,
        ),
        MessageTextInput(
            name="deployment",
            display_name="Deployment",
            info="Kept for older flows.",
            advanced=True,
        ),
        IntInput(
            name="embedding_ctx_length",
            display_name="Embedding Context Length",
            info="Kept for older flows; the provider says when a text is too long.",
            advanced=True,
            value=1536,
        ),
        MAX_RETRIES.with_settings(value=3),
        DropdownInput(
            name="model",
            display_name="Model",
            info="The model that makes the vectors.",
            options=OPENAI_EMBEDDING_MODELS,
            value=OPENAI_EMBEDDING_MODELS[0],
        ),
        MODEL_KWARGS,
        SecretStrInput(
            name="openai_api_key",
            display_name="OpenAI API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
            value="OPENAI_API_KEY",
        ),
        MessageTextInput(
            name="openai_api_base",
            display_name="OpenAI API Base",
            info="Address of a compatible server. Empty: OPENAI_BASE_URL of the environment, else OpenAI itself.",
            advanced=True,
        ),
        MessageTextInput(
            name="openai_api_type",
            display_name="OpenAI API Type",
            info="Kept for older flows.",
            advanced=True,
        ),
        MessageTextInput(
            name="openai_api_version",
            display_name="OpenAI API Version",
            info="Kept for older flows.",
            advanced=True,
        ),
        MessageTextInput(
            name="openai_organization",
            display_name="OpenAI Organization",
            info="Organization to which the requests are charged.",
            advanced=True,
        ),
        MessageTextInput(
            name="openai_proxy",
            display_name="OpenAI Proxy",
            info="Kept for older flows; requests go through the server's own guard.",
            advanced=True,
        ),
        FloatInput(
            name="request_timeout",
            display_name="Request Timeout",
            info="Seconds to wait for the provider.",
            advanced=True,
        ),
        BoolInput(
            name="show_progress_bar",
            display_name="Show Progress Bar",
            info="Kept for older flows; nothing is printed.",
            advanced=True,
        ),
        BoolInput(
            name="skip_empty",
            display_name="Skip Empty",
            info="Leave out empty texts instead of failing.",
            advanced=True,
        ),
        MessageTextInput(
            name="tiktoken_model_name",
            display_name="TikToken Model Name",
            info="Kept for older flows.",
            advanced=True,
        ),
        BoolInput(
            name="tiktoken_enable",
            display_name="TikToken Enable",
            info="Kept for older flows; texts are sent as they are.",
            advanced=True,
            value=True,
        ),
        IntInput(
            name="dimensions",
            display_name="Dimensions",
            info="Length of the vectors, for models that can shorten them; 0 leaves it to the model.",
            advanced=True,
        ),
    ]
    outputs = [EMBEDDING_MODEL]

    openai_organization: str | None
    skip_empty: bool

    key_field = "openai_api_key"
    address_field = "openai_api_base"

    def own_options(self) -> Mapping[str, Any]:
        return {"organization": self.openai_organization or None, "skip_empty": self.skip_empty}
