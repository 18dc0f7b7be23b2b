"""Gather what a vertex's fields hold at the moment it starts."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from execution.engine.errors import UnknownVariable
from execution.engine.plan import Parameter, PlanVertex
from execution.engine.plan.parameters import is_password
from execution.engine.ports import VariableStore
from execution.engine.state import RunState, Scope
from execution.engine.values import Message

SESSION_FIELD = "session_id"


async def values_of(state: RunState, scope: Scope, vertex: PlanVertex) -> dict[str, Any]:
    """Return the values of the vertex's fields: the plan's, then the caller's, then what the edges bring."""
    values = own_values(state, vertex)
    changes = state.overlay.get(vertex.index)
    if vertex.variables or vertex.variable_columns or changes:
        await _resolve_variables(state.host.variables, vertex, values, changes or {})
    if vertex.incoming:
        await _add_arrivals(scope, vertex, values)
    return values


def own_values(state: RunState, vertex: PlanVertex) -> dict[str, Any]:
    """Return what the fields hold without edges, names of variables still in the place of their values."""
    values = vertex.static.copy()
    for name in vertex.copied:
        values[name] = deepcopy(values[name])
    changes = state.overlay.get(vertex.index)
    if changes:
        _apply(changes, values)
    if vertex.takes_session and (state.request.overrides_session or vertex.session_is_open):
        values[SESSION_FIELD] = state.context.session_id
    return values


def _apply(changes: Mapping[str, Parameter | None], values: dict[str, Any]) -> None:
    for name, parameter in changes.items():
        if parameter is None:
            values.pop(name, None)
        else:
            values[name] = deepcopy(parameter.value) if parameter.is_mutable else parameter.value


async def _resolve_variables(
    variables: VariableStore,
    vertex: PlanVertex,
    values: dict[str, Any],
    changes: Mapping[str, Parameter | None],
) -> None:
    named = [name for name in vertex.variables if name not in changes]
    named += [name for name, parameter in changes.items() if parameter is not None and parameter.is_variable]
    connected = {edge.field for edge in vertex.incoming}
    for name in named:
        if name not in connected:
            values[name] = await _value_for(variables, vertex, name, values[name])
    for name, columns in vertex.variable_columns.items():
        rows = values.get(name)
        if isinstance(rows, list) and name not in connected:
            values[name] = [await _resolved_row(variables, row, columns) for row in rows]


async def _value_for(variables: VariableStore, vertex: PlanVertex, field: str, name: str) -> str | None:
    """Return the variable's value. A password may be missing, its component says what that means; a text may not."""
    for_password = is_password(vertex.facts.template.get(field, {}))
    value = await variables.value_of(name, is_secret=for_password)
    if value is None and not for_password:
        raise UnknownVariable(name=name)
    return value


async def _resolved_row(variables: VariableStore, row: Any, columns: tuple[str, ...]) -> Any:
    if not isinstance(row, dict):
        return row
    cells = {column: await variables.value_of(row[column]) for column in columns if row.get(column)}
    return {**row, **cells}


async def _add_arrivals(scope: Scope, vertex: PlanVertex, values: dict[str, Any]) -> None:
    """Edges replace what the field holds; several edges at a list field add up in the order they were drawn."""
    begun: set[str] | None = None
    for edge in vertex.incoming:
        result = scope.result(edge.source)
        if result is None or edge.output not in result.values:
            continue  # a cycle's first round: nothing has come back yet, the field keeps its own value
        value = result.values[edge.output]
        if not vertex.shows_streams and isinstance(value, Message) and value.is_streaming:
            await value.collect()
        if not edge.is_list:
            values[edge.field] = value
            continue
        begun = set() if begun is None else begun
        if edge.field not in begun:
            begun.add(edge.field)
            values[edge.field] = []
        values[edge.field].extend(value if isinstance(value, list) else [value])
