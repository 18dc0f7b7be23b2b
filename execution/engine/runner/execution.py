"""Execute one vertex: gather its inputs, run its component, tell what came out, hand it on."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING, Any

from execution.engine.calls import Call, noting
from execution.engine.errors import ComponentFailed, EngineError
from execution.engine.events import VertexBuilt, VertexFailed, VertexStarted
from execution.engine.plan import PlanVertex
from execution.engine.readiness import deliver, left_out_by
from execution.engine.results import Problem, VertexResult, says_nothing
from execution.engine.runner.frozen import frozen_result, keep_frozen, may_be_frozen
from execution.engine.runner.inputs import values_of
from execution.engine.state import RunState, Scope
from execution.engine.toolkit import tools_shown
from execution.engine.values import Message

if TYPE_CHECKING:
    from execution.engine.component import Component

NOTHING_STOPPED: frozenset[str] = frozenset()


async def run_vertex(state: RunState, scope: Scope, index: int) -> None:
    """Run one vertex to its end, good or bad. Only cancelling the run gets out of here as an exception."""
    vertex = state.plan.vertices[index]
    if state.emit is not None and scope.parent is not None:
        state.emit(VertexStarted(vertex_id=vertex.id))
    before = scope.context.components.get(vertex.facts.id)
    calls: list[Call] = []
    started = perf_counter()
    try:
        with noting(calls):
            result, stopped = await _result_of(state, scope, vertex)
    except asyncio.CancelledError as error:
        if _is_cancelled_from_outside():
            raise
        _fail(state, scope, vertex, error, _failed_result(scope, vertex, before, started, calls))
    except Exception as error:  # noqa: BLE001  # a component may raise anything; the run records it and goes on
        _fail(state, scope, vertex, error, _failed_result(scope, vertex, before, started, calls))
    else:
        result.started, result.seconds, result.calls = started, perf_counter() - started, calls
        _finish(state, scope, vertex, result, stopped)


async def _result_of(
    state: RunState, scope: Scope, vertex: PlanVertex
) -> tuple[VertexResult, set[str] | frozenset[str]]:
    if not may_be_frozen(vertex):
        return await _execute(state, scope, vertex)
    kept = await frozen_result(state, vertex)
    if kept is not None:
        return kept, NOTHING_STOPPED
    result, stopped = await _execute(state, scope, vertex)
    if not stopped:  # a router's choice is part of its result, and only the result is kept
        await _collect(result.values)
        await keep_frozen(state, vertex, result)
    return result, stopped


async def _execute(state: RunState, scope: Scope, vertex: PlanVertex) -> tuple[VertexResult, set[str]]:
    values = await values_of(state, scope, vertex)
    component = vertex.component_class()
    scope.context.components[vertex.facts.id] = component
    component.bind(vertex=vertex.facts, values=values, run=scope.context)
    made: dict[str, Any] = {}
    statuses: dict[str, Any] = {}
    for output in vertex.outputs:
        value = await component.result_of(output)
        if isinstance(value, Message) and value.is_streaming and output.name not in vertex.streams:
            await value.collect()
        made[output.name] = value
        statuses[output.name] = component.status
    result = _as_result(vertex, component, values, made)
    result.statuses = statuses
    if vertex.could_be_tool and says_nothing(component.status):
        result.tools = await tools_shown(component)
    return result, component.stopped_outputs


async def _collect(values: dict[str, Any]) -> None:
    for value in values.values():
        if isinstance(value, Message):
            await value.collect()


def _as_result(vertex: PlanVertex, component: Component, values: dict[str, Any], made: dict[str, Any]) -> VertexResult:
    logs: dict[str, list[Any]] = {name: [] for name in made}
    for entry in component.logs:
        logs.setdefault(entry.output, []).append(entry)
    return VertexResult(
        vertex_id=vertex.facts.id,
        display_name=vertex.facts.display_name,
        type=vertex.facts.type,
        traced_as=vertex.component_class.traced_as,
        values=made,
        logs=logs,
        status=component.status,
        messages=component.sent_messages,
        inputs=_without_secrets(vertex, values),
        attributes=component.attributes,
        could_be_tool=vertex.could_be_tool,
    )


def _without_secrets(vertex: PlanVertex, values: dict[str, Any]) -> dict[str, Any]:
    if not vertex.secrets:
        return values
    return {name: value for name, value in values.items() if name not in vertex.secrets}


def _finish(
    state: RunState, scope: Scope, vertex: PlanVertex, result: VertexResult, stopped: set[str] | frozenset[str]
) -> None:
    scope.results[vertex.index] = result
    state.outcome.results.pop(vertex.facts.id, None)
    state.outcome.results[vertex.facts.id] = result
    already_ready = len(scope.ready)
    deliver(state.plan, scope, vertex, stopped)
    if state.emit is not None:
        made_ready = list(scope.ready)[already_ready:]
        _tell_built(state, vertex, result, stopped, made_ready)


def _tell_built(
    state: RunState,
    vertex: PlanVertex,
    result: VertexResult,
    stopped: set[str] | frozenset[str],
    made_ready: list[int],
) -> None:
    vertices = state.plan.vertices
    left_out = _left_out(state, vertex, stopped)
    following = sorted(dict.fromkeys(made_ready), key=lambda index: vertices[index].id)
    event = VertexBuilt(
        vertex_id=vertex.id,
        result=result,
        next_vertex_ids=tuple(vertices[index].id for index in following),
        inactivated_vertex_ids=tuple(vertices[index].id for index in sorted(left_out)),
        top_level_vertex_ids=tuple(vertices[index].group_id or vertices[index].id for index in following),
    )
    if state.emit is not None:
        state.emit(event)


def _left_out(state: RunState, vertex: PlanVertex, stopped: set[str] | frozenset[str]) -> frozenset[int]:
    """Return the vertices that are left out now. Some routers' choices are told again with every later vertex."""
    left_out = left_out_by(state.plan, vertex, stopped) if stopped else frozenset()
    if vertex.component_class.exclusion_lasts:
        state.excluded[vertex.index] = left_out
    return left_out.union(*state.excluded.values())


def _failed_result(
    scope: Scope, vertex: PlanVertex, before: Component | None, started: float, calls: list[Call]
) -> VertexResult:
    """Return what is known of a vertex that failed; `before` is the component of its run before this one."""
    component = scope.context.components.get(vertex.facts.id)
    has_begun = component is not None and component is not before
    return VertexResult(
        vertex_id=vertex.id,
        display_name=vertex.facts.display_name,
        type=vertex.facts.type,
        traced_as=vertex.component_class.traced_as,
        valid=False,
        inputs=_without_secrets(vertex, dict(component.values)) if component and has_begun else {},
        started=started,
        seconds=perf_counter() - started,
        calls=calls,
    )


def _fail(state: RunState, scope: Scope, vertex: PlanVertex, error: BaseException, result: VertexResult) -> None:
    result.problem = problem = describe(vertex, error)
    state.outcome.failures.append(problem)
    state.outcome.failed.append(result)
    if scope.failure is None:
        scope.failure = ComponentFailed(display_name=vertex.facts.display_name, reason=str(error))
        scope.failure.__cause__ = error
    if state.emit is not None:
        state.emit(
            VertexFailed(
                vertex_id=vertex.id,
                problem=problem,
                result=result,
                inactivated_vertex_ids=_left_out_in_vain(state, scope, vertex),
            )
        )


def _left_out_in_vain(state: RunState, scope: Scope, vertex: PlanVertex) -> tuple[str, ...]:
    component = scope.context.components.get(vertex.facts.id)
    if component is None or not component.stopped_outputs:
        return ()
    left_out = left_out_by(state.plan, vertex, component.stopped_outputs)
    return tuple(state.plan.vertices[index].id for index in sorted(left_out))


def describe(vertex: PlanVertex, error: BaseException) -> Problem:
    """Return the failure as it is told: which component, and what it says went wrong."""
    return Problem(
        code=error.code if isinstance(error, EngineError) else ComponentFailed.code,
        message=_message_of(vertex, error),
        vertex_id=vertex.id,
        display_name=vertex.facts.display_name,
        type=vertex.facts.type,
        error=error,
    )


def _message_of(vertex: PlanVertex, error: BaseException) -> str:
    if isinstance(error, SyntaxError) and error.text is not None:
        return f"Syntax error in code. Error on line {error.lineno}: {error.text.strip()}"
    failure = ComponentFailed(display_name=vertex.facts.display_name, reason=str(error) or type(error).__name__)
    return str(failure)


def _is_cancelled_from_outside() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
