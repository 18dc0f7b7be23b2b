"""Cohere Embeddings: turn texts into vectors at Cohere."""

from collections.abc import Mapping
from typing import Any

from execution.components.embedding_models.component import EmbeddingsComponent
from execution.components.language_models.fields import MAX_RETRIES
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import DropdownInput, FloatInput, MessageTextInput, SecretStrInput

MODEL_NAMES = [
    "embed-english-v2.0",
    "embed-multilingual-v2.0",
    "embed-english-light-v2.0",
    "embed-multilingual-light-v2.0",
]

ADDRESS = "https://api.cohere.com"


class CohereEmbeddings(EmbeddingsComponent):
    """Hand on an embedding model of Cohere."""

    display_name = "Cohere Embeddings"
    description = "Turns texts into vectors at Cohere."
    icon = "Cohere"

    inputs = [
        SecretStrInput(
            name="api_key",
            display_name="Cohere API Key",
            info="The key, or the name of the variable that holds it.",
            real_time_refresh=True,
            required=True,
        ),
        DropdownInput(
            name="model_name",
            display_name="Model",
            info="The model that makes the vectors.",
            combobox=True,
            options=MODEL_NAMES,
            refresh_button=True,
            value=MODEL_NAMES[0],
        ),
        MessageTextInput(
            name="truncate",
            display_name="Truncate",
            info="Which end of a too long text is cut off: NONE, START or END.",
            advanced=True,
        ),
        MAX_RETRIES.with_settings(value=3),
        MessageTextInput(
            name="user_agent",
            display_name="User Agent",
            info="Name by which Cohere sees who asks.",
            advanced=True,
            value="langchain",
        ),
        FloatInput(
            name="request_timeout",
            display_name="Request Timeout",
            info="Seconds to wait for the provider.",
            advanced=True,
        ),
    ]

    truncate: str | None
    user_agent: str | None

    made_by = PROVIDERS["Cohere"]
    model_field = "model_name"

    def chosen_address(self) -> str | None:
        return ADDRESS

    def own_headers(self) -> Mapping[str, str]:
        return {"X-Client-Name": self.user_agent} if self.user_agent else {}

    def own_options(self) -> Mapping[str, Any]:
        return {"truncate": self.truncate.upper()} if self.truncate else {}
