"""The embedding model of a provider, made with a user's own key and address where no component asks for it."""

from typing import Any

from execution.components.models_and_agents.embedding_model import EmbeddingModel
from execution.engine.ports import RunContext, VertexFacts


async def embeddings_of(run: RunContext, *, provider: str, model: str, api_key: str | None = None) -> Any:
    """Return the embedding model of that provider, with the key that is given or the user's own."""
    chooser = EmbeddingModel()
    values = {"model": [{"name": model, "provider": provider}], "api_key": api_key}
    facts = VertexFacts(id="", display_name=chooser.display_name, type=chooser.name)
    chooser.bind(vertex=facts, values=values, run=run)
    return await chooser.build_embeddings()
