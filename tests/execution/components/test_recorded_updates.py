"""Nodes change in the editor as the reference's were recorded to. Needs the recorded contract beside the repository."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from execution.components.registry import PATHS, component_named
from execution.engine.refreshing import refreshed_node
from execution.engine.template import node_of
from tests.execution.components.recorded_flows import CASES_FILE
from tests.execution.components.running import edit_context

Json = dict[str, Any]

NEEDS_A_DATABASE = {"RunFlow", "SubFlow", "FlowTool", "MCPTools"}
"""They list the user's flows (tests/execution/runs/test_sub_flows.py has them) or MCP servers' tools."""

UPLOADED = re.compile(r"\{\{file:([^}]+)\}\}")

NOT_FIELDS = {"_type", "code", "tools_metadata"}


def recorded_updates() -> Iterator[Any]:
    """Yield each recorded node that was changed, with what was noted of it, one change after the other."""
    text = CASES_FILE.read_text() if CASES_FILE.exists() else '{"cases": []}'
    # A file that a case uploads first is known by its name here: nothing reads it.
    cases = json.loads(UPLOADED.sub(r"\1", text))["cases"]
    for case in cases:
        for node in case["nodes"]:
            noted = (case["expect"].get("notes") or {}) if isinstance(case["expect"], dict) else {}
            updates = enumerate(node.get("updates") or [])
            changes = [(f"{node['id']}.{field}.{number}", field, value) for number, (field, value) in updates]
            if node.get("tool"):
                changes.append((f"{node['id']}.tool_mode", "tool_mode", True))
            if changes and node.get("type") in PATHS.keys() - NEEDS_A_DATABASE and "code" not in node:
                name = f"{case['component']}: {case['case']}"
                yield pytest.param(node, [(*change, noted.get(change[0])) for change in changes], id=name)


@pytest.mark.parametrize(("node", "changes"), list(recorded_updates()))
async def test_a_recorded_change_gives_the_recorded_fields_and_outputs(node: Json, changes: list[Any]) -> None:
    found = node_of(component_named(node["type"]))
    _put(found, node.get("values") or {})
    for _, field, value, noted in changes:
        found = await _changed(node["type"], found, field, value)
        if isinstance(noted, dict) and "outputs" in noted:
            assert _outline(found) == {**noted, "required": sorted(set(noted["required"]) - NOT_FIELDS)}


async def _changed(type_name: str, node: Json, field: str, value: Any) -> Json:
    template = node["template"]
    if field in template and field != "tool_mode":
        template[field]["value"] = value
    return await refreshed_node(
        component_named(type_name),
        template=template,
        field=field,
        value=value,
        run=edit_context(),
        tool_mode=field == "tool_mode" or node["tool_mode"],
    )


def _put(node: Json, values: Json) -> None:
    for name, value in values.items():
        node["template"].setdefault(name, {"name": name, "type": "str", "show": True})["value"] = value


def _outline(node: Json) -> Json:
    shown = {name: field for name, field in node["template"].items() if isinstance(field, dict) and field.get("show")}
    return {
        "outputs": [[output["name"], output["types"]] for output in node["outputs"]],
        "shown": sorted(name for name in shown if name != "code"),
        "required": sorted(name for name, field in shown.items() if field.get("required") and name != "code"),
    }
