"""Cohere: ask a Command model, by the protocol of OpenAI that Cohere serves too."""

from execution.components.language_models.fields import CONVERSATION, temperature
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import SecretStrInput

# The component has no field for a model; this is the one that the provider recommends.
MODEL_NAME = "command-a-03-2025"


class CohereModel(ProviderModelComponent):
    """Put a text to a Cohere model and hand on what it answers, or hand on the model."""

    display_name = "Cohere Language Models"
    description = "Asks a Command model of Cohere."
    documentation = "https://python.langchain.com/docs/integrations/llms/cohere/"
    icon = "Cohere"

    inputs = [
        *CONVERSATION,
        SecretStrInput(
            name="cohere_api_key",
            display_name="Cohere API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
            value="COHERE_API_KEY",
        ),
        temperature(value=0.75, highest=2),
    ]

    made_by = PROVIDERS["Cohere"]
    key_field = "cohere_api_key"
    lists_models = False

    def chosen_model(self) -> str:
        return MODEL_NAME
