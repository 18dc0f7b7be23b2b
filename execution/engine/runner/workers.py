"""Who does the running: one worker takes ready vertices one after another; another one helps when it has to wait.

A worker is a task only if it is a helper; the first worker of a scope is whoever started the scope. So a flow of
components that never wait runs without a single task, and as many vertices as wait can wait at the same time.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import perf_counter
from typing import Any

from execution.engine.errors import BodyMissing, TooManyVertexRuns
from execution.engine.readiness import receive
from execution.engine.results import Problem, VertexResult
from execution.engine.runner.execution import run_vertex
from execution.engine.state import RunState, Scope

LONGEST_SLICE = 0.01
"""Seconds after which a run of components that never wait lets others use the event loop."""


async def drain(state: RunState, scope: Scope) -> None:
    """Run the scope until nothing is ready and nothing is running."""
    await _work(state, scope)
    while scope.running:
        scope.rest = asyncio.get_running_loop().create_future()
        await scope.rest
        scope.rest = None
        await _work(state, scope)


async def _work(state: RunState, scope: Scope) -> None:
    vertices = state.plan.vertices
    while scope.ready:
        index = scope.ready.popleft()
        if scope.ready and vertices[index].may_wait:
            _call_help(state, scope)
        scope.running += 1
        await _count(state)
        await run_vertex(state, scope, index)
        scope.running -= 1
        if scope.rest is not None and not scope.rest.done() and (scope.ready or not scope.running):
            scope.rest.set_result(None)


async def _count(state: RunState) -> None:
    state.runs_left -= 1
    if state.runs_left < 0:
        error = TooManyVertexRuns(limit=state.request.limits.vertex_runs)
        state.stop(Problem(code=error.code, message=str(error), error=error))
        await asyncio.sleep(0)  # the cancellation arrives here
    now = perf_counter()
    if now - state.paused_at > LONGEST_SLICE:
        await asyncio.sleep(0)
        state.paused_at = perf_counter()


def _call_help(state: RunState, scope: Scope) -> None:
    if scope.rest is not None and not scope.rest.done():
        scope.rest.set_result(None)
    elif not scope.has_spare and state.free_workers > 0:
        scope.has_spare = True
        state.free_workers -= 1
        task = asyncio.get_running_loop().create_task(_help(state, scope))
        state.tasks.add(task)
        task.add_done_callback(lambda ended: _helper_ended(state, scope, ended))


async def _help(state: RunState, scope: Scope) -> None:
    scope.has_spare = False
    await _work(state, scope)


def _helper_ended(state: RunState, scope: Scope, task: asyncio.Task[Any]) -> None:
    state.tasks.discard(task)
    state.free_workers += 1
    if task.cancelled():
        scope.has_spare = False
    elif task.exception() is not None:
        state.crash = state.crash or task.exception()
        state.stop()
    elif state.main.ready and not state.is_stopped:
        _call_help(state, state.main)


async def run_body(state: RunState, scope: Scope, loop_id: str, item: Any) -> Any:
    """Run the body of a loop for one item; return what came back, or None when nothing did.

    Raises BodyMissing, or ComponentFailed when a vertex of the body failed.
    """
    loop = state.plan.vertices[state.plan.index_of[loop_id]]
    if loop.body is None:
        raise BodyMissing(display_name=loop.facts.display_name)
    row = body_scope(state, scope, waiting=loop.body.waiting.copy())
    handed_out = {loop.body.output: item}
    row.results[loop.index] = VertexResult(
        vertex_id=loop_id, display_name=loop.facts.display_name, type=loop.facts.type, values=handed_out
    )
    for entry in loop.body.entries:
        receive(state.plan, row, entry)
    await drain(state, row)
    if row.failure is not None:
        raise row.failure
    del row.results[loop.index]
    scope.results.update(row.results)
    return _returned(row, loop.body.returns)


def body_scope(state: RunState, parent: Scope, *, waiting: dict[int, int]) -> Scope:
    """Return the scope of one row. Its components find their own loops by a context of their own."""
    row = Scope(waiting=waiting, context=parent.context, parent=parent)
    row.context = context_for(state, row, parent)
    return row


def context_for(state: RunState, scope: Scope, parent: Scope) -> Any:
    """Return the run's context with loops that start in this scope."""

    async def run_a_body(loop_id: str, item: Any) -> Any:
        return await run_body(state, scope, loop_id, item)

    return replace(parent.context, run_body=run_a_body)


def _returned(row: Scope, returns: tuple[int, str] | None) -> Any:
    result = row.results.get(returns[0]) if returns is not None else None
    return result.values.get(returns[1]) if result is not None and returns is not None else None
