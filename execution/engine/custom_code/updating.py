"""What a node becomes when the editor changed one of its fields, for components that exist as code only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.engine.authoring.custom_component import CustomComponent
from execution.engine.component import Component
from execution.engine.custom_code.describing import complete_output, described, outputs_of_build
from execution.engine.ports import RunContext
from execution.engine.refreshing import refreshed_node


async def updated_node(
    component: type[Component],
    *,
    template: Mapping[str, Any],
    field: str,
    value: Any,
    tool_mode: bool,
    run: RunContext,
) -> dict[str, Any]:
    """Return the node after the change, as its hooks want it."""
    for output in (*component.outputs, *component.dynamic_outputs):
        complete_output(component, output)
    node = await refreshed_node(component, template=template, field=field, value=value, tool_mode=tool_mode, run=run)
    if issubclass(component, CustomComponent) and not node["tool_mode"]:
        node |= outputs_of_build(node)
    return {**node, "metadata": described(component)["data"]["metadata"]}
