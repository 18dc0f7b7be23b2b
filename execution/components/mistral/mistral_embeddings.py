"""MistralAI Embeddings: turn texts into vectors at Mistral AI."""

from execution.components.embedding_models.component import EmbeddingsComponent
from execution.components.language_models.fields import MAX_RETRIES, TIMEOUT
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import DropdownInput, IntInput, MessageTextInput, SecretStrInput

MODEL_NAMES = ["mistral-embed"]


class MistalAIEmbeddings(EmbeddingsComponent):
    """Hand on an embedding model of Mistral AI."""

    display_name = "MistralAI Embeddings"
    description = "Turns texts into vectors at Mistral AI."
    icon = "MistralAI"

    inputs = [
        DropdownInput(
            name="model",
            display_name="Model",
            info="The model that makes the vectors.",
            options=MODEL_NAMES,
            value=MODEL_NAMES[0],
        ),
        SecretStrInput(
            name="mistral_api_key",
            display_name="Mistral API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
        ),
        IntInput(
            name="max_concurrent_requests",
            display_name="Max Concurrent Requests",
            info="Kept for older flows; batches are sent one after the other.",
            advanced=True,
            value=64,
        ),
        MAX_RETRIES.with_settings(value=5),
        TIMEOUT.with_settings(display_name="Request Timeout", value=120),
        MessageTextInput(
            name="endpoint",
            display_name="API Endpoint",
            info="Address of the server.",
            advanced=True,
            value="https://api.mistral.ai/v1/",
        ),
    ]

    made_by = PROVIDERS["MistralAI"]
    key_field = "mistral_api_key"
    address_field = "endpoint"
    timeout_field = "timeout"
