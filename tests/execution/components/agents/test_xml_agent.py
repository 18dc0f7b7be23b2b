"""XML Agent: tools by tags, for models that know no tools."""

import pytest

from execution.components.langchain_utilities.xml_agent import XMLAgent
from execution.engine.values import Message
from tests.execution.components.agents.conftest import Adder, Breaker, Scripted, Shouter
from tests.execution.components.running import Bench

ADD = '<tool>add</tool><tool_input>{"numbers": "2+3"}</tool_input>'


async def test_it_uses_tools_until_it_answers(agent_flow):
    flow = agent_flow(XMLAgent, [ADD, "<final_answer>It is 5</final_answer>"], [Adder])
    outcome = await flow.run("Add")
    assert outcome.results["show"].values["message"].text == "It is 5"
    assert flow.steps()[-1] == ["Input", "Executed **add**", "Output"]
    assert not flow.model.offered
    shown = [message.content for message in flow.model.asked[1] if message.type != "system"]
    assert shown[-1].startswith("<observation>")
    assert "5" in shown[-1]
    assert shown[-2].count("</tool_input>") == 1


@pytest.mark.parametrize(
    ("turn", "text"),
    [
        ("<final_answer>done</final_answer>", "done"),
        ("<final_answer>never closed", "never closed"),
        ("no tags at all", "no tags at all"),
        ("I use <tool>add</tool> never.", "I use <tool>add</tool> never."),
    ],
)
async def test_an_answer_is_what_stands_in_its_tags(turn, text):
    model = Scripted(turns=[turn], asked=[], offered=[])
    assert (await Bench(XMLAgent, model=model, input_value="hi").give("response")).text == text


async def test_an_input_without_braces_is_the_only_argument(agent_flow):
    call = "<tool>shout</tool><tool_input>hello</tool_input> imagined <observation>x</observation>"
    flow = agent_flow(XMLAgent, [call, "<final_answer>ok</final_answer>"], [Shouter])
    await flow.run("Shout")
    observation = flow.model.asked[1][-1].content
    assert "HELLO" in observation
    assert "imagined" not in flow.model.asked[1][-2].content


async def test_failures_and_unknown_tools_are_told_to_the_model(agent_flow):
    turns = ["<tool>explode</tool><tool_input>now</tool_input>", "<tool>fly</tool><tool_input></tool_input>", "sorry"]
    flow = agent_flow(XMLAgent, turns, [Breaker])
    outcome = await flow.run("Do")
    assert outcome.results["show"].values["message"].text == "sorry"
    assert "it broke" in flow.model.asked[1][-1].content
    assert "no tool 'fly'" in flow.model.asked[2][-1].content


async def test_prompts_of_older_flows_keep_their_places():
    model = Scripted(turns=["ok"], asked=[], offered=[])
    prompts = {"system_prompt": "Tools: {tools} {chat_history}", "user_prompt": "Q: {input} {agent_scratchpad}"}
    history = [Message(text="before", sender="User")]
    bench = Bench(XMLAgent, model=model, input_value="hi", chat_history=history, **prompts)
    await bench.give("response")
    assert [message.content for message in model.asked[0]] == ["Tools:  ", "before", "Q: hi "]
