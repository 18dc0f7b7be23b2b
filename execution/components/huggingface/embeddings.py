"""Hugging Face Embeddings Inference: turn texts into vectors at the hub or an endpoint of one's own."""

from execution.components.embedding_models.component import EmbeddingsComponent
from execution.components.language_models.providers import PROVIDERS, Provider
from execution.engine.fields import MessageTextInput, SecretStrInput

FORMER_ADDRESS = "https://api-inference.huggingface.co"
ROUTER = "https://router.huggingface.co/hf-inference/models/{model}/pipeline/feature-extraction"
"""Where the hub's models moved in 2025."""


class InferenceEmbeddings(EmbeddingsComponent):
    """Hand on an embedding model of the hub."""

    name = "HuggingFaceInferenceAPIEmbeddings"
    display_name = "Hugging Face Embeddings Inference"
    description = "Turns texts into vectors with a model of the Hugging Face hub."
    documentation = "https://huggingface.co/docs/text-embeddings-inference/index"
    icon = "HuggingFace"

    inputs = [
        SecretStrInput(
            name="api_key",
            display_name="HuggingFace API Key",
            info="The key, or the name of the variable that holds it.",
        ),
        MessageTextInput(
            name="inference_endpoint",
            display_name="Inference Endpoint",
            info="Address of an endpoint of your own. The hub's former public address means the hub's router.",
            required=True,
            value="https://api-inference.huggingface.co/models/",
        ),
        MessageTextInput(
            name="model_name",
            display_name="Model Name",
            info="The model that makes the vectors.",
            required=True,
            value="BAAI/bge-large-en-v1.5",
        ),
    ]

    inference_endpoint: str | None
    model_name: str | None

    made_by = PROVIDERS["Hugging Face"]
    address_field = "inference_endpoint"
    model_field = "model_name"

    def chosen_address(self) -> str | None:
        address = (self.inference_endpoint or "").rstrip("/")
        if not address or address.startswith(FORMER_ADDRESS):
            return ROUTER.format(model=self.chosen_model())
        return address

    async def key_or_variable(self, given: str | None, provider: Provider) -> str:
        """An endpoint of one's own may do without a key."""
        if given or self.chosen_address() == ROUTER.format(model=self.chosen_model()):
            return await super().key_or_variable(given, provider)
        return ""
