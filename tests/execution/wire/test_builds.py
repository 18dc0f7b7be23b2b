"""The lines of a build, and what is shown of one vertex."""

import uuid

import pytest
import yaml

from execution.engine.errors import EngineError, UnknownVariable
from execution.engine.events import VertexFailed
from execution.engine.results import Problem, VertexResult
from execution.engine.values import Data, Message, TextStream
from execution.runtime.isolation.errors import CustomCodeFailed
from execution.wire.builds import error_message, failure_line, is_told, vertex_wire
from execution.wire.objects import OPAQUE
from execution.wire.outputs import artifact_wire
from execution.wire.redaction import Secrets
from execution.wire.vertices import build_data, params_text

RUN = uuid.UUID(int=1)


class OurError(EngineError, LookupError):
    __module__ = "execution.somewhere"
    message = "Nothing here."


class OtherError(EngineError):
    __module__ = "execution.somewhere"
    message = "Nothing there."


class TheirError(Exception):
    """Of somebody's own code."""


class RefusedError(ValueError):
    """A provider's no, with a sentence of its own."""

    words = "stub says no"
    kind = "BadRequestError"


def problem(error):
    return Problem(code="c", message=f"Error: {error}", vertex_id="A-1", display_name="A", type="A", error=error)


def result(**fields):
    return VertexResult(vertex_id="A-1", display_name="A", type=fields.pop("type", "A"), **fields)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OurError(), "LookupError"),
        (OtherError(), "ValueError"),
        (TypeError("x"), "TypeError"),
        (TheirError("y"), "TheirError"),
        (CustomCodeFailed(reason="z", kind="RuntimeError"), "RuntimeError"),
    ],
)
def test_an_error_is_told_with_a_kind_that_clients_know(error, kind):
    message = error_message(problem(error), run_id=RUN, session_id="s", flow_id="f").to_event()
    reason = message["content_blocks"][0]["contents"][0]["reason"]
    assert reason == f"**{kind}**\n - **Details: {error}**\n"
    assert (message["text"], message["context_id"], message["category"]) == (f"{error}\n", None, "error")


def test_a_provider_that_refuses_is_quoted():
    message = error_message(
        problem(RefusedError("Error code: 400 - {...}")), run_id=RUN, session_id="s", flow_id="f"
    ).to_event()
    reason = message["content_blocks"][0]["contents"][0]["reason"]
    assert (message["text"], reason) == ("stub says no\n", "**BadRequestError**\n - **stub says no**\n")


def test_a_component_that_did_not_begin_says_nothing_in_the_chat():
    assert not is_told(Problem(code=UnknownVariable.code, message="m"))
    assert is_told(problem(TypeError("x")))


def test_a_failure_of_the_whole_build_has_no_session():
    line = failure_line("Why", flow_id="f", code="graph_invalid")
    assert (line["event"], line["data"]["session_id"], line["data"]["text"]) == ("error", None, "Why\n")
    assert (line["data"]["error"], line["data"]["code"], line["data"]["flow_id"]) == (True, "graph_invalid", "f")


def test_a_vertex_that_failed_shows_why_in_its_first_output():
    event = VertexFailed(
        vertex_id="A-1", problem=problem(TypeError("x")), result=result(valid=False, problem=problem(TypeError("x")))
    )
    wire = vertex_wire(event, output_names=("one", "two"), timestamp="t", secrets=Secrets())
    assert (wire["valid"], wire["next_vertices_ids"], list(wire["data"]["outputs"])) == (False, [], ["one"])


def test_a_vertex_that_could_be_a_tool_is_shown_as_one():
    data = build_data(result(values={"out": "text"}, logs={"out": []}, could_be_tool=True), ("out",))
    assert list(data["outputs"]) == ["out"]
    assert data["artifacts"]["component_as_tool"] == data["artifacts"]["out"]
    assert data["logs"] == {"out": [], "component_as_tool": []}


def test_without_a_status_the_tool_tells_what_it_would_be():
    row = {"name": "make", "description": "Makes.", "tags": ["make"]}
    data = build_data(result(values={"out": "text"}, tools=[row], could_be_tool=True), ("out",))
    assert data["artifacts"]["component_as_tool"] == {"repr": "text", "raw": [row], "type": "array"}


async def _words():
    yield "later"


def test_a_message_whose_words_are_still_to_come_is_opaque():
    told = build_data(result(values={"out": Message(text=TextStream(_words()))}), ("out",))
    assert told["outputs"]["out"] == {"message": OPAQUE, "type": "text"}
    assert told["artifacts"]["out"] == {"repr": "", "raw": OPAQUE, "type": "unknown"}


def test_a_missing_key_is_named_without_quotes():
    assert error_message(problem(KeyError("k")), run_id=RUN, session_id="s", flow_id="f").text == "k\n"


def test_a_syntax_error_is_told_in_short():
    error = SyntaxError("invalid syntax", ("<unknown>", 1, 5, "def (\n"))
    assert error_message(problem(error), run_id=RUN, session_id="s", flow_id="f").text == "invalid syntax\n"


def test_the_tool_tells_the_whole_status():
    record = Data(data={"k": 1})
    data = build_data(result(values={"out": record}, status=record, could_be_tool=True), ("out",))
    assert data["artifacts"]["out"]["raw"] == {"k": 1}
    assert data["artifacts"]["component_as_tool"]["raw"]["data"] == {"k": 1}


def test_an_empty_status_does_not_decide_the_type():
    assert artifact_wire(result(status=[]), Message(text="none")) == {"repr": "None", "raw": "none", "type": "text"}


@pytest.mark.parametrize(
    "text", ["hello", "", "no", "null", "Hello, you!", "a: b", "line\nbreak", "x" * 2000, "# é", "1"]
)
def test_params_are_yaml(text):
    values = {"message": Message(text=text, sender="User", sender_name="User")}
    shown = yaml.safe_load(params_text(result(type="ChatInput", values=values), Secrets()))[0]
    assert (shown["Message"], shown["Sender"], shown["Files"]) == (text, "User", [])


def test_files_of_a_chat_are_told_by_path_name_and_kind():
    values = {"message": Message(text="look", files=["a1/b2/notes.v1.txt"])}
    data = build_data(result(type="ChatInput", values=values), ("message",))
    assert data["artifacts"]["files"] == [{"path": "a1/b2/notes.v1.txt", "name": "notes.v1.txt", "type": "txt"}]
    assert data["results"]["message"]["files"] == ["a1/b2/notes.v1.txt"]
