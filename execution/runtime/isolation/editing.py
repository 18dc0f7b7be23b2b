"""What the editor asks about custom code: its node, and the node after a change. Both run the code, in its process."""

from typing import Any

from execution.engine.ports import RunContext
from execution.runtime.isolation.answering import RunAnswers, run_facts
from execution.runtime.isolation.pool import Tenant, pool

Json = dict[str, Any]


async def isolated_node(code: str, run: RunContext) -> Json:
    """Return type name and node of the component that the code defines."""
    async with pool().process_for(Tenant(run.user_id, code)) as process:
        node: Json = await process.ask("describe", {"code": code}, RunAnswers(run))
    return node


async def isolated_update(code: str, change: Json, run: RunContext) -> Json:
    """Return the node after a change: `template`, `field`, `value`, `tool_mode`."""
    request = {"code": code, "change": change, "run": run_facts(run)}
    async with pool().process_for(Tenant(run.user_id, code)) as process:
        node: Json = await process.ask("update", request, RunAnswers(run))
    return node
