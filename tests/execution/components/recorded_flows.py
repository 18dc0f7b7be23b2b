"""Flows of recorded component cases, assembled from our own nodes and run by the engine in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from execution.components.registry import PATHS, component_named, find_component
from execution.engine.component import Component
from execution.engine.fields import DefaultPromptField, Output
from execution.engine.plan import compile_plan
from execution.engine.request import RunRequest
from execution.engine.results import RunOutcome
from execution.engine.runner import run_plan
from execution.engine.template import node_of, output_template
from execution.engine.values import Data, DataFrame, Message
from tests.execution.components.memory_host import MemoryHost

CASES_FILE = Path(__file__).parents[4] / "shared" / "contract" / "component_cases.json"


def recorded_cases(types: set[str]) -> list[dict[str, Any]]:
    """Return the recorded cases of these types that need no other component than ours; none without the contract."""
    if not CASES_FILE.exists():
        return []
    cases = json.loads(CASES_FILE.read_text())["cases"]
    return [case for case in cases if case["component"] in types and all(_is_ours(node) for node in case["nodes"])]


def _is_ours(node: Mapping[str, Any]) -> bool:
    return node.get("type") in PATHS and not node.get("tool") and not node.get("frozen")


def flow_of(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the case's flow as the editor would save it."""
    nodes = {node["id"]: _saved_node(node) for node in case["nodes"]}
    edges = [_saved_edge(nodes, *edge) for edge in case["edges"]]
    return {"nodes": list(nodes.values()), "edges": edges}


def _saved_node(node: Mapping[str, Any]) -> dict[str, Any]:
    inner = node_of(component_named(node["type"]))
    for variable in node.get("variables", ()):
        inner["template"][variable] = DefaultPromptField(name=variable, display_name=variable).to_template()
    for field, value in node.get("values", {}).items():
        inner["template"].setdefault(field, {"name": field, "type": "str", "show": True})
        _set(inner["template"][field], value)
    _switch_outputs(node, inner)
    return {"id": node["id"], "type": "genericNode", "data": {"id": node["id"], "type": node["type"], "node": inner}}


def _set(field: dict[str, Any], value: Any) -> None:
    if isinstance(value, dict) and "__var" in value:
        field.update(value=value["__var"], load_from_db=True)
    else:
        field["value"] = value


def _switch_outputs(node: Mapping[str, Any], inner: dict[str, Any]) -> None:
    """Do what the editor does when a field changes that decides about other fields or the outputs."""
    component = component_named(node["type"])
    updates = dict(node.get("updates", ()))
    for field, value in updates.items():
        _refresh(component, inner, field, value)
    wanted = {"Store": "stored_messages", "Data": "data_output", "DataFrame": "dataframe_output"}
    for field in ("mode", "output_type"):
        name = wanted.get(str(updates.get(field)))
        if name in component.output_by_name:
            inner["template"][field]["value"] = updates[field]
            inner["outputs"] = [output_template(component, component.output_by_name[name])]
            if field == "mode":
                inner["template"]["message"]["show"] = inner["template"]["sender_name"]["show"] = True


def _refresh(component: type[Component], node: dict[str, Any], field: str, value: Any) -> None:
    """Change a field of a node as the editor does, with what follows from it."""
    author: Any = component()
    node["template"][field]["value"] = value
    node["template"] = author.update_build_config(node["template"], value, field)
    outputs = author.update_outputs(node, field, value)["outputs"]
    node["outputs"] = [output_template(component, it) if isinstance(it, Output) else it for it in outputs]


def _saved_edge(nodes: Mapping[str, Any], source: str, output: str, target: str, field: str) -> dict[str, Any]:
    start, end = nodes[source]["data"], nodes[target]["data"]
    types = next(item["types"] for item in start["node"]["outputs"] if item["name"] == output)
    source_handle = {"dataType": start["type"], "id": source, "name": output, "output_types": types}
    if field.startswith(">"):
        loop = next(item for item in end["node"]["outputs"] if item["name"] == field[1:])
        accepted = [*loop["types"], *loop.get("loop_types", ())]
        target_handle = {"dataType": end["type"], "id": target, "name": field[1:], "output_types": accepted}
    else:
        shape = end["node"]["template"][field]
        target_handle = {
            "fieldName": field,
            "id": target,
            "inputTypes": shape.get("input_types"),
            "type": shape["type"],
        }
    return {
        "source": source,
        "target": target,
        "data": {"sourceHandle": source_handle, "targetHandle": target_handle},
    }


async def run_flow(flow: dict[str, Any], host: MemoryHost, **request: Any) -> RunOutcome:
    """Run a flow with our components."""
    facts = {"run_id": "run", "flow_id": "flow", "overrides_session": False, **request}
    return await run_plan(compile_plan(flow, find_component), RunRequest(**facts), host.ports, emit=host.events.append)


def plain(value: Any) -> Any:
    """Return an output's value as the recorded answers show it."""
    if isinstance(value, Message):
        return value.get_text()
    if isinstance(value, DataFrame | list):
        return [plain_record(row) for row in (value.to_wire() if isinstance(value, DataFrame) else value)]
    return plain_record(value)


def plain_record(value: Any) -> Any:
    return value.to_wire()["data"] if isinstance(value, Data) else value
