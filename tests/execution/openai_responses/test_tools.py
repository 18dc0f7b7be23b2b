"""An agent's tools are items of the output."""

import json

import pytest

from tests.execution.openai_responses.conftest import agent_data, asked, streamed, text_of, types_of
from tests.execution.runs.conftest import in_test_thread

CALLED = {
    "type": "function_call",
    "id": "fc_1",
    "call_id": "call_1",
    "status": "completed",
    "name": "evaluate_expression",
    "arguments": '{"expression":"6*7"}',
}


@pytest.fixture
async def agent(store_flow, alice, provider):
    """An agent that uses its calculator once."""
    provider.calls = (("evaluate_expression", json.dumps({"expression": "6*7"})),)
    return await in_test_thread(store_flow, alice, agent_data(provider.base_url))


@pytest.mark.parametrize("way", [{}, {"background": True}])
async def test_a_call_is_told_before_the_answer(alices_calls, agent, way):
    events = await streamed(alices_calls, agent, "What is 6 times 7?", **way)
    response = events[-1]["response"]
    assert response["output"][0] == CALLED
    assert [item["type"] for item in response["output"]] == ["function_call", "message"]
    assert text_of(response) == "Good day."
    told = types_of(events)
    arguments = told.index("function_call_arguments.delta")
    assert told[arguments - 1 : arguments + 3] == [
        "output_item.added",
        "function_call_arguments.delta",
        "function_call_arguments.done",
        "output_item.done",
    ]
    assert told.index("output_text.delta") > arguments
    assert [event["delta"] for event in events if event["type"] == "response.output_text.delta"] == ["Good ", "day."]


async def test_the_answer_at_once_has_the_same_output(alices_calls, agent):
    response = await asked(alices_calls, agent, "What is 6 times 7?")
    assert response["output"][0] == CALLED
    assert text_of(response) == "Good day."


@pytest.mark.parametrize("stream", [False, True])
async def test_results_are_included_on_demand(alices_calls, agent, stream):
    include = ["tool_call.results"]
    if stream:
        events = await streamed(alices_calls, agent, "What is 6 times 7?", include=include)
        response = events[-1]["response"]
        done = [event["item"] for event in events if event["type"] == "response.output_item.done"]
        assert done[0] == response["output"][0]
    else:
        response = await asked(alices_calls, agent, "What is 6 times 7?", include=include)
    item = response["output"][0]
    assert item["type"] == "tool_call"
    assert item["status"] == "completed"
    assert item["tool_name"] == "evaluate_expression"
    assert item["inputs"] == {"expression": "6*7"}
    assert item["queries"] == ["6*7"]
    assert "42" in json.dumps(item["results"])


async def test_an_unknown_include_changes_nothing(alices_calls, agent):
    response = await asked(alices_calls, agent, "What is 6 times 7?", include=["nonsense"])
    assert response["output"][0] == CALLED
