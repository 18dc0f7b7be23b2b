"""Flow documents of all releases: handles, groups, edited code."""

import copy
import json

from execution.engine.document import code_digest, is_edited, node_facts, source_handle, target_handle
from execution.engine.request import RunRequest
from execution.engine.runner.tweaks import overlay_of
from tests.execution.engine.flow_builder import FlowBuilder, run, value


def encoded(handle: dict) -> str:
    return json.dumps(handle).replace('"', "œ")


class TestHandles:
    def test_a_handle_is_read_from_the_data_of_the_edge(self):
        handle = source_handle({"data": {"sourceHandle": {"name": "out", "output_types": ["Message"]}}})
        assert (handle.output, handle.types) == ("out", {"Message"})

    def test_a_handle_is_read_from_text(self):
        edge = {"targetHandle": encoded({"fieldName": "a", "inputTypes": ["Data"], "type": "other"})}
        assert target_handle(edge).field == "a"
        assert target_handle(edge).types == {"Data", "other"}

    def test_a_handle_that_names_an_output_loops_back(self):
        handle = target_handle({"data": {"targetHandle": {"name": "item", "output_types": ["Data"]}}})
        assert handle.loops_back
        assert handle.field == "item"

    def test_the_oldest_handles_are_read(self):
        edge = {"sourceHandle": "OpenAI|OpenAI-1", "targetHandle": "BaseLanguageModel|llm|Chain-1"}
        assert source_handle(edge).output == ""
        assert target_handle(edge).field == "llm"

    def test_type_names_of_the_first_releases_are_translated(self):
        handle = source_handle({"data": {"sourceHandle": {"name": "o", "output_types": ["Text", "Record"]}}})
        assert handle.types == {"Message", "Data"}

    def test_base_classes_stand_for_output_types(self):
        handle = source_handle({"data": {"sourceHandle": {"name": "o", "baseClasses": ["Message"]}}})
        assert handle.types == {"Message"}

    def test_what_cannot_be_read_is_none(self):
        assert source_handle({}) is None
        assert source_handle({"sourceHandle": "{broken"}) is None
        assert target_handle({"data": {"targetHandle": {"id": "x"}}}) is None


class TestEditedCode:
    def node(self, **inner):
        node = {"template": {"code": {"value": "class A: pass"}}, **inner}
        return node_facts({"id": "a", "data": {"type": "A", "node": node}})

    def test_a_node_marked_as_edited_is_edited(self):
        assert is_edited(self.node(edited=True))

    def test_code_that_does_not_match_its_digest_is_edited(self):
        assert is_edited(self.node(metadata={"code_hash": "0" * 12}))

    def test_code_that_matches_its_digest_is_not_edited(self):
        assert not is_edited(self.node(metadata={"code_hash": code_digest("class A: pass")}))

    def test_without_a_digest_only_the_mark_counts(self):
        assert not is_edited(self.node())


def grouped() -> FlowBuilder:
    """A group of two joins between a text and an end; its fields `first` and `last` stand for fields inside."""
    inside = FlowBuilder().add("Join", "in1", own="1").add("Join", "in2", own="2").chain("in1", "in2")
    flow = FlowBuilder().add("Say", "s", text="x").add("Join", "end")
    template = {
        "first": {**inside.node("in1")["template"]["a"], "proxy": {"id": "in1", "field": "a"}},
        "last": {**inside.node("in2")["template"]["own"], "value": "group", "proxy": {"id": "in2", "field": "own"}},
    }
    inner = {"display_name": "My Group", "template": template, "flow": {"data": inside.data}, "outputs": []}
    flow.nodes.insert(1, {"id": "GroupNode-g", "type": "genericNode", "data": {"type": "GroupNode", "node": inner}})
    proxy = {"fieldName": "first", "inputTypes": ["Message"], "type": "str", "proxy": {"id": "in1", "field": "a"}}
    flow.link("s.out", "GroupNode-g.first", targetHandle=proxy)
    return flow.link("GroupNode-g.out", "end.a")


class TestGroups:
    async def test_a_group_runs_as_the_nodes_inside_with_the_values_of_the_group(self):
        assert value(await run(grouped()), "end") == "x+1+group"

    async def test_the_document_is_not_changed(self):
        flow = grouped()
        before = copy.deepcopy(flow.data)
        await run(flow)
        assert flow.data == before

    async def test_a_tweak_of_a_field_of_the_group_reaches_inside(self):
        for key in ("GroupNode-g", "My Group"):
            assert value(await run(grouped(), tweaks={key: {"last": "tweaked"}}), "end") == "x+1+tweaked"

    async def test_a_tweak_of_an_inner_node_does_nothing(self):
        assert value(await run(grouped(), tweaks={"in2": {"own": "tweaked"}}), "end") == "x+1+group"

    async def test_stopping_at_the_group_runs_nothing(self):
        assert (await run(grouped(), stop_component_id="GroupNode-g")).results == {}

    def test_the_group_is_named_among_what_will_run(self):
        assert grouped().plan().vertices[1].group_id == "GroupNode-g"

    async def test_a_group_inside_a_group_is_expanded_too(self):
        flow = grouped()
        group = flow.nodes[1]
        outer = {
            "display_name": "Outer",
            "template": {
                "in": {**group["data"]["node"]["template"]["first"], "proxy": {"id": "GroupNode-g", "field": "first"}},
                "tip": {
                    **group["data"]["node"]["template"]["last"],
                    "value": "outer",
                    "proxy": {"id": "GroupNode-g", "field": "last"},
                },
            },
            "flow": {"data": {"nodes": [group], "edges": []}},
            "outputs": [],
        }
        flow.nodes[1] = {"id": "GroupNode-o", "type": "genericNode", "data": {"type": "GroupNode", "node": outer}}
        handle = {"fieldName": "in", "inputTypes": ["Message"], "type": "str"}
        flow.edges = []
        flow.link("s.out", "GroupNode-o.in", targetHandle=handle).link("GroupNode-o.out", "end.a")
        assert value(await run(flow), "end") == "x+1+outer"
        assert value(await run(flow, tweaks={"Outer": {"tip": "t"}}), "end") == "x+1+t"
        assert flow.plan().vertices[1].group_id == "GroupNode-o"


def test_an_overlay_leaves_the_plan_as_it_is():
    plan = grouped().plan()
    before = [dict(vertex.static) for vertex in plan.vertices]
    overlay = overlay_of(plan, RunRequest(run_id="r", flow_id="f", tweaks={"Say": {"text": "y"}, "own": "z"}))
    assert overlay
    assert [vertex.static for vertex in plan.vertices] == before
