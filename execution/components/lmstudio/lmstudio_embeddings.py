"""LM Studio Embeddings: turn texts into vectors on one's own machine."""

from execution.components.embedding_models.component import EMBEDDING_MODEL, EmbeddingsComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import DropdownInput, FloatInput, MessageTextInput, SecretStrInput


class LMStudioEmbeddingsComponent(EmbeddingsComponent):
    """Hand on an embedding model that LM Studio serves."""

    display_name = "LM Studio Embeddings"
    description = "Turns texts into vectors with a model that LM Studio serves."
    icon = "LMStudio"

    inputs = [
        DropdownInput(
            name="model",
            display_name="Model",
            info="The model that makes the vectors.",
            refresh_button=True,
            required=True,
        ),
        MessageTextInput(
            name="base_url",
            display_name="LM Studio Base URL",
            info="Address of the server.",
            refresh_button=True,
            required=True,
            value="http://localhost:1234/v1",
        ),
        SecretStrInput(
            name="api_key",
            display_name="LM Studio API Key",
            info="The key, or the name of the variable that holds it.",
            advanced=True,
            value="LMSTUDIO_API_KEY",
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

    made_by = PROVIDERS["LM Studio"]
    address_field = "base_url"
    lists_models = True
