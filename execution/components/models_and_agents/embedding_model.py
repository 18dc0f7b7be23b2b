"""Embedding Model: turn texts into vectors with any provider's model."""

from typing import Any

from execution.components.embedding_models.component import EMBEDDING_MODEL
from execution.components.embedding_models.providers import embedding_provider, maker_of
from execution.components.embedding_models.settings import DEFAULT_BATCH, EmbeddingSettings
from execution.components.language_models.fields import MAX_RETRIES, MODEL, MODEL_KEY, MODEL_KWARGS
from execution.components.language_models.model_field import ModelFieldHolder
from execution.components.language_models.providers import ModelChoice, model_choice
from execution.components.model_catalogue.providers import WATSONX_URLS
from execution.engine.fields import BoolInput, DropdownInput, FloatInput, IntInput, MessageTextInput


class EmbeddingModel(ModelFieldHolder):
    """Hand on an embedding model of the chosen provider, or the one that an edge brings."""

    display_name = "Embedding Model"
    description = "Turns texts into vectors with a model of your choice."
    documentation = "https://docs.langflow.org/components-embedding-models"
    icon = "binary"
    traced_as = "embedding"

    inputs = [
        MODEL.with_settings(
            display_name="Embedding Model",
            info="Which model makes the vectors. Providers with a key are offered; an edge may bring a model instead.",
            model_type="embedding",
            input_types=["Embeddings"],
        ),
        MODEL_KEY,
        MessageTextInput(
            name="api_base",
            display_name="API Base URL",
            info="Another address than the provider's own.",
            advanced=True,
        ),
        DropdownInput(
            name="base_url_ibm_watsonx",
            display_name="watsonx API Endpoint",
            info="Address of the region; for IBM watsonx.ai only.",
            options=WATSONX_URLS,
            value=WATSONX_URLS[0],
            show=False,
            real_time_refresh=True,
        ),
        MessageTextInput(
            name="project_id",
            display_name="Project ID",
            info="Project that the model belongs to; for IBM watsonx.ai only.",
            show=False,
        ),
        IntInput(
            name="dimensions",
            display_name="Dimensions",
            info="Length of the vectors, for models that can shorten them; 0 leaves it to the model.",
            advanced=True,
        ),
        IntInput(
            name="chunk_size",
            display_name="Chunk Size",
            info="How many texts are sent in one request.",
            value=1000,
            advanced=True,
        ),
        FloatInput(
            name="request_timeout",
            display_name="Request Timeout",
            info="Seconds to wait for the provider.",
            advanced=True,
        ),
        MAX_RETRIES.with_settings(value=3),
        BoolInput(
            name="show_progress_bar",
            display_name="Show Progress Bar",
            info="Kept for older flows; nothing is printed.",
            advanced=True,
        ),
        MODEL_KWARGS,
        IntInput(
            name="truncate_input_tokens",
            display_name="Truncate Input Tokens",
            info="Longest text, in tokens; for IBM watsonx.ai only.",
            value=200,
            advanced=True,
            show=False,
        ),
        BoolInput(
            name="input_text",
            display_name="Include the original text in the output",
            info="For IBM watsonx.ai only.",
            value=True,
            advanced=True,
            show=False,
        ),
    ]
    outputs = [EMBEDDING_MODEL]

    model: Any
    api_key: str | None
    api_base: str | None
    dimensions: int | None
    chunk_size: int | None
    request_timeout: float | None
    max_retries: int | None
    model_kwargs: dict[str, Any]

    async def build_embeddings(self) -> Any:
        """Return the embedding model, for components that search by meaning."""
        if self.model is not None and not isinstance(self.model, str | list | tuple | dict):
            return self.model
        choice = self._choice()
        provider = embedding_provider(choice.provider)
        settings = EmbeddingSettings(
            model=choice.name,
            api_key=await self.key_or_variable(self.api_key, provider),
            base_url=await self.address_of(provider, self.api_base),
            dimensions=self.dimensions or None,
            batch=self.chunk_size or DEFAULT_BATCH,
            timeout=self.request_timeout or None,
            max_retries=max(self.max_retries or 0, 0),
            model_kwargs=self.model_kwargs,
        )
        await provider.load()
        return maker_of(provider)(settings)

    def _choice(self) -> ModelChoice:
        # Until 1.7 the model's field held its name alone, beside a field for the provider.
        if isinstance(self.model, str) and self.model and self.values.get("provider"):
            return ModelChoice(name=self.model, provider=str(self.values["provider"]))
        return model_choice(self.model)
