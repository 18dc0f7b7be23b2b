"""What the engine costs per vertex: chains and fans of trivial components, with nobody listening.

Run it: `python -m tests.benchmarks.engine_cost`.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from execution.engine.plan import Plan
from tests.execution.engine.flow_builder import FlowBuilder, run

SIZES = (10, 50, 500, 5000)
BUDGET = 30.0
"""Microseconds per vertex that design.md allows."""


def chain(size: int) -> Plan:
    """Vertices one after another."""
    flow = FlowBuilder().add("Say", "v0", text="x")
    for number in range(1, size):
        flow.add("Join", f"v{number}")
    return flow.chain(*(f"v{number}" for number in range(size))).plan()


def fan(size: int) -> Plan:
    """One vertex, many behind it, one that takes them all."""
    flow = FlowBuilder().add("Say", "v0", text="x").add("Join", "end")
    for number in range(1, size - 1):
        flow.add("Join", f"v{number}").link("v0.out", f"v{number}.a").link(f"v{number}.out", "end.parts")
    return flow.plan()


def asynchronous_chain(size: int) -> Plan:
    """Vertices whose methods are coroutine functions that never wait."""
    flow = FlowBuilder().add("ChatInput", "v0", input_value="x")
    for number in range(1, size):
        flow.add("ChatInput", f"v{number}")
        flow.link(f"v{number - 1}.message", f"v{number}.input_value")
    return flow.plan()


def microseconds_per_vertex(plan: Plan) -> float:
    """Return the best of several rounds, each at least a few milliseconds long."""
    rounds = max(1, 2000 // len(plan.vertices))

    async def measured() -> float:
        started = perf_counter()
        for _ in range(rounds):
            await run(plan, listen=False)
        return (perf_counter() - started) / rounds / len(plan.vertices) * 1e6

    gc.collect()
    return min(asyncio.run(measured()) for _ in range(5))


def main() -> None:
    """Print one line per shape."""
    print(f"{'vertices':<22}" + "".join(f"{size:>10}" for size in SIZES) + f"{'budget':>10}")
    for shape in (chain, fan, asynchronous_chain):
        costs = [microseconds_per_vertex(shape(size)) for size in SIZES]
        print(f"{shape.__name__:<22}" + "".join(f"{cost:>10.1f}" for cost in costs) + f"{BUDGET:>10.1f}")


if __name__ == "__main__":
    main()
