"""Real-time refresh: what becomes of a component's node when somebody changes one of its fields in the editor.

Pure apart from the component's own hooks, `update_build_config` and `update_outputs`. What the node held survives
unless a hook changes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from inspect import isawaitable
from typing import Any

from execution.engine.component import Component
from execution.engine.errors import UnknownVariable
from execution.engine.fields import InputInvalid, Output
from execution.engine.plan.parameters import Parameter, parameters_of
from execution.engine.ports import RunContext, VertexFacts
from execution.engine.template import node_of, output_template

Json = dict[str, Any]


async def refreshed_node(
    component_class: type[Component], *, template: Mapping[str, Any], field: str, value: Any, run: RunContext
) -> Json:
    """Return the component's node after `field` got `value`; `template` is the node's, and stays as it is.

    `run` says whose node it is; nothing runs. Raises what the component's hooks raise.
    """
    changed = with_value(template, field, value)
    component = await _bound(component_class, changed, run) if has_hooks(component_class) else component_class()
    changed = await _answer(component.update_build_config(changed, value, field), otherwise=changed)
    node = {**node_of(component_class), "template": changed}
    for name, held in (*_refreshing_values(changed, field), (field, value)):
        node = await _answer(component.update_outputs(node, name, held), otherwise=node)
    return {**node, "outputs": [_as_template(component_class, output) for output in node["outputs"]]}


def with_value(template: Mapping[str, Any], field: str, value: Any) -> Json:
    """Return a copy of the template in which the field holds the value; an unknown field changes nothing."""
    changed = deepcopy(dict(template))
    if isinstance(changed.get(field), dict):
        changed[field]["value"] = deepcopy(value)
    return changed


def has_hooks(component_class: type[Component]) -> bool:
    """Does the component change its node at all?"""
    return (
        component_class.update_build_config is not Component.update_build_config
        or component_class.update_outputs is not Component.update_outputs
    )


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
    return output_template(component_class, output) if isinstance(output, Output) else dict(output)


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
