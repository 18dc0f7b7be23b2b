"""Azure OpenAI: ask a model that is deployed at Azure."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.fields import CONVERSATION, MAX_TOKENS, temperature
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import DropdownInput, MessageTextInput, SecretStrInput

API_VERSIONS = [
    "2025-02-01-preview",
    "2025-01-01-preview",
    "2024-12-01-preview",
    "2024-10-01-preview",
    "2024-09-01-preview",
    "2024-08-01-preview",
    "2024-07-01-preview",
    "2024-06-01",
    "2024-03-01-preview",
    "2024-02-15-preview",
    "2023-12-01-preview",
    "2023-05-15",
]


class AzureOpenAIModel(ProviderModelComponent):
    """Put a text to a deployment at Azure and hand on what it answers, or hand on the model."""

    display_name = "Azure OpenAI"
    description = "Asks a model of OpenAI that is deployed at Azure."
    documentation = "https://python.langchain.com/docs/integrations/llms/azure_openai"
    icon = "Azure"

    inputs = [
        *CONVERSATION,
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
        SecretStrInput(
            name="api_key",
            display_name="Azure Chat OpenAI API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
        ),
        DropdownInput(
            name="api_version",
            display_name="API Version",
            info="Version of the API of Azure.",
            options=API_VERSIONS,
            value="2024-06-01",
        ),
        temperature(value=1, highest=2),
        MAX_TOKENS,
    ]

    azure_deployment: str | None
    api_version: str | None

    made_by = PROVIDERS["Azure OpenAI"]
    address_field = "azure_endpoint"
    model_field = "azure_deployment"
    lists_models = False

    def own_options(self) -> Mapping[str, Any]:
        return {"azure_deployment": self.azure_deployment, "api_version": self.api_version}
