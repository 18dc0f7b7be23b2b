"""Agent: the loop of model and tools, what the chat sees of it, what the model reads."""

import asyncio

import pytest

from execution.components.agents.loop import STOPPED
from execution.components.models_and_agents.agent import Agent
from execution.engine.component import Component
from execution.engine.events import MessageAdded, MessageRemoved, TokenProduced, ToolEnded, ToolStarted
from execution.engine.fields import MessageTextInput, Output
from execution.engine.values import Data
from tests.execution.components.agents.conftest import SESSION, Adder, Breaker, Shouter

THREE_CALLS = [
    [("add", '{"numbers": "2+2"}')],
    [("explode", '{"what": "x"}')],
    [("shout", '{"text": "hey"}')],
    "All done now",
]
BARE = {"add_current_date_tool": False}


@pytest.fixture
def three_tools(agent_flow):
    return agent_flow(Agent, THREE_CALLS, [Adder, Shouter, Breaker], **BARE)


async def test_an_agent_uses_three_tools_of_which_one_fails_and_answers(three_tools):
    outcome = await three_tools.run("Do it")
    assert not outcome.failures
    answer = outcome.results["show"].values["message"]
    assert answer.text == "All done now "
    steps = answer.content_blocks[0].contents
    assert [step["header"]["title"] for step in steps] == [
        "Input",
        "Executed **add**",
        "Executed **explode**",
        "Executed **shout**",
        "Output",
    ]
    assert (steps[0]["text"], steps[-1]["text"]) == ("Do it", "All done now ")
    assert [(step["tool_input"], step["output"], step["error"]) for step in steps[1:4]] == [
        ({"numbers": "2+2"}, {"sum": 4}, None),
        ({"what": "x"}, None, "it broke"),
        ({"text": "hey"}, "HEY", None),
    ]


async def test_the_model_reads_what_the_tools_said_and_what_went_wrong(three_tools):
    await three_tools.run("Do it")
    last = three_tools.model.asked[-1]
    assert [message.type for message in last] == ["system", "human", "ai", "tool", "ai", "tool", "ai", "tool"]
    assert [(message.content, message.status) for message in last if message.type == "tool"] == [
        ('{"sum": 4}', "success"),
        ("it broke", "error"),
        ("HEY", "success"),
    ]
    assert three_tools.model.offered == ["add", "shout", "explode"]


async def test_one_message_is_sent_again_while_its_steps_grow(three_tools):
    await three_tools.run("Do it")
    assert three_tools.steps() == [
        [],
        ["Input"],
        ["Input", "Accessing **add**"],
        ["Input", "Accessing **add**"],
        ["Input", "Executed **add**", "Accessing **explode**"],
        ["Input", "Executed **add**", "Accessing **explode**"],
        ["Input", "Executed **add**", "Executed **explode**", "Accessing **shout**"],
        ["Input", "Executed **add**", "Executed **explode**", "Accessing **shout**"],
        ["Input", "Executed **add**", "Executed **explode**", "Executed **shout**", "Output"],
        ["Input", "Executed **add**", "Executed **explode**", "Executed **shout**", "Output"],
    ]
    sent = [event.message for event in three_tools.told(MessageAdded) if event.message.sender == "Machine"]
    assert len({message.data["id"] for message in sent}) == 1
    assert [message.properties.state for message in sent[-3:]] == ["partial", "complete", "complete"]
    assert len(three_tools.told(ToolStarted)) == len(three_tools.told(ToolEnded)) == 3


async def test_tokens_come_before_the_answer_is_complete(three_tools):
    await three_tools.run("Do it")
    assert [event.text for event in three_tools.told(TokenProduced)] == ["All ", "done ", "now "]
    events = three_tools.host.events
    complete = next(
        place
        for place, event in enumerate(events)
        if isinstance(event, MessageAdded) and event.message.text == "All done now "
    )
    assert all(place < complete for place, event in enumerate(events) if isinstance(event, TokenProduced))


async def test_usage_is_summed_and_noted_for_every_call_of_the_model(three_tools):
    outcome = await three_tools.run("Do it")
    usage = outcome.results["show"].values["message"].properties.usage
    assert usage.to_wire() == {"input_tokens": 40, "output_tokens": 10, "total_tokens": 50}
    noted = [entry.message["usage"]["output_tokens"] for entry in outcome.results["agent"].logs["response"]]
    assert noted == [1, 2, 3, 4]


async def test_an_unwatched_run_gives_the_same_answer_and_keeps_it_once(three_tools):
    outcome = await three_tools.run("Do it", watched=False)
    assert outcome.results["show"].values["message"].text == "All done now "
    assert len(outcome.results["show"].values["message"].content_blocks[0].contents) == 5
    assert [message.get_text() for message in three_tools.host.messages.stored] == ["Do it", "All done now "]


async def test_when_its_turns_are_used_up_an_agent_ends_with_an_answer(agent_flow):
    flow = agent_flow(Agent, [[("add", '{"numbers": "1+1"}')]], [Adder], max_iterations=3, **BARE)
    outcome = await flow.run("Go on for ever")
    answer = outcome.results["show"].values["message"]
    assert answer.text == STOPPED
    assert len(flow.model.asked) == 3
    titles = [step["header"]["title"] for step in answer.content_blocks[0].contents]
    assert titles == ["Input", *["Executed **add**"] * 3]


class Meeting(Component):
    """Answers only when both calls are under way."""

    inputs = [MessageTextInput(name="who", display_name="Who", tool_mode=True)]
    outputs = [Output(name="met", display_name="Met", method="meet", types=["Data"])]

    async def meet(self) -> Data:
        there = self.ctx.setdefault("there", asyncio.Barrier(2))
        async with asyncio.timeout(5):
            await there.wait()
        return Data(data={"met": self.who})


async def test_calls_of_one_turn_run_at_the_same_time_and_answer_in_their_order(agent_flow):
    both = [("meet", '{"who": "Ann"}'), ("meet", '{"who": "Bob"}')]
    flow = agent_flow(Agent, [both, "Met"], [Meeting], **BARE)
    await flow.run("Meet")
    said = [message.content for message in flow.model.asked[-1] if message.type == "tool"]
    assert said == ['{"met": "Ann"}', '{"met": "Bob"}']


async def test_an_agent_remembers_the_session(agent_flow):
    flow = agent_flow(Agent, ["Hello Ann", "You are Ann"], [], **BARE)
    await flow.run("My name is Ann")
    await flow.run("Who am I?")
    last = [(message.type, message.content) for message in flow.model.asked[-1]]
    assert last[1:] == [("human", "My name is Ann"), ("ai", "Hello Ann "), ("human", "Who am I?")]


@pytest.mark.parametrize(("number", "read"), [(0, []), (1, []), (2, ["Two "]), (3, ["B", "Two "])])
async def test_only_so_much_history_is_read_as_the_field_says(agent_flow, number, read):
    flow = agent_flow(Agent, ["One", "Two", "Three"], [], n_messages=number, **BARE)
    for question in ("A", "B", "C"):
        await flow.run(question)
    assert [message.content for message in flow.model.asked[-1]][1:] == [*read, "C"]


async def test_the_clock_is_a_tool_unless_it_is_switched_off(agent_flow):
    flow = agent_flow(Agent, [[("get_current_date", '{"timezone": "UTC"}')], "Now"], [])
    await flow.run("When?")
    assert flow.model.offered == ["get_current_date"]
    assert "Current date and time in UTC" in flow.model.asked[-1][-1].content
    assert not flow.told(ToolStarted)


async def test_arguments_that_cannot_be_read_are_told_to_the_model(agent_flow):
    flow = agent_flow(Agent, [[("add", "{no json")], "Sorry"], [Adder], **BARE)
    outcome = await flow.run("Add")
    assert outcome.results["show"].values["message"].text == "Sorry "
    assert flow.model.asked[-1][-1].status == "error"


async def test_or_fail_the_agent_where_the_flow_wants_that(agent_flow):
    flow = agent_flow(Agent, [[("add", "{no json")]], [Adder], handle_parsing_errors=False, **BARE)
    outcome = await flow.run("Add")
    assert "'add' with arguments that cannot be read" in outcome.failures[0].message


async def test_a_tool_that_is_not_there_is_an_error_that_names_those_that_are(agent_flow):
    flow = agent_flow(Agent, [[("multiply", "{}")], "Sorry"], [Adder], **BARE)
    await flow.run("Multiply")
    assert flow.model.asked[-1][-1].content == "There is no tool 'multiply'. There are: add."


async def test_two_tools_of_one_name_are_told_apart(agent_flow):
    flow = agent_flow(Agent, [[("add_2", '{"numbers": "3+4"}')], "Seven"], [Adder, Adder], **BARE)
    await flow.run("Add")
    assert flow.model.offered == ["add", "add_2"]
    assert flow.model.asked[-1][-1].content == '{"sum": 7}'


async def test_when_the_model_fails_its_message_is_taken_back(agent_flow):
    flow = agent_flow(Agent, [ValueError("no completion")], [], **BARE)
    outcome = await flow.run("Hello")
    assert "no completion" in outcome.failures[0].message
    assert len(flow.told(MessageRemoved)) == 1
    assert [message.get_text() for message in flow.host.messages.stored] == ["Hello"]


async def test_the_sessions_of_others_are_not_read(agent_flow):
    flow = agent_flow(Agent, ["One"], [], **BARE)
    await flow.run("A")
    assert {message.session_id for message in flow.host.messages.stored} == {SESSION}
