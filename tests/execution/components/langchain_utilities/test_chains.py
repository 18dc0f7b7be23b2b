"""Chains: a few questions to a model that an edge brings; and what runs a runnable."""

from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.runnables import RunnableLambda

from execution.components.arithmetic import ExpressionInvalid
from execution.components.langchain_utilities.conversation import ConversationChain
from execution.components.langchain_utilities.llm_checker import LLMCheckerChain
from execution.components.langchain_utilities.llm_math import ExpressionMissing, LLMMathChain
from execution.components.langchain_utilities.runnable_executor import NothingToRun, RunnableExecutor
from execution.components.langchain_utilities.sql_database import SQLDatabase
from execution.components.langchain_utilities.sql_generator import QuestionMissing, SQLGenerator
from execution.components.langchain_utilities.tool_calling_agent import ToolCallingAgent
from execution.components.sql_databases import DatabasesUnavailable, DatabaseUnreachable, QueryFailed, SqlDatabase
from execution.engine.fields import InputInvalid
from tests.execution.components.running import Bench, give


class Remembering(FakeListChatModel):
    """Says one thing after the other, and keeps what it was asked."""

    asked: list[list[Any]] = []

    def _call(self, messages: Any, *arguments: Any, **options: Any) -> str:
        self.asked.append([message.content for message in messages])
        return super()._call(messages, *arguments, **options)


class History:
    """A history of messages as langchain has them."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    async def aget_messages(self) -> list[Any]:
        return list(self.messages)

    async def aadd_messages(self, messages: list[Any]) -> None:
        self.messages += messages


class AllowsAll:
    def check(self, address: object) -> None:
        pass


def says(*texts: str) -> Remembering:
    return Remembering(responses=list(texts), asked=[])


async def test_a_conversation_goes_on_and_is_kept():
    memory, model = History(), says("Hello Ann", "Ann")
    await give(ConversationChain, "text", input_value="I am Ann", llm=model, memory=memory)
    answer = await give(ConversationChain, "text", input_value="Who am I?", llm=model, memory=memory)
    assert answer.text == "Ann"
    assert model.asked[1][1:] == ["I am Ann", "Hello Ann", "Who am I?"]
    assert len(memory.messages) == 4


async def test_an_older_memory_has_its_history_inside_and_none_is_none():
    class Older:
        chat_memory = History()

    await give(ConversationChain, "text", input_value="Hi", llm=says("Hello"), memory=Older())
    assert len(Older.chat_memory.messages) == 2
    assert (await give(ConversationChain, "text", input_value="Hi", llm=says("Hello"))).text == "Hello"


async def test_an_answer_is_checked_before_it_is_given():
    model = says("draft", "claims", "checked", "final")
    assert (await give(LLMCheckerChain, "text", input_value="Why?", llm=model)).text == "final"
    assert ["draft" in model.asked[1][0], "claims" in model.asked[2][0], "checked" in model.asked[3][0]] == [True] * 3


@pytest.mark.parametrize(
    ("said", "answer"),
    [("```text\n37**2\n```", "Answer: 1369"), ("```1+1```", "Answer: 2"), ("I know. Answer: 4", "Answer: 4")],
)
async def test_a_sum_is_worked_out_here(said, answer):
    assert (await give(LLMMathChain, "text", input_value="How much?", llm=says(said))).text == answer


@pytest.mark.parametrize(
    ("said", "problem"), [("no idea", ExpressionMissing), ("```__import__('os')```", ExpressionInvalid)]
)
async def test_what_is_no_sum_is_told(said, problem):
    with pytest.raises(problem):
        await give(LLMMathChain, "text", input_value="How much?", llm=says(said))


def sql_bench(component: type, **values: Any) -> Bench:
    bench = Bench(component, **values)
    bench.context.services = {"databases": AllowsAll()}
    return bench


async def test_a_query_is_written_for_the_tables_that_are_there(tmp_path: Path):
    handing = sql_bench(SQLDatabase, uri=f"sqlite:///{tmp_path}/t.db")
    database: SqlDatabase = await handing.give("SQLDatabase")
    database.rows("create table towns (name text)")
    model = says("SQLQuery: ```sql\nselect name from towns\n```")
    bench = sql_bench(SQLGenerator, input_value="Which towns?", llm=model, db=database)
    assert (await bench.give("text")).text == "select name from towns"
    assert all(part in model.asked[0][0] for part in ("table towns", "name TEXT", "sqlite", "Which towns?"))


@pytest.mark.parametrize(
    ("values", "problem"), [({"prompt": "Write SQL"}, QuestionMissing), ({"top_k": 0}, InputInvalid)]
)
async def test_a_query_needs_a_question_and_a_number_of_rows(values, problem, tmp_path):
    bench = sql_bench(SQLGenerator, input_value="q", llm=says("x"), **values)
    bench.component.db = SqlDatabase(run=bench.context, url=f"sqlite:///{tmp_path}/t.db")
    with pytest.raises(problem):
        await bench.give("text")


@pytest.mark.parametrize(
    ("uri", "problem"), [("nonsense", DatabaseUnreachable), ("sqlite:////nowhere/at/all.db", QueryFailed)]
)
async def test_a_database_that_is_none_is_told_where_it_is_named(uri, problem):
    with pytest.raises(problem):
        await sql_bench(SQLDatabase, uri=uri).give("SQLDatabase")


async def test_strangers_name_no_databases():
    with pytest.raises(DatabasesUnavailable):
        await give(SQLDatabase, "SQLDatabase", uri="sqlite://")


@pytest.mark.parametrize(
    ("result", "text"),
    [
        ({"output": "a", "other": "b"}, "a"),
        ({"input": "q", "reply": "b"}, "b"),
        ({"answer": "c", "x": 1, "y": 2}, "c"),
        ("plain", "plain"),
        ({"x": 1, "y": 2}, "{'x': 1, 'y': 2}"),
    ],
)
async def test_a_runnable_is_run_and_its_answer_found(result, text):
    runnable = RunnableLambda(lambda _: result)
    assert (await give(RunnableExecutor, "text", input_value="q", runnable=runnable)).text == text


async def test_a_runnable_is_asked_under_the_name_that_it_knows():
    class Executor:
        input_keys = ["question"]

        async def ainvoke(self, given: dict[str, str]) -> dict[str, str]:
            return {"output": str(given)}

    assert (await give(RunnableExecutor, "text", input_value="q", runnable=Executor())).text == "{'question': 'q'}"


async def test_an_agent_of_ours_is_run_whole_or_as_it_writes():
    agent = await give(ToolCallingAgent, "agent", model=says("Yes"))
    assert (await give(RunnableExecutor, "text", input_value="q", runnable=agent)).text == "Yes"
    streamed = await give(RunnableExecutor, "text", input_value="q", runnable=agent, use_stream=True)
    assert await streamed.collect() == "Yes"


async def test_what_cannot_be_run_is_told():
    with pytest.raises(NothingToRun, match="str"):
        await give(RunnableExecutor, "text", input_value="q", runnable="text")
