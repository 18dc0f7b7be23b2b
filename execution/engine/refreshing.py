"""Real-time refresh: what becomes of a component's node when somebody changes one of its fields in the editor.

Pure apart from the component's own hooks, `update_build_config` and `update_outputs`. What the node held survives
unless a hook changes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from inspect import isawaitable
from typing import Any

from execution.engine.component import Component
from execution.engine.errors import UnknownVariable
from execution.engine.fields import InputInvalid, Output, ToolsInput
from execution.engine.plan.parameters import Parameter, parameters_of
from execution.engine.ports import RunContext, VertexFacts
from execution.engine.template import node_of, output_template
from execution.engine.toolkit import ROWS_FIELD, TOOL_OUTPUT, merged_rows, rows_of

Json = dict[str, Any]

TOOL_MODE = "tool_mode"
"""Not a field of the template: the switch of the node itself, which the editor sends like one."""


async def refreshed_node(
    component_class: type[Component],
    *,
    template: Mapping[str, Any],
    field: str,
    value: Any,
    run: RunContext,
    tool_mode: bool = False,
) -> Json:
    """Return the component's node after `field` got `value`; `template` is the node's, and stays as it is.

    `run` says whose node it is; nothing runs. Raises what the component's hooks raise.
    """
    component = await _bound(component_class, _with_value(template, field, value), run)
    changed = deepcopy(dict(template))
    changed = await _answer(component.update_build_config(changed, value, field), otherwise=changed)
    node = {**node_of(component_class), "template": changed}
    for name, held in (*_refreshing_values(changed, field), (field, value)):
        node = await _answer(component.update_outputs(node, name, held), otherwise=node)
    node["outputs"] = [_as_template(component_class, output) for output in node["outputs"]]
    if tool_mode or (field == TOOL_MODE and value):
        return await _in_tool_mode(component, node)
    return _out_of_tool_mode(node) if field == TOOL_MODE else node


async def _in_tool_mode(component: Component, node: Json) -> Json:
    """Its outputs make way for one, the toolset; a table lists the tools to rename and switch off."""
    names = tuple(str(output["name"]) for output in node["outputs"])
    component.vertex = replace(component.vertex, output_names=names)
    template = dict(node["template"])
    kept = template.pop(ROWS_FIELD, None)
    rows = merged_rows(rows_of(await component.offered_tools()), kept.get("value") if isinstance(kept, dict) else None)
    field = {**(kept if isinstance(kept, dict) else _rows_field()), "value": rows}
    return {
        **node,
        "template": {**template, ROWS_FIELD: field},
        "outputs": [TOOL_OUTPUT.to_template()],
        "tool_mode": True,
    }


def _out_of_tool_mode(node: Json) -> Json:
    template = {name: field for name, field in node["template"].items() if name != ROWS_FIELD}
    return {**node, "template": template, "tool_mode": False}


def _rows_field() -> Json:
    return ToolsInput(
        name=ROWS_FIELD,
        display_name="Actions",
        info="Names and descriptions by which agents choose; switch off what they shall not use.",
    ).to_template()


def _with_value(template: Mapping[str, Any], field: str, value: Any) -> Json:
    """Return a copy of the template in which the field holds the value; an unknown field changes nothing."""
    changed = deepcopy(dict(template))
    if isinstance(changed.get(field), dict):
        changed[field]["value"] = deepcopy(value)
    return changed


async def _answer(returned: Any, *, otherwise: Json) -> Json:
    """Return what a hook gave, sync or async. One that gives nothing has changed what it got."""
    given = await returned if isawaitable(returned) else returned
    return otherwise if given is None else dict(given)


def _refreshing_values(template: Json, changed: str) -> Iterator[tuple[str, Any]]:
    """Outputs are made anew, so every field that may have chosen them speaks again; the changed one has the last word.

    The reference asks the changed field only, and forgets what the others had chosen.
    """
    for name, field in template.items():
        if name != changed and isinstance(field, Mapping) and field.get("real_time_refresh"):
            yield name, field.get("value")


def _as_template(component_class: type[Component], output: Any) -> Json:
    """Return the output with a type selected, as edges from it need one."""
    found = output_template(component_class, output) if isinstance(output, Output) else dict(output)
    return {**found, "selected": found.get("selected") or next(iter(found.get("types") or ()), None)}


async def _bound(component_class: type[Component], template: Json, run: RunContext) -> Component:
    """Return a component that knows its fields as they stand; what cannot be read yet has its declared default."""
    fields = {name: field for name, field in template.items() if isinstance(field, Mapping)}
    values = {name: await _value(found, run) for name, found in parameters_of(fields).items()}
    component = component_class()
    component.bind(
        vertex=VertexFacts(
            id="", display_name=component_class.display_name, type=component_class.name, template=fields
        ),
        values={name: value for name, value in values.items() if _is_acceptable(component_class, name, value)},
        run=run,
    )
    return component


async def _value(parameter: Parameter, run: RunContext) -> Any:
    if not parameter.is_variable:
        return deepcopy(parameter.value)
    try:
        return await run.variables.value_of(parameter.value)
    except UnknownVariable:
        return None


def _is_acceptable(component_class: type[Component], name: str, value: Any) -> bool:
    field = component_class.input_by_name.get(name)
    if field is None:
        return True
    try:
        field.accept(value)
    except InputInvalid:
        return False
    return True
