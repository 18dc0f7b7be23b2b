"""One run from RunStarted to its last event."""

from __future__ import annotations

import asyncio
from time import perf_counter

from execution.engine.errors import GraphInvalid, RunTooLong
from execution.engine.events import RunCancelled, RunFailed, RunFinished, RunStarted
from execution.engine.plan import Cut, Plan, cut_of
from execution.engine.ports import Emit, Host, RunContext
from execution.engine.request import RunRequest
from execution.engine.results import Problem, RunOutcome
from execution.engine.runner.tweaks import overlay_of
from execution.engine.runner.workers import context_for, drain
from execution.engine.state import RunState


class Cancellation:
    """Lets somebody else cancel a run. Use it on the run's own event loop."""

    def __init__(self) -> None:
        self.is_requested = False
        self._state: RunState | None = None

    def cancel(self) -> None:
        """End the run soon; run_plan then returns an outcome that says it was cancelled."""
        self.is_requested = True
        if self._state is not None:
            self._state.stop()

    def watch(self, state: RunState) -> None:
        """Let `cancel` end this run."""
        self._state = state
        if self.is_requested:
            state.stop()


async def run_plan(
    plan: Plan,
    request: RunRequest,
    host: Host,
    *,
    emit: Emit | None = None,
    cancellation: Cancellation | None = None,
    outcome: RunOutcome | None = None,
) -> RunOutcome:
    """Run the plan for one request. An `outcome` that is given is the one that gets filled.

    A failing vertex does not raise: the outcome lists it. Raises InputConflict, or GraphInvalid for missing
    required inputs, before anything runs; and CancelledError when the calling task is cancelled.
    """
    state = _new_state(plan, request, host, emit)
    state.outcome = state.outcome if outcome is None else outcome
    if state.cut.problems and request.refuses_incomplete:
        raise GraphInvalid(list(state.cut.problems))
    state.outcome.started = state.paused_at
    if emit is not None:
        emit(RunStarted(first_layer=state.cut.first_ids, to_run=state.cut.to_run))
    await _run_until_stopped(state, cancellation)
    state.outcome.seconds = perf_counter() - state.outcome.started
    _tell_end(state)
    return state.outcome


def _new_state(plan: Plan, request: RunRequest, host: Host, emit: Emit | None) -> RunState:
    context = RunContext(
        run_id=request.run_id,
        flow_id=request.flow_id,
        flow_name=request.flow_name,
        user_id=request.user_id,
        session_id=request.session_id or request.flow_id,
        variables=host.variables,
        messages=host.messages,
        services=host.services,
        emit=emit,
        stream=request.stream,
    )
    state = RunState(
        plan=plan,
        request=request,
        host=host,
        context=context,
        overlay=overlay_of(plan, request),
        emit=emit,
        cut=_cut(plan, request),
        free_workers=request.limits.parallel - 1,
        runs_left=request.limits.vertex_runs,
        paused_at=perf_counter(),
    )
    state.main.context = context_for(state, state.main, state.main)
    return state


def _cut(plan: Plan, request: RunRequest) -> Cut:
    start = request.start_component_id
    if start is None and request.starts_at_entry:
        start = plan.entry_id
    return cut_of(plan, start=start, stop=request.stop_component_id)


async def _run_until_stopped(state: RunState, cancellation: Cancellation | None) -> None:
    """Run; when the run is stopped from inside, swallow the cancellation that stopping it took."""
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("a run needs an event loop")
    state.tasks.add(task)
    timer = _timer(state)
    cancelled_before = task.cancelling()
    try:
        if cancellation is not None:
            cancellation.watch(state)
        await drain(state, state.main)
        if state.is_stopped:
            await asyncio.sleep(0)  # the cancellation that stopping took must arrive here, not at our caller
    except asyncio.CancelledError:
        state.outcome.cancelled = state.stop_problem is None
        state.tasks.discard(task)
        if task.cancelling() > cancelled_before + state.is_stopped:
            state.stop()
            _tell_end(state)
            raise
        task.uncancel()
    finally:
        state.tasks.discard(task)
        if timer is not None:
            timer.cancel()
        await _end_helpers(state)
        _let_go(state)
    if state.crash is not None:
        raise state.crash


def _timer(state: RunState) -> asyncio.TimerHandle | None:
    seconds = state.request.limits.seconds
    if seconds is None:
        return None
    error = RunTooLong(seconds=seconds)
    problem = Problem(code=error.code, message=str(error), error=error)
    return asyncio.get_running_loop().call_later(seconds, state.stop, problem)


async def _end_helpers(state: RunState) -> None:
    helpers = [task for task in state.tasks if not task.done()]
    for helper in helpers:
        helper.cancel()
    if helpers and state.is_stopped:
        await asyncio.wait(helpers)


def _let_go(state: RunState) -> None:
    """Run, context and components know each other; untied, they are freed at once instead of by the collector."""
    state.main.context.components.clear()
    state.main.context.run_body = None


def _tell_end(state: RunState) -> None:
    outcome = state.outcome
    if state.stop_problem is not None:
        outcome.failures.append(state.stop_problem)
    if state.emit is None:
        return
    if state.stop_problem is not None:
        state.emit(RunFailed(problem=state.stop_problem))
    elif outcome.cancelled:
        state.emit(RunCancelled())
    else:
        state.emit(RunFinished(seconds=outcome.seconds))
