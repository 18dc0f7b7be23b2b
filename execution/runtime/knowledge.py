"""The knowledge bases of users, as components get them: over the ORM."""

from collections.abc import Iterable, Sequence

from execution.components.knowledge import KnowledgeFacts, Passage
from files.knowledge import selectors
from files.knowledge.models import Chunk
from langflow_site.common.database import in_database


class StoredKnowledge:
    """What components get as the service `knowledge`."""

    async def names(self, owner: str) -> list[str]:
        """Return the names of the user's knowledge bases."""
        return await in_database(selectors.names_of_owner, owner)

    async def find(self, owner: str, name: str) -> KnowledgeFacts | None:
        """Return the user's knowledge base of that name, or None."""
        found = await in_database(selectors.knowledge_base_of_owner, owner, name)
        if found is None:
            return None
        return KnowledgeFacts(
            id=found.pk,
            name=found.name,
            embedding_provider=found.embedding_provider,
            embedding_model=found.embedding_model,
        )

    async def nearest(self, base: KnowledgeFacts, vector: Sequence[float], count: int) -> list[Passage]:
        """Return the passages nearest to the vector, the nearest first."""
        chunks = await in_database(selectors.nearest_chunks, base.id, vector, count)
        return _passages(chunks)

    async def first(self, base: KnowledgeFacts, count: int) -> list[Passage]:
        """Return the passages that were stored first."""
        return _passages(await in_database(selectors.first_chunks, base.id, count))


def _passages(chunks: Iterable[Chunk]) -> list[Passage]:
    return [
        Passage(
            content=chunk.content,
            facts=chunk.facts,
            vector=chunk.vector,
            distance=getattr(chunk, "distance", None),
        )
        for chunk in chunks
    ]
