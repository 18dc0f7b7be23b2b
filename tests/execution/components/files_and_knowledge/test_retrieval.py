"""Knowledge Base: rows for a question, or the first ones."""

import uuid

import pytest

from execution.components.files_and_knowledge import retrieval
from execution.components.files_and_knowledge.retrieval import KnowledgeBaseComponent
from execution.components.knowledge import (
    SERVICE,
    KnowledgeBaseMissing,
    KnowledgeFacts,
    KnowledgeUnavailable,
    Passage,
)
from execution.engine.refreshing import refreshed_node
from execution.engine.template import node_of
from tests.execution.components.running import Bench, edit_context
from tests.execution.components.vector_search.shelf import WordVectors

RIVERS = KnowledgeFacts(id=uuid.uuid4(), name="rivers", embedding_provider="OpenAI", embedding_model="small")
STORED = [
    Passage(content="the river", facts={"source": "a"}, vector=[1.0], distance=None),
    Passage(content="apples", facts={"source": "b"}, vector=[2.0], distance=None),
]


class KnowledgeInMemory:
    def __init__(self):
        self.asked = []

    async def names(self, owner):
        return [RIVERS.name] if owner == "alice" else []

    async def find(self, owner, name):
        return RIVERS if owner == "alice" and name == RIVERS.name else None

    async def first(self, base, count):
        return STORED[:count]

    async def nearest(self, base, vector, count):
        self.asked.append(vector)
        return [Passage(content="apples", facts={"source": "b"}, vector=[2.0], distance=0.5)][:count]


@pytest.fixture
def keys(monkeypatch):
    """The keys with which embedding models were made."""
    given = []

    async def embeddings_of(run, *, provider, model, api_key=None):
        given.append((provider, model, api_key))
        return WordVectors()

    monkeypatch.setattr(retrieval, "embeddings_of", embeddings_of)
    return given


def bench(owner="alice", **values) -> Bench:
    made = Bench(KnowledgeBaseComponent, **{"knowledge_base": "rivers", **values})
    made.context.services = {SERVICE: KnowledgeInMemory()}
    made.context.user_id = owner
    return made


async def rows(**values):
    return (await bench(**values).give("retrieve_data")).to_records()


async def test_without_a_question_the_first_texts_are_read():
    assert await rows() == [{"content": "the river", "source": "a"}, {"content": "apples", "source": "b"}]
    assert len(await rows(top_k=1)) == 1


async def test_a_question_finds_texts_with_a_score(keys):
    assert await rows(search_query="apples") == [{"content": "apples", "_score": -0.25, "source": "b"}]
    assert keys == [("OpenAI", "small", "")]


async def test_the_components_own_key_wins(keys):
    await rows(search_query="apples", api_key="sk-own")
    assert keys == [("OpenAI", "small", "sk-own")]


async def test_metadata_can_be_left_out_and_vectors_added():
    assert await rows(top_k=1, include_metadata=False, include_embeddings=True) == [
        {"content": "the river", "_embeddings": [1.0]}
    ]


@pytest.mark.parametrize("values", [{"knowledge_base": "nope"}, {"knowledge_base": None}, {"owner": "bob"}])
async def test_what_the_owner_does_not_have_is_missing(values):
    with pytest.raises(KnowledgeBaseMissing):
        await rows(**values)


async def test_a_host_without_knowledge_says_so():
    with pytest.raises(KnowledgeUnavailable):
        await Bench(KnowledgeBaseComponent, knowledge_base="rivers").give("retrieve_data")


@pytest.mark.parametrize(("chosen", "kept"), [("rivers", "rivers"), ("gone", None), ("", None)])
async def test_the_editor_offers_what_the_user_has(chosen, kept):
    context = edit_context(user_id="alice")
    context.services = {SERVICE: KnowledgeInMemory()}
    template = node_of(KnowledgeBaseComponent)["template"]
    node = await refreshed_node(
        KnowledgeBaseComponent, template=template, field="knowledge_base", value=chosen, run=context
    )
    field = node["template"]["knowledge_base"]
    assert (field["options"], field["value"]) == (["rivers"], kept)
