"""Ollama Embeddings: turn texts into vectors on one's own machine."""

from execution.components.embedding_models.component import EmbeddingsComponent
from execution.components.language_models.model_lists import models_of_ollama
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import DropdownInput, SecretStrInput, StrInput


class OllamaEmbeddings(EmbeddingsComponent):
    """Hand on an embedding model that Ollama serves."""

    display_name = "Ollama Embeddings"
    description = "Turns texts into vectors with a model that Ollama serves."
    documentation = "https://python.langchain.com/docs/integrations/text_embedding/ollama"
    icon = "Ollama"

    inputs = [
        DropdownInput(
            name="model_name",
            display_name="Ollama Model",
            info="The model that makes the vectors.",
            combobox=True,
            real_time_refresh=True,
            refresh_button=True,
            required=True,
        ),
        StrInput(
            name="base_url",
            display_name="Ollama Base URL",
            info="Address where Ollama listens.",
            real_time_refresh=True,
            required=True,
            value="http://localhost:11434",
        ),
        SecretStrInput(
            name="api_key",
            display_name="Ollama API Key",
            info="Key for Ollama's cloud; a server of your own needs none.",
            value=None,
            advanced=True,
            real_time_refresh=True,
        ),
    ]

    extra = "ollama"
    made_by = PROVIDERS["Ollama"]
    address_field = "base_url"
    model_field = "model_name"
    lists_models = True

    async def names_of_models(self, address: str, key: str | None) -> list[str]:
        """Ask for the models that were pulled."""
        return await models_of_ollama(address, key)
