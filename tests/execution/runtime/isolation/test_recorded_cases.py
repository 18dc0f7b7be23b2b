"""Custom components give what the reference was recorded to give. Needs the recorded contract beside the repository."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from execution.engine.plan import Plan, compile_plan
from execution.engine.ports import RunContext
from execution.engine.request import RunRequest
from execution.engine.runner import run_plan
from execution.runtime.components import find_any_component
from execution.runtime.isolation.answering import run_facts
from execution.runtime.isolation.errors import CustomCodeFailed
from execution.runtime.isolation.pool import Pool, Tenant
from tests.execution.components.memory_host import MemoryHost
from tests.execution.components.recorded_flows import CASES_FILE, _saved_edge, _saved_node
from tests.execution.components.test_recorded_cases import compare

_PORTS = MemoryHost().ports
NOBODYS_RUN = RunContext(
    run_id="",
    flow_id="",
    flow_name="",
    user_id="alice",
    session_id="",
    variables=_PORTS.variables,
    messages=_PORTS.messages,
    services={},
)

# The reference shows only generators of a model's chunks; of texts it fails. docs/differences.md names them.
BETTER_HERE = {
    ("custom component (lfx)", "async generator into chat output"),
    ("custom component (langflow)", "generator into chat output"),
}


def recorded_cases() -> list[dict[str, Any]]:
    if not CASES_FILE.exists():
        return []
    cases = json.loads(CASES_FILE.read_text())["cases"]
    custom = [case for case in cases if case["component"].startswith("custom component")]
    return [case for case in custom if (case["component"], case["case"]) not in BETTER_HERE]


async def asked(pool: Pool, code: str, name: str, arguments: Any) -> Any:
    async with pool.process_for(Tenant("alice", code)) as process:
        return await process.ask(name, {"code": code, **arguments})


async def custom_node(pool: Pool, node: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a node of the case as the editor would save it, and what the server said about its code."""
    described = await asked(pool, node["code"], "describe", {})
    inner = described["data"]
    notes = {
        "type": described["type"],
        "outputs": [[output["name"], output["types"], output["method"]] for output in inner["outputs"]],
        "fields": sorted(name for name in inner["template"] if not name.startswith("_") and name != "code"),
        "display_name": inner["display_name"],
    }
    put(inner, node.get("values") or {})
    for field, value in node.get("updates") or []:
        inner["template"][field]["value"] = value
        change = {"template": inner["template"], "field": field, "value": value, "tool_mode": False}
        inner.update(await asked(pool, node["code"], "update", {"change": change, "run": run_facts(NOBODYS_RUN)}))
    data = {"id": node["id"], "type": described["type"], "node": inner}
    return {"id": node["id"], "type": "genericNode", "data": data}, notes


def put(inner: dict[str, Any], values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        inner["template"].setdefault(name, {"name": name, "type": "str", "show": True})["value"] = value


def is_shown_otherwise(recorded: Mapping[str, Any]) -> bool:
    """Of streams and of values without a text the recorded answers show no value."""
    return recorded["type"] == "unknown" or recorded["message"] == "Built Successfully ✨"


@pytest.mark.parametrize("case", recorded_cases(), ids=lambda case: f"{case['component']}: {case['case']}")
async def test_a_recorded_case_gives_the_recorded_outputs(case: dict[str, Any], pool: Pool) -> None:
    nodes: dict[str, Any] = {}
    for node in case["nodes"]:
        recorded = (case["expect"].get("notes") or {}).get(node["id"]) or {}
        if recorded.get("status") == 400:
            with pytest.raises(CustomCodeFailed):
                await custom_node(pool, node)
            return
        if "code" in node:
            nodes[node["id"]], notes = await custom_node(pool, node)
            compare_notes(notes, recorded)
        else:
            nodes[node["id"]] = _saved_node(node)
    flow = {"nodes": list(nodes.values()), "edges": [_saved_edge(nodes, *edge) for edge in case["edges"]]}
    plan = compile_plan(flow, find_any_component)
    for step, recorded in zip(case["steps"], case["expect"]["steps"], strict=True):
        if step[0] == "build":
            session = (step[1].get("inputs") or {}).get("session", "")
            await compare_build(plan, session, recorded["build"]["vertices"])


def compare_notes(notes: dict[str, Any], recorded: Mapping[str, Any]) -> None:
    """The order of an output's types, and how the first generation's one output is called, say nothing to editors."""
    assert notes["type"] == recorded["type"]
    assert notes["fields"] == recorded["fields"]
    assert notes["display_name"] == recorded["display_name"]
    for ours, theirs in zip(notes["outputs"], recorded["outputs"], strict=True):
        assert (ours[0], sorted(ours[1])) == (theirs[0], sorted(theirs[1]))


async def compare_build(plan: Plan, session: str, recorded: Mapping[str, Any]) -> None:
    host = MemoryHost()
    request = RunRequest(
        run_id="run",
        flow_id="<flow>",
        flow_name="flow",
        user_id="alice",
        session_id="<session>" if session else "",
        overrides_session=False,
    )
    outcome = await run_plan(plan, request, host.ports, emit=host.events.append)
    for vertex_id, builds in recorded.items():
        shown = builds[-1]
        if "outputs" in shown:
            outputs = shown["outputs"].items()
            shown = {**shown, "outputs": {name: told for name, told in outputs if not is_shown_otherwise(told)}}
        compare(outcome, vertex_id, shown)
