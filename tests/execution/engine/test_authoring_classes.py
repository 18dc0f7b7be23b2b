"""Base classes and functions that authors build on: agents, chains, rerankers, models of fields, files, nodes."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from langchain_core.agents import AgentAction, AgentFinish
from langchain_core.documents import Document
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableLambda
from langchain_core.tools import tool

from execution.engine.authoring.agents import STOPPED, LCAgentComponent, LCToolsAgentComponent
from execution.engine.authoring.base_classes import MethodMissing
from execution.engine.authoring.document_classes import (
    LCChainComponent,
    LCCompressorComponent,
    LCDocumentTransformerComponent,
)
from execution.engine.authoring.files import parallel_load_data, parse_text_file_to_data, retrieve_file_paths
from execution.engine.authoring.model_choice import (
    ModelNotAvailable,
    NoModelChosen,
    get_chat_result,
    get_llm,
    get_model_name,
)
from execution.engine.authoring.nodes import set_current_fields, update_template_values
from execution.engine.fields import DataInput, MultilineInput
from execution.engine.values import Data, DataFrame, Message
from tests.execution.components.memory_host import MemoryVariables
from tests.execution.components.running import Bench, give

OPENAI = {"name": "gpt-x", "provider": "OpenAI", "metadata": {"model_class": "ChatOpenAI", "model_name_param": "model"}}


@tool
def double(number: int) -> int:
    """Double a number."""
    return 2 * number


def agent_of(decide: Any) -> type[LCToolsAgentComponent]:
    class Doubler(LCToolsAgentComponent):
        inputs = [
            *LCToolsAgentComponent._base_inputs,
            MultilineInput(name="system_prompt", display_name="System Prompt", value="Be brief."),
            DataInput(name="chat_history", display_name="Chat History", is_list=True),
        ]

        def create_agent_runnable(self) -> Any:
            return RunnableLambda(decide)

    return Doubler


async def test_an_agent_uses_its_tools_until_it_finishes():
    def decide(asked: dict[str, Any]) -> Any:
        steps = asked["intermediate_steps"]
        if not steps:
            return [AgentAction("double", {"number": 4}, ""), AgentAction("fly", {}, "")]
        seen = [asked["system_prompt"], *asked["chat_history"], *(result for _, result in steps)]
        return AgentFinish({"output": str(seen)}, "")

    history = [Message(text="Hi", sender="User"), Data(data={"text": "Hello", "sender": "Machine"})]
    answer = await give(agent_of(decide), "response", input_value="go", tools=[double], chat_history=history)
    assert "'Be brief.', ('human', 'Hi'), ('ai', 'Hello'), 8" in answer.text
    assert "There is no tool 'fly'" in answer.text


async def test_an_agent_stops_when_its_turns_are_used_up():
    agent = agent_of(lambda _: AgentAction("double", {"number": 1}, ""))
    assert (await give(agent, "response", input_value="go", tools=[double], max_iterations=2)).text == STOPPED


async def test_an_agent_that_builds_itself_is_run_as_it_is():
    class Own(LCAgentComponent):
        inputs = LCAgentComponent._base_inputs

        def build_agent(self) -> Any:
            return RunnableLambda(lambda asked: asked["input"].upper())

    assert (await give(Own, "response", input_value="go")).text == "GO"


@pytest.mark.parametrize(
    ("base", "output"),
    [
        (LCAgentComponent, "response"),
        (LCToolsAgentComponent, "response"),
        (LCChainComponent, "text"),
        (LCCompressorComponent, "reranked_documents"),
        (LCDocumentTransformerComponent, "data"),
    ],
)
async def test_a_method_that_is_missing_is_named(base, output):
    class Empty(base):
        pass

    with pytest.raises(MethodMissing, match="Empty needs a method"):
        await give(Empty, output, input_value="", search_results=[])


async def test_documents_are_sorted_and_transformed():
    class Last:
        def compress_documents(self, *, documents: list[Document], query: str) -> list[Document]:
            return [document for document in reversed(documents) if query in document.page_content]

        def transform_documents(self, documents: list[Document]) -> list[Document]:
            return [Document(document.page_content.upper(), metadata=document.metadata) for document in documents]

    class Sorts(LCCompressorComponent):
        def build_compressor(self) -> Last:
            return Last()

    class Shouts(LCDocumentTransformerComponent):
        inputs = [DataInput(name="given", display_name="Given")]

        def get_data_input(self) -> Any:
            return self.given

        def build_document_transformer(self) -> Last:
            return Last()

    records = [Data(data={"text": "a x", "page": 1}), Data(data={"text": "b"}), Data(data={"text": "c x"})]
    found = await give(Sorts, "reranked_documents", search_query="x", search_results=records)
    assert [(item.data["text"], item.data.get("page")) for item in found] == [("c x", None), ("a x", 1)]
    (shouted,) = await give(Shouts, "data", given=records[0])
    assert shouted.data == {"text": "A X", "page": 1}


def test_records_become_langchains_and_come_back():
    document = Data(data={"body": "words", "page": 1}, text_key="body").to_lc_document()
    assert (document.page_content, document.metadata) == ("words", {"page": 1})
    assert [item.page_content for item in DataFrame([{"text": "a"}, {"text": "b"}]).to_lc_documents()] == ["a", "b"]
    assert isinstance(Message(text="Hi", sender="User").to_lc_message(), HumanMessage)
    assert isinstance(Data(data={"text": "Hi"}).to_lc_message(), AIMessage)
    assert Message.from_lc_message(HumanMessage("Hi")).sender == "User"
    assert Message.from_template("{a} and {b}", a=Message(text="x"), b=2).text == "x and 2"


def test_a_model_on_an_edge_is_taken_as_it_is():
    model = FakeListChatModel(responses=["Yes"])
    assert get_llm(model) is model
    assert get_chat_result(model, "Tea?", "Be polite.") == "Yes"
    assert "".join(piece.content for piece in get_chat_result(model, "Tea?", stream=True)) == "Yes"


def test_a_chosen_model_is_made_by_langchain():
    made = get_llm([OPENAI], None, "key", 0.5, stream=True)
    assert (type(made).__name__, made.model_name, made.temperature, made.streaming) == (
        "ChatOpenAI",
        "gpt-x",
        0.5,
        True,
    )
    assert get_model_name(made) == "gpt-x"
    assert get_model_name(SimpleNamespace(), "Own") == "Own"


@pytest.mark.parametrize("nothing", [None, "", []])
def test_no_model_is_told(nothing):
    with pytest.raises(NoModelChosen):
        get_llm(nothing)


def test_a_package_that_is_missing_is_named():
    with pytest.raises(ModelNotAvailable, match="langchain_ibm"):
        get_llm([{"name": "granite", "provider": "IBM WatsonX"}], None, "key")


async def test_the_key_comes_from_the_users_variable():
    class Asks(LCChainComponent):
        def invoke_chain(self) -> Message:
            return Message(text=get_llm([OPENAI]).openai_api_key.get_secret_value())

    bench = Bench(Asks)
    bench.context.variables = MemoryVariables({"OPENAI_API_KEY": "from-variable"})
    assert (await bench.give("text")).text == "from-variable"


def test_files_are_found_and_read(tmp_path: Path):
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    for name in ("a.txt", ".hidden.txt", "b.bin", "deep/c.txt", "deep/deeper/d.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    found = retrieve_file_paths(str(tmp_path), recursive=True, depth=2, types=["txt"])
    assert [data.data["text"] for data in parallel_load_data(found) if data] == ["a.txt", "deep/c.txt"]
    assert len(retrieve_file_paths(str(tmp_path), load_hidden=True)) == 3
    assert parse_text_file_to_data(str(tmp_path / "none"), silent_errors=True) is None
    with pytest.raises(FileNotFoundError):
        parse_text_file_to_data(str(tmp_path / "none"))


def test_the_fields_of_an_action_show_alone():
    node = {name: {"show": True} for name in ("mode", "a", "b", "both")}
    changed = set_current_fields(
        node, {"A": ["a", "both"], "B": ["b", "both"]}, selected_action="A", default_fields=["mode"]
    )
    assert {name: field["show"] for name, field in changed.items()} == {
        "mode": True,
        "a": True,
        "b": False,
        "both": True,
    }


def test_values_are_carried_over():
    new: dict[str, Any] = {"code": {"value": "new"}, "a": {"value": ""}, "_type": "Component"}
    update_template_values(new, {"code": {"value": "old"}, "a": {"value": "kept"}, "gone": {"value": 1}})
    assert (new["code"]["value"], new["a"]["value"]) == ("new", "kept")
