"""vLLM Embeddings: turn texts into vectors on a server of one's own."""

from collections.abc import Mapping
from typing import Any

from execution.components.embedding_models.component import EMBEDDING_MODEL, EmbeddingsComponent
from execution.components.language_models.fields import MAX_RETRIES, MODEL_KWARGS
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import BoolInput, DictInput, FloatInput, IntInput, MessageTextInput, SecretStrInput


class VLLMEmbeddings(EmbeddingsComponent):
    """Hand on an embedding model that vLLM serves."""

    name = "vLLMEmbeddings"
    display_name = "vLLM Embeddings"
    description = "Turns texts into vectors with a model that vLLM serves."
    icon = "vLLM"

    inputs = [
        MessageTextInput(
            name="model_name",
            display_name="Model Name",
            info="The model that makes the vectors.",
            value="BAAI/bge-large-en-v1.5",
        ),
        MessageTextInput(
            name="api_base",
            display_name="vLLM API Base",
            info="Address of the server.",
            value="http://localhost:8000/v1",
        ),
        SecretStrInput(
            name="api_key",
            display_name="API Key",
            info="The key, or the name of the variable that holds it.",
        ),
        IntInput(
            name="dimensions",
            display_name="Dimensions",
            info="Length of the vectors, for models that can shorten them; 0 leaves it to the model.",
            advanced=True,
        ),
        IntInput(
            name="chunk_size",
            display_name="Chunk Size",
            info="How many texts are sent in one request.",
            advanced=True,
            value=1000,
        ),
        MAX_RETRIES.with_settings(value=3),
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
        MODEL_KWARGS,
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
    ]
    outputs = [EMBEDDING_MODEL]

    skip_empty: bool

    made_by = PROVIDERS["vLLM"]
    address_field = "api_base"
    model_field = "model_name"

    def own_options(self) -> Mapping[str, Any]:
        return {"skip_empty": self.skip_empty}
