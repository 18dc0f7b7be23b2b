"""Google Generative AI Embeddings: turn texts into vectors at Google."""

from execution.components.embedding_models.component import EmbeddingsComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import MessageTextInput, SecretStrInput


class GoogleGenerativeAIEmbeddings(EmbeddingsComponent):
    """Hand on an embedding model of Google."""

    name = "Google Generative AI Embeddings"
    display_name = "Google Generative AI Embeddings"
    description = "Turns texts into vectors at Google."
    documentation = "https://python.langchain.com/v0.2/docs/integrations/text_embedding/google_generative_ai/"
    icon = "GoogleGenerativeAI"

    inputs = [
        SecretStrInput(
            name="api_key",
            display_name="Google Generative AI API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
        ),
        MessageTextInput(
            name="model_name",
            display_name="Model Name",
            info="The model that makes the vectors.",
            value="models/text-embedding-004",
        ),
    ]

    made_by = PROVIDERS["Google Generative AI"]
    model_field = "model_name"

    def chosen_model(self) -> str:
        # The protocol names models without the folder that Google's own puts before them.
        return super().chosen_model().removeprefix("models/")
