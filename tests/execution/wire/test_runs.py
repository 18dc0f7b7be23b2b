"""Whose results a run answers with, and the lines of its stream."""

import pytest

from execution.engine.events import MessageAdded, MessageRemoved, RunFinished, TokenProduced
from execution.engine.ports import VertexFacts
from execution.engine.results import VertexResult
from execution.engine.values import Message
from execution.wire.runs import OutputChoice, chosen_vertices, outputs_wire, round_wire, stream_line

CHAT_IN = VertexFacts(id="ChatInput-a", display_name="Chat Input", type="ChatInput", output_names=("message",))
CHAT_OUT = VertexFacts(id="ChatOutput-z", display_name="Chat Output", type="ChatOutput", output_names=("message",))
TEXT_OUT = VertexFacts(id="TextOutput-z", display_name="Text Output", type="TextOutput", output_names=("text",))


def ids(vertices, **choice):
    return [vertex.id for vertex in chosen_vertices(vertices, OutputChoice(**choice))]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"output_type": "chat"}, ["ChatOutput-z"]),
        ({"output_type": "text"}, ["TextOutput-z"]),
        ({"output_type": "any"}, ["ChatOutput-z", "TextOutput-z"]),
        ({"output_type": "debug"}, ["ChatInput-a", "ChatOutput-z", "TextOutput-z"]),
        ({"components": ("ChatInput-a",)}, ["ChatInput-a"]),
        ({"components": ("Chat Output",)}, ["ChatOutput-z"]),
        ({"components": ("Nope-z",)}, []),
    ],
)
def test_the_caller_chooses_outputs(choice, expected):
    assert ids([CHAT_IN, CHAT_OUT, TEXT_OUT], **choice) == expected


def test_without_an_output_of_the_type_all_outputs_answer():
    assert ids([CHAT_IN, CHAT_OUT], output_type="text") == ["ChatOutput-z"]


def test_outputs_that_did_not_run_are_left_out():
    result = VertexResult(vertex_id="ChatOutput-z", display_name="Chat Output", type="ChatOutput")
    wire = outputs_wire(
        vertices=[CHAT_OUT, TEXT_OUT], results={"ChatOutput-z": result}, choice=OutputChoice(output_type="any")
    )
    assert [one["component_id"] for one in wire] == ["ChatOutput-z"]


def test_an_absent_input_is_not_named():
    assert round_wire(input_value=None, outputs=[])["inputs"] == {}
    assert round_wire(input_value="", outputs=[])["inputs"] == {"input_value": ""}


def test_tokens_are_passed_on_untrimmed():
    line = stream_line(TokenProduced(vertex_id="v", message_id="m", text=" a "))
    assert line == {"event": "token", "data": {"chunk": " a ", "id": "m"}}


def test_a_message_carries_its_id_twice():
    line = stream_line(MessageAdded(message=Message(text="hi", id="m")))
    assert line["data"]["id"] == "m"
    assert line["data"]["data"]["id"] == "m"


def test_a_message_that_is_taken_back_is_named():
    assert stream_line(MessageRemoved(message_id="m")) == {"event": "remove_message", "data": {"id": "m"}}


def test_the_stream_does_not_tell_how_the_engine_works():
    assert stream_line(RunFinished(seconds=1.0)) is None
