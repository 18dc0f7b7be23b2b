"""Tool Calling Agent and OpenAI Tools Agent: the same loop; history, question and agent come and go along edges."""

import pytest

from execution.components.agents.given_history import AgentWithGivenHistory
from execution.components.langchain_utilities.openai_tools_agent import OpenAIToolsAgent
from execution.components.langchain_utilities.tool_calling_agent import ToolCallingAgent
from execution.engine.values import Data, Message
from tests.execution.components.agents.conftest import Adder, Scripted
from tests.execution.components.running import Bench

BOTH = pytest.mark.parametrize("agent", [ToolCallingAgent, OpenAIToolsAgent])


@BOTH
async def test_it_uses_tools_until_it_answers(agent_flow, agent):
    flow = agent_flow(agent, [[("add", '{"numbers": "2+3"}')], "Five"], [Adder])
    outcome = await flow.run("Add")
    assert outcome.results["show"].values["message"].text == "Five "
    assert flow.steps()[-1] == ["Input", "Executed **add**", "Output"]


@BOTH
async def test_it_answers_without_tools_too(agent_flow, agent):
    outcome = await agent_flow(agent, ["Hello"], []).run("Hi")
    assert outcome.results["show"].values["message"].text == "Hello "


@BOTH
async def test_it_reads_the_history_of_its_edge_only(agent: type[AgentWithGivenHistory]):
    model = Scripted(turns=["Ann"], asked=[], offered=[])
    history = [Message(text="I am Ann", sender="User"), Data(data={"text": "Hello Ann", "sender": "Machine"})]
    bench = Bench(agent, model=model, input_value="Who am I?", chat_history=history)
    assert (await bench.give("response")).text == "Ann "
    assert [(message.type, message.content) for message in model.asked[0][1:]] == [
        ("human", "I am Ann"),
        ("ai", "Hello Ann"),
        ("human", "Who am I?"),
    ]
    assert not bench.events


async def test_the_question_stands_where_the_prompt_says():
    model = Scripted(turns=["Yes"], asked=[], offered=[])
    await Bench(OpenAIToolsAgent, model=model, input_value="Tea?", user_prompt="Be polite. {input}").give("response")
    assert model.asked[0][-1].content == "Be polite. Tea?"


@BOTH
async def test_it_can_be_handed_on_as_a_runnable(agent: type[AgentWithGivenHistory]):
    model = Scripted(turns=["Yes"], asked=[], offered=[])
    runnable = await Bench(agent, model=model).give("agent")
    ended = await runnable.ainvoke({"messages": [("user", "Tea?")]})
    assert ended["messages"][-1].content == "Yes "
