"""Components that run another flow: whose flows they find, what their nodes look like, what a run of them gives."""

import uuid
from functools import partial
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from execution.catalogue.drawing import Drawing
from execution.components.registry import component_named
from execution.components.sub_flows.ports import SERVICE
from execution.engine.events import ToolEnded, ToolStarted
from execution.engine.ports import VertexFacts
from execution.engine.toolkit import ToolFailed
from execution.runtime import limits
from execution.runtime.editing import editing_context
from execution.runtime.run import FlowRun, _run_below
from execution.runtime.sub_flows import DEEPEST, SubFlows
from monitor.models import Message
from tests.execution.runs.conftest import echo_data

UPDATE = "/api/v1/custom_component/update"
INPUT, OUTPUT = "ChatInput-aaaaa~input_value", "ChatOutput-zzzzz~message"


def refreshed(client: Any, drawing: Drawing, node_id: str, field: str, value: Any) -> dict[str, Any]:
    """Change a field of a node as the editor does, and put the answer into the drawing."""
    node = drawing._nodes[node_id]["data"]["node"]
    node["template"][field]["value"] = value
    body = {"code": node["template"]["code"]["value"], "template": node["template"], "field": field}
    answer = client.post(UPDATE, {**body, "field_value": value}, format="json")
    assert answer.status_code == 200, answer.content
    node |= {key: answer.json()[key] for key in ("template", "outputs")}
    return node


def running(client: Any, name: str, **values: Any) -> dict[str, Any]:
    """Return a flow: Run Flow with that flow chosen -> Chat Output."""
    drawing = Drawing()
    runner = drawing.add("RunFlow", "below", at=(0, 0))
    node = refreshed(client, drawing, runner, "flow_name_selected", name)
    for field, value in values.items():
        node["template"][field]["value"] = value
    shown = drawing.add("ChatOutput", "outer", at=(1, 0))
    drawing.connect(runner, OUTPUT, shown, "input_value")
    return drawing.data


async def answer_of(calls: Any, flow: Any, body: dict[str, Any] | None = None) -> Any:
    return await calls.post(f"/api/v1/run/{flow.pk}", data=body or {}, content_type="application/json")


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    text: str = answer.json()["outputs"][0]["outputs"][0]["results"]["message"]["text"]
    return text


@pytest.fixture
def below(store_flow, alice):
    return store_flow(alice, echo_data(), name="below", description="Says it again")


@pytest.fixture
def editor(client_of):
    """Alice's editor."""
    return client_of("alice")


@pytest.fixture
def bobs_calls(caller_of):
    return caller_of("bob")


def test_choosing_a_flow_gives_the_node_its_inputs_and_outputs(editor, below):
    drawing = Drawing()
    node = refreshed(editor, drawing, drawing.add("RunFlow", "r", at=(0, 0)), "flow_name_selected", "below")
    template = node["template"]
    assert template["flow_id_selected"]["value"] == str(below.pk)
    assert (template[INPUT]["display_name"], template[INPUT]["tool_mode"]) == ("Input Text (Chat Input)", True)
    assert [(output["name"], output["types"]) for output in node["outputs"]] == [(OUTPUT, ["Message"])]
    again = refreshed(editor, drawing, "RunFlow-r", "flow_name_selected", "")
    assert not [name for name in again["template"] if "~" in name]
    assert again["outputs"] == []


def test_only_flows_of_ones_own_can_be_chosen(client_of, below, store_flow, bob):
    store_flow(bob, echo_data(), name="of bob")
    drawing = Drawing()
    node = refreshed(
        client_of("bob"), drawing, drawing.add("RunFlow", "r", at=(0, 0)), "flow_name_selected", below.name
    )
    assert node["template"]["flow_name_selected"]["options"] == ["of bob"]
    assert node["outputs"] == []


async def test_a_flow_runs_another_with_the_values_of_its_fields(editor, alices_calls, below, store_flow, alice):
    data = await sync_to_async(running)(editor, "below", **{INPUT: "asked"})
    outer = await sync_to_async(store_flow)(alice, data)
    assert text_of(await answer_of(alices_calls, outer, {"session_id": "outer"})) == "asked"
    stored = [row async for row in Message.objects.order_by("timestamp").values_list("sender", "text", "session_id")]
    assert sorted(stored) == [("Machine", "asked", "outer"), ("User", "asked", "outer")]


async def test_somebody_elses_flow_is_not_run_even_by_its_id(editor, bobs_calls, below, store_flow, bob):
    data = await sync_to_async(running)(editor, "below", **{INPUT: "asked"})
    stolen = await sync_to_async(store_flow)(bob, data)
    answer = await answer_of(bobs_calls, stolen)
    assert answer.status_code >= 400
    assert "There is no flow 'below' among your flows" in answer.json()["detail"]


async def test_a_flow_that_runs_itself_ends_with_an_error(editor, alices_calls, below, alice):
    below.data = await sync_to_async(running)(editor, "below")
    node = below.data["nodes"][0]["data"]["node"]
    node["outputs"][0]["name"] = "ChatOutput-outer~message"
    below.data["edges"][0]["data"]["sourceHandle"]["name"] = "ChatOutput-outer~message"
    await below.asave()
    answer = await answer_of(alices_calls, below)
    assert f"flows may run each other {DEEPEST} deep" in answer.json()["detail"]
    assert not limits._under_way


async def test_a_failure_below_is_told_with_the_flows_name(editor, alices_calls, below, store_flow, alice):
    data = await sync_to_async(running)(editor, "below")
    below.data = {"nodes": [], "edges": []}
    await below.asave()
    outer = await sync_to_async(store_flow)(alice, data)
    answer = await answer_of(alices_calls, outer)
    assert "The flow 'below' gave no 'ChatOutput-zzzzz~message'" in answer.json()["detail"]


async def test_a_flow_is_a_tool_that_takes_its_inputs(below, alice):
    component = component_named("RunFlow")()
    context = editing_context(alice.pk)
    assert SERVICE in context.services
    facts = VertexFacts(id="r", display_name="Run Flow", type="RunFlow")
    component.bind(vertex=facts, values={"flow_name_selected": "below"}, run=context)
    (tool,) = await component.offered_tools()
    assert (tool.name, tool.description) == ("below_tool", "Runs the flow 'below'. Says it again")
    assert list(tool.parameters["properties"]["flow_tweak_data"]["properties"]) == [INPUT]


async def test_what_goes_wrong_in_a_flow_is_told_to_the_agent(below, alice):
    context = editing_context(alice.pk)
    events: list[Any] = []
    context.emit = events.append
    component = component_named("RunFlow")()
    facts = VertexFacts(id="r", display_name="Run Flow", type="RunFlow")
    component.bind(vertex=facts, values={"flow_name_selected": "below"}, run=context)
    (tool,) = await component.offered_tools()
    await below.adelete()
    with pytest.raises(ToolFailed, match="There is no flow 'below'"):
        await tool.call({"flow_tweak_data": {INPUT: "asked"}})
    assert [type(event) for event in events] == [ToolStarted, ToolEnded]


@pytest.mark.parametrize("value", ["asked", ""])
async def test_a_sub_flow_gives_all_answers(editor, alices_calls, below, store_flow, alice, value):
    def data() -> dict[str, Any]:
        drawing = Drawing()
        runner = drawing.add("SubFlow", "below", at=(0, 0))
        node = refreshed(editor, drawing, runner, "flow_name", "below")
        node["template"]["ChatInput-aaaaa|input_value"]["value"] = value
        shown = drawing.add("ChatOutput", "outer", at=(1, 0))
        drawing.connect(runner, "flow_outputs", shown, "input_value")
        return drawing.data

    outer = await sync_to_async(store_flow)(alice, await sync_to_async(data)())
    assert text_of(await answer_of(alices_calls, outer)).strip() == value


@pytest.mark.parametrize("kind", ["message", "data", "dataframe"])
async def test_a_node_of_an_older_release_gives_all_answers_at_once(
    editor, alices_calls, below, store_flow, alice, kind
):
    data = await sync_to_async(running)(editor, "below", **{INPUT: "asked"})
    types = {"message": "Message", "data": "Data", "dataframe": "DataFrame"}[kind]
    older = {"name": f"flow_outputs_{kind}", "method": f"{kind}_output", "types": [types], "selected": types}
    data["nodes"][0]["data"]["node"]["outputs"] = [older]
    data["edges"][0]["data"]["sourceHandle"] |= {"name": older["name"], "output_types": [types]}
    outer = await sync_to_async(store_flow)(alice, data)
    assert "asked" in text_of(await answer_of(alices_calls, outer))


async def test_flow_as_tool_gives_agents_a_tool_that_runs_the_flow(below, alice, alices_calls):
    component = component_named("FlowTool")()
    context = editing_context(alice.pk)
    context.services = {
        SERVICE: SubFlows(alice.pk, depth=0, start=partial(_run_below, FlowRun(flow=None, user_id=alice.pk)))
    }
    facts = VertexFacts(id="t", display_name="Flow as Tool", type="FlowTool")
    component.bind(vertex=facts, values={"flow_name": "below", "return_direct": True}, run=context)
    tool = await component.build_tool()
    assert (tool.name, tool.description, tool.return_direct) == ("below", "Says it again", True)
    assert await tool.ainvoke({"input_value": "asked"}) == "asked"
    stored = [row async for row in Message.objects.order_by("timestamp").values_list("sender", "text")]
    assert stored == [("User", "asked"), ("Machine", "asked")]


async def test_a_visitor_of_a_public_flow_leaves_nothing_in_sessions_below(below, alice, shared_connection):
    parent = FlowRun(flow=None, user_id=alice.pk, shown_id=uuid.uuid4())
    flows = SubFlows(alice.pk, depth=0, start=partial(_run_below, parent))
    chosen = await flows.chosen(flow_id=str(below.pk), name="")
    outcome = await flows.run(chosen, tweaks={}, input_value="asked", session_id="visitor")
    assert outcome.succeeded
    assert not await Message.objects.filter(flow_id=below.pk).aexists()
