import uuid

import pytest

from files.knowledge.models import Chunk
from files.knowledge.services import ingestion
from files.knowledge.services.ingestion import NewChunk
from files.knowledge.services.knowledge_bases import create_knowledge_base

SETTINGS = {"chunk_size": 100, "chunk_overlap": 0, "separator": None}


@pytest.fixture
def rivers(alice):
    """An empty knowledge base of Alice's."""
    return create_knowledge_base(
        user=alice, name="rivers", embedding_provider="OpenAI", embedding_model="small", column_config=None
    )


@pytest.fixture
def begun(rivers) -> uuid.UUID:
    """The job of an ingestion that is under way."""
    return ingestion.begin(knowledge_base=rivers, texts=[("a.txt", "the river"), ("b.md", "")], settings=SETTINGS)


def chunk(content: str, *vector: float, number: int = 0) -> NewChunk:
    return NewChunk(
        content=content,
        vector=vector or (1.0, 0.0),
        source="notes",
        file_name="a.txt",
        number=number,
        number_of_chunks=2,
    )


@pytest.fixture
def filled(rivers, begun):
    """The same with two chunks."""
    chunks = [chunk("the river crosses", 1.0, 0.0), chunk("apples and pears", 0.0, 1.0, number=1)]
    assert ingestion.store(job_id=begun, chunks=chunks)
    ingestion.finish(job_id=begun)
    assert Chunk.objects.count() == 2
    rivers.refresh_from_db()
    return rivers
