"""Embedding components: which fields they may have, what those mean, and the model that they hand on."""

from collections.abc import Mapping
from typing import Any, ClassVar

from execution.components.embedding_models.providers import maker_of
from execution.components.embedding_models.settings import DEFAULT_BATCH, DEFAULT_RETRIES, EmbeddingSettings
from execution.components.language_models import model_lists
from execution.components.language_models.asking import KeyHolder
from execution.components.language_models.errors import ModelNotChosen
from execution.components.language_models.providers import PROVIDERS, Provider
from execution.engine.component import Hooked, Node
from execution.engine.fields import Output

EMBEDDINGS = Output(name="embeddings", display_name="Embeddings", method="build_embeddings", types=["Embeddings"])
EMBEDDING_MODEL = Output(
    name="embeddings", display_name="Embedding Model", method="build_embeddings", types=["Embeddings"]
)


class EmbeddingsComponent(KeyHolder):
    """Base of the components of one provider's embedding models."""

    outputs = [EMBEDDINGS]
    traced_as = "embedding"
    made_by: ClassVar[Provider] = PROVIDERS["OpenAI"]
    key_field: ClassVar[str] = "api_key"
    address_field: ClassVar[str] = ""
    model_field: ClassVar[str] = "model"
    timeout_field: ClassVar[str] = "request_timeout"
    lists_models: ClassVar[bool] = False
    """Whether the provider tells which models it has."""

    def own_options(self) -> Mapping[str, Any]:
        """Return what only this provider knows."""
        return {}

    def own_headers(self) -> Mapping[str, str]:
        """Return headers of every request."""
        return self.value_of("default_headers") or {}

    def chosen_model(self) -> str:
        """Return the model's name; raise ModelNotChosen."""
        if not self.value_of(self.model_field):
            raise ModelNotChosen
        return str(self.value_of(self.model_field))

    def chosen_address(self) -> str | None:
        """Return the address in the fields, or None."""
        return self.value_of(self.address_field) or None

    async def build_embeddings(self) -> Any:
        """Return the embedding model, for components that search by meaning."""
        settings = await self.embedding_settings()
        await self.made_by.load()
        return maker_of(self.made_by)(settings)

    async def embedding_settings(self) -> EmbeddingSettings:
        """Return the settings that the fields mean."""
        retries = self.value_of("max_retries")
        return EmbeddingSettings(
            model=self.chosen_model(),
            api_key=await self.key_or_variable(self.value_of(self.key_field), self.made_by),
            base_url=await self.address_of(self.made_by, self.chosen_address()),
            dimensions=self.value_of("dimensions") or None,
            batch=self.value_of("chunk_size") or DEFAULT_BATCH,
            timeout=self.value_of(self.timeout_field) or None,
            max_retries=DEFAULT_RETRIES if retries is None else max(retries, 0),
            model_kwargs=self.value_of("model_kwargs") or {},
            headers=self.own_headers(),
            query=self.value_of("default_query") or {},
            options=self.own_options(),
        )

    async def names_of_models(self, address: str, key: str | None) -> list[str]:
        """Ask the provider for its models; none where it does not answer."""
        return await model_lists.models_of_openai_server(address, key)

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Hooked:
        """Offer the models that the server has, when the place or the key changes or the list is refreshed."""
        changed = super().update_build_config(build_config, field_value, field_name)
        asks_anew = field_name in {self.key_field, self.address_field, self.model_field}
        return self._with_models(build_config) if asks_anew and self.lists_models else changed

    async def _with_models(self, build_config: Node) -> Node:
        address = await self.address_of(self.made_by, self.chosen_address()) or self.made_by.address
        key = self.value_of(self.key_field) or await self.variable_or_none(self.made_by.key_variable)
        names = await self.names_of_models(address, key)
        if names:
            field = build_config[self.model_field]
            field["options"] = names
            field["value"] = field.get("value") or names[0]
        return build_config
