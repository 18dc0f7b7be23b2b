"""Google Generative AI: ask a Gemini model, by the protocol of OpenAI that Google serves too."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.fields import ANSWERS, CONVERSATION, ONLY_TOOL_MODELS, TOP_P, temperature
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.components.model_names import GOOGLE_MODELS
from execution.engine.fields import DropdownInput, IntInput, SecretStrInput


class GoogleGenerativeAIModel(ProviderModelComponent):
    """Put a text to a Gemini model and hand on what it answers, or hand on the model."""

    display_name = "Google Generative AI"
    description = "Asks a Gemini model of Google."
    icon = "GoogleGenerativeAI"

    inputs = [
        *CONVERSATION,
        IntInput(
            name="max_output_tokens",
            display_name="Max Output Tokens",
            info="Longest answer, in tokens; 0 sets no limit.",
        ),
        DropdownInput(
            name="model_name",
            display_name="Model",
            info="The model that answers.",
            combobox=True,
            options=GOOGLE_MODELS,
            refresh_button=True,
            value=GOOGLE_MODELS[0],
        ),
        SecretStrInput(
            name="api_key",
            display_name="Google API Key",
            info="The key, or the name of the variable that holds it.",
            real_time_refresh=True,
            required=True,
        ),
        TOP_P,
        temperature(value=0.1, highest=1, advanced=False),
        ANSWERS,
        IntInput(
            name="top_k",
            display_name="Top K",
            info="Kept for older flows: the protocol that is spoken here has no such parameter.",
            advanced=True,
        ),
        ONLY_TOOL_MODELS.with_settings(display_name="Tool Model Enabled", real_time_refresh=None),
    ]

    top_p: float | None
    n: int | None

    made_by = PROVIDERS["Google Generative AI"]
    limit_field = "max_output_tokens"
    lists_models = False

    def own_parameters(self) -> Mapping[str, Any]:
        return {"top_p": self.top_p, "n": self.n or None}
