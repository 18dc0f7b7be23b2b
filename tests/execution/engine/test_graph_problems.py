"""What keeps a graph from running is told all at once, each problem with the component's name."""

import pytest

from execution.engine.errors import DocumentInvalid, GraphInvalid
from execution.engine.plan import compile_plan
from tests.execution.engine.flow_builder import FlowBuilder, find_component, run


def problems(flow: FlowBuilder) -> list[tuple[str, str]]:
    with pytest.raises(GraphInvalid) as refused:
        flow.plan()
    return [(problem.code, problem.vertex_id) for problem in refused.value.problems]


def pair() -> FlowBuilder:
    return FlowBuilder().add("Say", "s", text="x").add("Join", "j").chain("s", "j")


def test_an_unknown_type_is_a_problem():
    assert problems(FlowBuilder().add("Nonsense", "n")) == [("unknown_type", "n")]


def test_edited_code_is_a_problem():
    assert problems(FlowBuilder().add("Say", "s", node={"edited": True})) == [("edited_code", "s")]


def test_an_edge_to_a_node_that_is_not_there_is_a_problem():
    assert problems(pair().link("s.out", "gone.a")) == [("missing_node", "s")]
    assert problems(pair().link("gone.out", "j.a")) == [("missing_node", "j")]


def test_an_edge_that_does_not_say_what_it_connects_is_a_problem():
    flow = pair()
    flow.edges[0]["data"] = {}
    assert problems(flow) == [("dangling_edge", "j")]


def test_an_edge_between_types_that_do_not_fit_is_a_problem():
    flow = pair().link("s.out", "j.b", targetHandle={"fieldName": "b", "inputTypes": ["DataFrame"], "type": "other"})
    assert problems(flow) == [("edge_types", "j")]


def test_types_are_compared_with_what_the_node_really_gives():
    flow = pair()
    flow.node("s")["outputs"][0]["types"] = ["DataFrame"]
    assert problems(flow) == [("edge_types", "j")]


def test_an_edge_from_an_output_that_is_not_there_is_a_problem():
    assert problems(pair().link("s.ghost", "j.b")) == [("unknown_output", "s")]


def test_an_edge_to_a_field_that_is_not_there_is_a_problem():
    assert problems(pair().link("s.out", "j.ghost")) == [("unknown_field", "j")]


def test_all_problems_come_together_and_name_their_components():
    flow = pair().add("Nonsense", "n").link("s.ghost", "j.b").link("s.out", "gone.a")
    with pytest.raises(GraphInvalid) as refused:
        flow.plan()
    assert {problem.code for problem in refused.value.problems} == {"unknown_type", "unknown_output", "missing_node"}
    assert "The n" in str(refused.value)
    assert "The s has no output named 'ghost'" in str(refused.value)


async def test_a_required_input_that_nothing_is_connected_to_refuses_the_run():
    with pytest.raises(GraphInvalid) as refused:
        await run(FlowBuilder().add("ChatOutput", "out"))
    assert [(problem.code, problem.vertex_id) for problem in refused.value.problems] == [("required_input", "out")]


async def test_a_required_input_may_be_missing_where_the_run_does_not_come_to():
    flow = FlowBuilder().add("ChatInput", "ChatInput-1", input_value="x").add("ChatOutput", "out")
    assert (await run(flow)).succeeded
    flow = pair().add("ChatOutput", "out")
    assert (await run(flow, stop_component_id="j")).succeeded


async def test_a_host_may_let_the_vertex_fail_instead_of_refusing_the_run():
    flow = pair().add("ChatOutput", "out")
    assert "j" in (await run(flow, refuses_incomplete=False)).results


def test_the_methods_that_a_node_names_must_be_outputs_of_its_class():
    flow = FlowBuilder().add("Say", "s").add("Join", "j")
    flow.node("s")["outputs"].append({"name": "extra", "method": "__init__", "types": ["Message"]})
    assert problems(flow.link("s.extra", "j.a")) == [("unknown_output", "s")]


async def test_a_node_may_name_its_outputs_differently_from_its_class():
    flow = FlowBuilder().add("Say", "s", text="x").add("Join", "j")
    flow.node("s")["outputs"] = [{"name": "renamed", "method": "say", "types": ["Message"]}]
    outcome = await run(flow.link("s.renamed", "j.a"))
    assert outcome.results["s"].values == {"renamed": "x"}


@pytest.mark.parametrize(
    "document",
    [{"nodes": "x", "edges": []}, {"nodes": [1], "edges": []}, {"nodes": [{"id": "a"}]}, {"nodes": [], "edges": {}}],
)
def test_what_is_no_flow_is_refused_with_a_reason(document):
    with pytest.raises(DocumentInvalid, match="cannot be read"):
        compile_plan(document, find_component)
