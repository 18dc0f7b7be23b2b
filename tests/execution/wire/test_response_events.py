"""The chat of a run as the events of an OpenAI response."""

import pytest

from execution.wire.response_events import ResponseEvents
from execution.wire.responses import COMPLETED, FAILED, ResponseFacts


def new_events(**facts):
    return ResponseEvents(ResponseFacts(id="r", model="flow", conversation_id="c", created_at=1, **facts))


def said(message_id, text, *, state="complete", steps=(), sender="Machine", usage=None, source="model"):
    blocks = [{"title": "Agent Steps", "contents": [{"type": "text", "text": "Input"}, *steps]}] if steps else []
    properties = {"state": state, "usage": usage, "source": {"id": source}}
    data = {"id": message_id, "text": text, "sender": sender, "content_blocks": blocks, "properties": properties}
    return {"event": "add_message", "data": data}


def token(message_id, chunk):
    return {"event": "token", "data": {"id": message_id, "chunk": chunk}}


def used(name="add", output=None, error=None):
    return {"type": "tool_use", "name": name, "tool_input": {"a": 1}, "output": output, "error": error}


def told(events, *lines):
    return [event for line in lines for event in events.of(line)]


def deltas(told_events):
    return [event["delta"] for event in told_events if event["type"] == "response.output_text.delta"]


def texts(events):
    output = events.response(COMPLETED)["output"]
    return [item["content"][0]["text"] for item in output if item["type"] == "message"]


def test_a_message_that_comes_at_once_waits_only_until_something_else_happens():
    events = new_events()
    assert told(events, said("m", "hello")) == []
    assert deltas(events.settled()) == ["hello"]
    assert events.settled() == []


@pytest.mark.parametrize("state", ["partial", "complete"])
def test_the_first_piece_of_a_stream_is_told_once(state):
    events = new_events()
    lines = [said("m", "Good ", state=state), token("m", "Good "), token("m", "day."), said("m", "Good day.")]
    assert deltas(told(events, *lines)) == ["Good ", "day."]
    events.closed()
    assert texts(events) == ["Good day."]


def test_what_the_user_said_is_no_output():
    events = new_events()
    assert told(events, said("m", "hello", sender="User")) == []
    assert events.settled() == []


def test_a_message_that_is_told_again_is_one_item():
    events = new_events()
    told(events, said("m", "hello"), said("m", "hello"), said("m", "hello you"))
    events.closed()
    assert texts(events) == ["hello you"]


def test_a_text_that_was_replaced_is_right_in_the_end():
    events = new_events()
    told(events, token("m", "helo"), said("m", "hello"))
    done = [event for event in events.closed() if event["type"] == "response.output_text.done"]
    assert [event["text"] for event in done] == ["hello"]
    assert texts(events) == ["hello"]


def test_empty_pieces_are_not_told():
    assert told(new_events(), token("m", "")) == []


def test_two_messages_are_two_items_with_ids_of_their_own():
    events = new_events()
    told(events, token("a", "one"), token("b", "two"), token("a", "!"))
    events.closed()
    assert texts(events) == ["one!", "two"]
    assert [item["id"] for item in events.response(COMPLETED)["output"]] == ["msg_r", "msg_r_2"]


def test_what_is_said_before_a_tool_is_used_is_an_item_of_its_own():
    events = new_events()
    lines = [
        token("m", "Let me see."),
        said("m", "", state="partial", steps=[used()]),
        token("m", "It is 2."),
        said("m", "It is 2.", steps=[used(output="2")]),
    ]
    told(events, *lines)
    events.closed()
    output = events.response(COMPLETED)["output"]
    assert [item["type"] for item in output] == ["message", "function_call", "message"]
    assert texts(events) == ["Let me see.", "It is 2."]


def test_a_result_is_told_when_it_is_known():
    events = new_events(shows_results=True)
    begun = told(events, said("m", "", state="partial", steps=[used()]))
    assert [event["type"] for event in begun] == ["response.output_item.added"]
    ended = told(events, said("m", "", state="partial", steps=[used(output="2")]))
    assert [event["type"] for event in ended] == ["response.output_item.done"]
    assert ended[0]["item"]["results"] == "2"
    assert ended[0]["item"]["status"] == "completed"


def test_a_tools_error_is_its_result():
    events = new_events(shows_results=True)
    told(events, said("m", "", state="partial", steps=[used(error="It broke.")]))
    assert events.response(COMPLETED)["output"][0]["results"] == "It broke."


def test_tools_of_one_turn_keep_their_order():
    events = new_events()
    told(events, said("m", "", state="partial", steps=[used("a")]))
    told(events, said("m", "", state="partial", steps=[used("a"), used("b")]))
    assert [(item["name"], item["call_id"]) for item in events.response(COMPLETED)["output"]] == [
        ("a", "call_1"),
        ("b", "call_2"),
    ]


@pytest.mark.parametrize(
    ("block", "calls"),
    [({}, 0), ({"contents": None}, 0), ({"contents": ["text", {"type": "tool_use", "tool_input": "no object"}]}, 1)],
)
def test_blocks_of_any_form_do_no_harm(block, calls):
    events = new_events()
    line = said("m", "hello")
    line["data"]["content_blocks"] = [block]
    told(events, line)
    events.closed()
    output = events.response(COMPLETED)["output"]
    assert [item["arguments"] for item in output if item["type"] == "function_call"] == ["{}"] * calls
    assert texts(events) == ["hello"]


def test_a_message_that_is_taken_back_is_incomplete():
    events = new_events()
    told(events, token("m", "half"))
    removed = events.of({"event": "remove_message", "data": {"id": "m"}})
    assert removed[-1]["item"]["status"] == "incomplete"
    assert events.closed(failed=True) == []


def test_what_is_open_when_a_run_fails_is_incomplete():
    events = new_events(shows_results=True)
    told(events, said("m", "", state="partial", steps=[used()]), token("m", "half"))
    events.closed(failed=True)
    assert {item["status"] for item in events.response(FAILED)["output"]} == {"incomplete"}


def test_a_flow_that_said_nothing_has_said_an_empty_text():
    events = new_events()
    events.closed()
    assert texts(events) == [""]
    assert new_events().closed(failed=True) == []


def test_closing_again_tells_nothing_more():
    events = new_events()
    told(events, token("m", "hello"))
    assert events.closed()
    assert events.closed() == []


def test_an_answer_that_was_not_in_the_chat_is_taken_at_the_end():
    events = new_events()
    told(events, said("m", "shown"))
    events.answered(said("m", "shown")["data"])
    events.answered({**said("", "hidden")["data"], "id": None})
    events.closed()
    assert texts(events) == ["shown", "hidden"]


def test_what_one_model_charged_for_counts_once():
    events = new_events()
    usage = {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}
    told(events, said("a", "x", usage=usage), said("b", "x", usage=usage), said("c", "y", usage=usage, source="other"))
    assert events.response(COMPLETED)["usage"]["total_tokens"] == 6


def test_without_usage_there_is_none():
    events = new_events()
    told(events, said("a", "x"))
    assert events.response(COMPLETED)["usage"] is None
