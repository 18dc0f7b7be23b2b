"""Running component code in isolated processes, without a database."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from execution.engine.isolation.confinement.limits import Limits
from execution.engine.plan import compile_plan
from execution.engine.request import RunRequest
from execution.engine.results import RunOutcome
from execution.engine.runner import run_plan
from execution.runtime.components import find_any_component
from execution.runtime.isolation import pool as pools
from execution.runtime.isolation.options import Options
from tests.execution.components.memory_host import MemoryHost
from tests.execution.runtime.isolation.flows import flow_of

RunCode = Callable[..., Awaitable[RunOutcome]]


@pytest.fixture
def options() -> Options:
    """Tight limits, so that attacks end soon."""
    return Options(seconds=8.0, limits=Limits(memory_mb=512, cpu_seconds=2), processes=4)


@pytest.fixture
async def pool(options: Options, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[pools.Pool]:
    made = pools.Pool(options)
    monkeypatch.setattr("execution.runtime.isolation.component.pool", lambda: made)
    yield made
    await made.close()


@pytest.fixture
def run_code(pool: pools.Pool) -> RunCode:
    """Return a function that runs a flow of one component with that code."""

    async def run(code: str, *, host: MemoryHost | None = None, **facts: Any) -> RunOutcome:
        host = host or MemoryHost()
        plan = compile_plan(flow_of(code, **facts.pop("node", {})), find_any_component)
        request = RunRequest(run_id="run", flow_id="flow", user_id="alice", overrides_session=False)
        return await run_plan(plan, replace(request, **facts), host.ports, emit=host.events.append)

    return run
