"""NVIDIA Embeddings: turn texts into vectors at NVIDIA or a NIM of one's own."""

from execution.components.embedding_models.component import EMBEDDING_MODEL, EmbeddingsComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import DropdownInput, FloatInput, MessageTextInput, SecretStrInput

MODEL_NAMES = ["nvidia/nv-embed-v1", "snowflake/arctic-embed-I"]


class NVIDIAEmbeddingsComponent(EmbeddingsComponent):
    """Hand on an embedding model that NVIDIA serves."""

    display_name = "NVIDIA Embeddings"
    description = "Turns texts into vectors with a model that NVIDIA serves."
    icon = "NVIDIA"

    inputs = [
        DropdownInput(
            name="model",
            display_name="Model",
            info="The model that makes the vectors.",
            options=MODEL_NAMES,
            required=True,
            value=MODEL_NAMES[0],
        ),
        MessageTextInput(
            name="base_url",
            display_name="NVIDIA Base URL",
            info="Address of the server.",
            refresh_button=True,
            required=True,
            value="https://integrate.api.nvidia.com/v1",
        ),
        SecretStrInput(
            name="nvidia_api_key",
            display_name="NVIDIA API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
            value="NVIDIA_API_KEY",
        ),
        FloatInput(
            name="temperature",
            display_name="Model Temperature",
            info="Kept for older flows; embeddings know no temperature.",
            advanced=True,
            value=0.1,
        ),
    ]
    outputs = [EMBEDDING_MODEL]

    made_by = PROVIDERS["NVIDIA"]
    key_field = "nvidia_api_key"
    address_field = "base_url"
    lists_models = True
