"""What clients see of a single output."""

import pytest

from execution.engine.results import Problem, VertexResult
from execution.engine.values import Data, DataFrame, Message
from execution.wire.outputs import OPAQUE, artifact_wire, output_wire
from execution.wire.redaction import Secrets
from execution.wire.vertices import build_data, duration_text, params_text, run_data


def result_of(value, *, type_name="Any", name="out", **facts):
    return VertexResult(vertex_id="Any-1", display_name="Any", type=type_name, values={name: value}, **facts)


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (Message(text="hi"), {"message": "hi", "type": "text"}),
        ("hi", {"message": "hi", "type": "text"}),
        (Data(data={"a": 1}), {"message": {"a": 1}, "type": "data"}),
        ({"a": 1}, {"message": {"a": 1}, "type": "object"}),
        (DataFrame([{"a": 1}]), {"message": [{"a": 1}], "type": "array"}),
        (["a"], {"message": ["a"], "type": "array"}),
        (None, {"message": "", "type": "unknown"}),
        (3, {"message": "", "type": "unknown"}),
        (object(), {"message": "", "type": "unknown"}),
    ],
)
def test_an_output_tells_its_value_and_type(value, wire):
    assert output_wire(result_of(value), "out") == wire


def test_an_output_that_was_not_executed_is_unknown():
    assert output_wire(result_of("x"), "other") == {"message": "", "type": "unknown"}


def test_a_status_makes_a_record_an_object():
    assert output_wire(result_of(Data(data={"a": 1}), status="done"), "out")["type"] == "object"


@pytest.mark.parametrize("value", [None, [], 3, DataFrame([{"a": 1}])])
def test_a_status_stands_in_for_what_is_neither_text_nor_record(value):
    assert output_wire(result_of(value, status="done"), "out") == {"message": "done", "type": "text"}
    assert artifact_wire(result_of(value, status="done"), value) == {"repr": "done", "raw": "done", "type": "text"}


def test_each_output_is_shown_with_the_status_it_was_made_with():
    made = {"text": Message(text="said"), "rows": DataFrame([{"a": 1}])}
    result = VertexResult(
        vertex_id="Any-1", display_name="Any", type="Any", values=made, status=made["rows"], statuses=made
    )
    shown = build_data(result, ["text", "rows"])["artifacts"]
    assert {name: (wire["raw"], wire["type"]) for name, wire in shown.items()} == {
        "text": ("said", "text"),
        "rows": ([{"a": 1}], "array"),
    }


def test_an_artifact_shows_the_status_beside_the_raw_value():
    wire = artifact_wire(result_of(None, status="No data provided."), Data(data={}))
    assert wire == {"repr": "No data provided.", "raw": {}, "type": "text"}


def test_an_artifact_without_a_json_form_says_only_that_it_was_built():
    assert artifact_wire(result_of(None), object()) == {"repr": "None", "raw": OPAQUE, "type": "unknown"}


def test_a_frozen_message_is_shown_as_its_artifact():
    wire = output_wire(result_of(Message(text="hi"), used_frozen_result=True), "out")
    assert wire["type"] == "text"
    assert wire["message"]["raw"] == "hi"


def test_a_prompt_shows_its_text_in_artifacts_and_no_results():
    wire = run_data(result_of(Message(text="abc"), type_name="Prompt", name="prompt", logs={"prompt": []}), ("prompt",))
    assert wire["results"] == {}
    assert wire["artifacts"]["prompt"]["raw"] == "abc"
    assert wire["messages"] == []
    assert wire["logs"] == {"prompt": []}


def test_a_chat_output_repeats_its_text_with_paragraphs():
    message = Message(text="a\nb\n\nc", sender="Machine", sender_name="AI")
    wire = run_data(result_of(message, type_name="ChatOutput", name="message"), ("message",))
    assert wire["artifacts"]["message"] == "a\n\nb\n\nc"
    assert wire["outputs"]["message"]["message"] == "a\nb\n\nc"
    assert wire["results"]["message"]["text"] == "a\nb\n\nc"


def test_an_empty_chat_message_is_no_message():
    wire = run_data(result_of(Message(text=""), type_name="ChatOutput", name="message"), ("message",))
    assert wire["messages"] == []


def test_a_text_output_speaks_as_the_machine():
    wire = run_data(result_of(Message(text="t"), type_name="TextOutput", name="text"), ("text",))
    assert wire["messages"][0]["sender"] == "Machine"
    assert wire["artifacts"]["text"]["raw"] == "t"


def test_a_failed_vertex_shows_its_error_and_no_traceback():
    problem = Problem(code="component_failed", message="Error building Component X: \n\nboom", vertex_id="X-1")
    failed = VertexResult(vertex_id="X-1", display_name="X", type="X", valid=False, problem=problem)
    wire = build_data(failed, ("out",))
    assert wire["outputs"]["out"]["type"] == "error"
    assert wire["outputs"]["out"]["message"] == {"errorMessage": problem.message, "stackTrace": ""}
    assert params_text(failed, Secrets()) == problem.message


def test_params_of_a_chat_input_are_its_artifacts_as_text():
    message = Message(text="hello", sender="User", sender_name="User")
    text = params_text(result_of(message, type_name="ChatInput", name="message"), Secrets())
    assert text == "- Files: []\n  Message: hello\n  Sender: User\n  Sender Name: User\n  Type: object\n"


@pytest.mark.parametrize(("seconds", "text"), [(0.0042, "4 ms"), (1.25, "1.2 seconds"), (75, "1 min 15 s")])
def test_durations_are_for_people(seconds, text):
    assert duration_text(seconds) == text
