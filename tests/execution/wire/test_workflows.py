"""What the v2 API tells of a run: what stands at the flow's ends, failures, events."""

from typing import ClassVar

import pytest

from execution.engine.component import Component
from execution.engine.events import MessageAdded, RunFinished, RunStarted, VertexBuilt, VertexFailed
from execution.engine.fields import Output
from execution.engine.plan import compile_plan
from execution.engine.results import Problem, RunOutcome, VertexResult
from execution.engine.values import Data, DataFrame, Message
from execution.wire.workflows import errors_wire, event_wire, outputs_wire
from tests.execution.engine.flow_builder import FlowBuilder


class Thing(Component):
    """Names no types itself, like most classes as long as nobody lists the catalogue."""

    outputs: ClassVar = [Output(name=name, method="go") for name in ("out", "more", "result", "results")]


def plan_of(type_name="Thing", **types):
    """Return the plan of one component, whose node has outputs of these types."""
    outputs = [{"name": name, "method": "go", "types": [kind] if kind else []} for name, kind in types.items()]
    data = FlowBuilder().add(type_name, "t", node={"outputs": outputs}).data
    return compile_plan(data, lambda _: Thing)


def outcome_of(type_name="Thing", vertex_id="t", **values):
    result = VertexResult(vertex_id=vertex_id, display_name="T", type=type_name, values=values)
    return RunOutcome(results={vertex_id: result})


def said(plan, outcome):
    return outputs_wire(plan, outcome)["t"]


FORK = FlowBuilder().add("ChatInput", "c").add("ChatOutput", "one").add("ChatOutput", "two")
FORK.link("c.message", "one.input_value").link("c.message", "two.input_value")

PROBLEM = Problem(code="c", message="why", vertex_id="one", display_name="One", type="ChatOutput", error=TypeError("x"))


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        ({"out": "Message"}, "message"),
        ({"out": "Text"}, "text"),
        ({"out": "Data"}, "data"),
        ({"out": "JSON"}, "data"),
        ({"out": "DataFrame"}, "dataframe"),
        ({"out": "Table"}, "dataframe"),
        ({"out": "int"}, "int"),
        ({"out": "Message", "more": "Data"}, "message"),
        ({"out": "Data", "more": "Message"}, "data"),
        ({"out": ""}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_first_output_says_of_what_kind_the_component_is(types, kind):
    assert said(plan_of(**types), RunOutcome())["type"] == kind


@pytest.mark.parametrize("kind", ["Message", "Text", "int", "dict"])
def test_what_is_said_in_the_middle_of_a_flow_is_no_answer(kind):
    assert said(plan_of(out=kind), outcome_of(out="something"))["content"] is None


def test_an_answer_is_what_the_flow_says_to_its_caller():
    plan = plan_of("ChatOutput", out="Message")
    assert said(plan, outcome_of("ChatOutput", out=Message(text="a\nb"))) == {
        "type": "message",
        "status": "completed",
        "content": "a\nb",
        "metadata": {"component_type": "ChatOutput"},
    }


def test_records_and_tables_are_told_under_the_names_of_their_outputs():
    values = {"out": Data(data={"a": 1}), "more": Message(text="beside")}
    assert said(plan_of(out="Data", more="Message"), outcome_of(**values))["content"] == {
        "out": {"message": {"a": 1}, "type": "data"},
        "more": {"message": "beside", "type": "text"},
    }


@pytest.mark.parametrize("name", ["result", "results"])
def test_a_result_is_told_bare(name):
    table = DataFrame([{"a": 1}])
    assert said(plan_of(**{name: "DataFrame"}), outcome_of(**{name: table}))["content"] == [{"a": 1}]


def test_only_what_nothing_follows_is_told():
    assert list(outputs_wire(FORK.plan(), RunOutcome())) == ["one", "two"]


def test_an_end_that_was_left_out_has_no_content():
    outputs = outputs_wire(FORK.plan(), outcome_of("ChatOutput", "one", message=Message(text="this way")))
    assert [output["content"] for output in outputs.values()] == ["this way", None]


def test_after_a_failure_only_what_came_out_is_told():
    outcome = outcome_of("ChatOutput", "two", message=Message(text="fine"))
    outcome.failures.append(PROBLEM)
    assert list(outputs_wire(FORK.plan(), outcome)) == ["two"]


def test_every_failure_is_told_with_its_component():
    cut_short = Problem(code="run_too_long", message="slow")
    first, second = errors_wire(RunOutcome(failures=[PROBLEM, cut_short]), flow_id="f")
    assert first == {
        "error": "Error running graph: why",
        "code": "EXECUTION_ERROR",
        "details": {
            "flow_id": "f",
            "error_type": "TypeError",
            "component_id": "one",
            "component_name": "One",
            "component_type": "ChatOutput",
            "component_error": "c",
        },
    }
    assert second["details"]["component_id"] is None


def told(event):
    return event_wire(event, FORK.plan(), flow_id="f")


def test_a_stream_begins_with_what_will_run():
    wire = told(RunStarted(first_layer=("c",), to_run=("c", "one", "two")))
    assert wire == {"event": "start", "data": {"flow_id": "f", "components": ["c", "one", "two"]}}


def test_a_component_that_is_done_tells_its_output_only_at_the_flows_end():
    end = VertexResult(
        vertex_id="one", display_name="One", type="ChatOutput", values={"message": Message(text="hello")}
    )
    inner = VertexResult(vertex_id="c", display_name="C", type="ChatInput")
    assert told(VertexBuilt(vertex_id="one", result=end))["data"]["output"]["content"] == "hello"
    assert told(VertexBuilt(vertex_id="c", result=inner)) == {
        "event": "end_vertex",
        "data": {"id": "c", "display_name": "C", "component_type": "ChatInput"},
    }


def test_other_events_are_told_as_by_a_run_or_not_at_all():
    failed = VertexResult(vertex_id="one", display_name="One", type="ChatOutput", valid=False, problem=PROBLEM)
    assert told(VertexFailed(vertex_id="one", problem=PROBLEM, result=failed))["event"] == "error"
    assert told(MessageAdded(message=Message(text="hi", id="m")))["event"] == "add_message"
    assert told(RunFinished(seconds=1.0)) is None
