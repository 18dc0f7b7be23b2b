"""Perplexity: ask a model that searches the web."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.fields import ANSWERS, CONVERSATION, MAX_TOKENS, TOP_P, temperature
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import DropdownInput, SecretStrInput

MODEL_NAMES = [
    "llama-3.1-sonar-small-128k-online",
    "llama-3.1-sonar-large-128k-online",
    "llama-3.1-sonar-huge-128k-online",
    "llama-3.1-sonar-small-128k-chat",
    "llama-3.1-sonar-large-128k-chat",
    "llama-3.1-8b-instruct",
    "llama-3.1-70b-instruct",
]


class PerplexityModel(ProviderModelComponent):
    """Put a text to a Perplexity model and hand on what it answers, or hand on the model."""

    display_name = "Perplexity"
    description = "Asks a model of Perplexity."
    documentation = "https://python.langchain.com/v0.2/docs/integrations/chat/perplexity/"
    icon = "Perplexity"

    inputs = [
        *CONVERSATION,
        DropdownInput(
            name="model_name",
            display_name="Model Name",
            info="The model that answers.",
            options=MODEL_NAMES,
            value=MODEL_NAMES[0],
        ),
        MAX_TOKENS.with_settings(display_name="Max Output Tokens", advanced=False),
        SecretStrInput(
            name="api_key",
            display_name="Perplexity API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
        ),
        temperature(value=0.75, highest=2, step=0.05, advanced=False),
        TOP_P,
        ANSWERS,
    ]

    top_p: float | None
    n: int | None

    made_by = PROVIDERS["Perplexity"]
    lists_models = False

    def own_parameters(self) -> Mapping[str, Any]:
        return {"top_p": self.top_p, "n": self.n or None}
