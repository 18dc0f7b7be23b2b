"""Components that ask a model about what a retriever or a vector store finds."""

from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from execution.components.langchain_utilities.retrieval_qa import RetrievalQA
from execution.components.langchain_utilities.self_query import SelfQueryRetriever, passes
from execution.components.langchain_utilities.vector_store_info import VectorStoreFacts
from execution.components.langchain_utilities.vector_store_router import VectorStoreRouterAgent
from execution.components.language_models.errors import AnswerNotJson
from execution.components.vector_search.errors import VectorStoreMissing
from execution.engine.fields import InputInvalid
from execution.engine.values import Data, Message
from tests.execution.components.running import Bench, give

TEXTS = ["the river is wide", "the river is old"]


class Model(GenericFakeChatModel):
    """Says its lines one after the other and remembers the questions."""

    asked: list[str] = []

    def _generate(self, messages: Any, *arguments: Any, **options: Any) -> Any:
        self.asked.append(str(messages[-1].content))
        return super()._generate(messages, *arguments, **options)


def model(*lines: str) -> Model:
    return Model(messages=iter([AIMessage(line) for line in lines]), asked=[])


class Retriever:
    async def ainvoke(self, question):
        return [Document(page_content=text) for text in TEXTS]


async def answered(asked: Model, **values):
    given = {"input_value": "How old?", "llm": asked, "retriever": Retriever(), **values}
    return (await give(RetrievalQA, "text", **given)).get_text()


async def test_all_documents_are_read_at_once():
    asked = model("very old")
    assert await answered(asked) == "very old"
    assert asked.asked == ["Context:\nthe river is wide\n\nthe river is old\n\nQuestion: How old?"]


async def test_extracts_are_put_together():
    asked = model("wide", "old", "old and wide")
    assert await answered(asked, chain_type="Map Reduce") == "old and wide"
    assert "wide\n\nold" in asked.asked[2]


async def test_an_answer_is_refined_by_each_document():
    asked = model("wide", "wide and old")
    assert await answered(asked, chain_type="Refine") == "wide and old"
    assert "Answer so far: wide" in asked.asked[1]


async def test_the_best_answer_counts():
    asked = model("wide\nScore: 10", "old\nScore: 90")
    assert await answered(asked, chain_type="Map Rerank") == "old"


async def test_sources_stand_below_the_answer():
    assert await answered(model("old"), return_source_documents=True) == "\n\n".join(["old", "Sources:", *TEXTS])


class Memory:
    def __init__(self):
        self.kept = []

    async def aadd_messages(self, messages):
        self.kept += [(message.type, message.content) for message in messages]


async def test_question_and_answer_are_kept():
    memory = Memory()
    await answered(model("old"), memory=memory)
    assert memory.kept == [("human", "How old?"), ("ai", "old")]


class Shelf:
    def __init__(self):
        self.asked = []

    async def asimilarity_search(self, query, k=4):
        self.asked.append(query)
        return [Document(page_content=text, metadata={"year": 2000 + at}) for at, text in enumerate(TEXTS)]


async def retrieved(said: str, **values):
    shelf = Shelf()
    given = {"query": Message(text="old rivers since 2001"), "vectorstore": shelf, "llm": model(said), **values}
    found = await give(SelfQueryRetriever, "documents", **given)
    return shelf.asked, [row.data["text"] for row in found]


async def test_a_question_becomes_a_query_and_filters():
    said = '```json\n{"query": "rivers", "filters": [{"attribute": "year", "is": "gte", "value": 2001}]}\n```'
    info = [Data(name="year", description="when", type="integer")]
    assert await retrieved(said, attribute_infos=info) == (["rivers"], [TEXTS[1]])


async def test_without_filters_all_count():
    assert await retrieved('{"query": "rivers"}') == (["rivers"], TEXTS)


async def test_an_answer_that_is_no_json_is_told():
    with pytest.raises(AnswerNotJson):
        await retrieved("I cannot")


async def test_a_store_and_a_question_are_needed():
    with pytest.raises(VectorStoreMissing):
        await retrieved("{}", vectorstore=None)
    with pytest.raises(InputInvalid):
        await retrieved("{}", query=None)


@pytest.mark.parametrize(
    ("one", "passed"),
    [
        ({"attribute": "year", "is": "eq", "value": 2001}, True),
        ({"attribute": "year", "is": "lt", "value": 2001}, False),
        ({"attribute": "place", "is": "contain", "value": "OS"}, True),
        ({"attribute": "year", "is": "gt", "value": "text"}, False),
        ({"attribute": "owner", "is": "eq", "value": None}, False),
        ({"attribute": "year", "is": "near", "value": 2001}, False),
        ("year", False),
    ],
)
def test_a_filter_that_cannot_be_applied_passes_nothing(one, passed):
    assert passes({"year": 2001, "place": "Oslo"}, [one]) is passed


async def test_the_agent_has_a_tool_for_each_store():
    shelf = Shelf()
    facts = VectorStoreFacts(name="my rivers", description="All about rivers.", vectorstore=shelf)
    made = Bench(VectorStoreRouterAgent, vectorstores=[facts], llm=model("x"), input_value="?")
    (tool,) = await made.component.all_tools()
    assert (tool.name, tool.description) == ("my_rivers", "All about rivers.")
    assert TEXTS[0] in str(await tool.ainvoke({"query": "rivers"}))
    assert shelf.asked == ["rivers"]


async def test_the_agent_takes_stores_with_their_facts_only():
    made = Bench(VectorStoreRouterAgent, vectorstores=["x"], llm=model("x"))
    with pytest.raises(InputInvalid):
        await made.component.all_tools()


async def test_the_agent_answers():
    facts = VectorStoreFacts(name="rivers", description="All about rivers.", vectorstore=Shelf())

    class WithTools(Model):
        def bind_tools(self, tools, **options):
            return self

    asked = WithTools(messages=iter([AIMessage("very old")]), asked=[])
    values = {"vectorstores": [facts], "llm": asked, "input_value": Message(text="How old?")}
    said = await give(VectorStoreRouterAgent, "response", **values)
    assert said.get_text().strip() == "very old"
