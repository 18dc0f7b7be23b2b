"""Azure OpenAI Embeddings: turn texts into vectors at a deployment of one's own."""

from collections.abc import Mapping
from typing import Any

from execution.components.embedding_models.component import EmbeddingsComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import DropdownInput, IntInput, MessageTextInput, SecretStrInput

MODEL_NAMES = ["text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002"]
API_VERSIONS = [
    "2022-12-01",
    "2023-03-15-preview",
    "2023-05-15",
    "2023-06-01-preview",
    "2023-07-01-preview",
    "2023-08-01-preview",
]


class AzureOpenAIEmbeddings(EmbeddingsComponent):
    """Hand on the embedding model of a deployment at Azure."""

    display_name = "Azure OpenAI Embeddings"
    description = "Turns texts into vectors at a deployment at Azure."
    documentation = "https://python.langchain.com/docs/integrations/text_embedding/azureopenai"
    icon = "Azure"

    inputs = [
        DropdownInput(
            name="model",
            display_name="Model",
            info="The model that makes the vectors.",
            options=MODEL_NAMES,
            value=MODEL_NAMES[0],
        ),
        MessageTextInput(
            name="azure_endpoint",
            display_name="Azure Endpoint",
            info="Address of your Azure resource, like https://name.openai.azure.com.",
            required=True,
        ),
        MessageTextInput(
            name="azure_deployment",
            display_name="Deployment Name",
            info="Name of the deployment, which decides about the model.",
            required=True,
        ),
        DropdownInput(
            name="api_version",
            display_name="API Version",
            info="Version of the API of Azure.",
            advanced=True,
            options=API_VERSIONS,
            value="2023-08-01-preview",
        ),
        SecretStrInput(
            name="api_key",
            display_name="Azure OpenAI API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
        ),
        IntInput(
            name="dimensions",
            display_name="Dimensions",
            info="Length of the vectors, for models that can shorten them; 0 leaves it to the model.",
            advanced=True,
        ),
    ]

    azure_deployment: str | None
    api_version: str | None

    made_by = PROVIDERS["Azure OpenAI"]
    address_field = "azure_endpoint"

    def own_options(self) -> Mapping[str, Any]:
        return {"azure_deployment": self.azure_deployment or None, "api_version": self.api_version}
