"""What the editor asks about custom code: its node, and the node after a change. Both run the code, in its process."""

from typing import Any

from execution.engine.ports import RunContext
from execution.engine.values.json_values import to_json_value
from execution.runtime.isolation.answering import RunAnswers, run_facts
from execution.runtime.isolation.errors import CustomCodeFailed
from execution.runtime.isolation.pool import Tenant, pool

Json = dict[str, Any]

NO_NODE = "The component's code did not give a node."


async def isolated_node(code: str, run: RunContext) -> Json:
    """Return type name and node of the component that the code defines."""
    async with pool().process_for(Tenant(run.user_id, code)) as process:
        described = plain(await process.ask("describe", {"code": code}, RunAnswers(run)))
    if not isinstance(described.get("type"), str):
        raise CustomCodeFailed(reason=NO_NODE)
    require_node(described.get("data"))
    return described


async def isolated_update(code: str, change: Json, run: RunContext) -> Json:
    """Return the node after a change: `template`, `field`, `value`, `tool_mode`."""
    request = {"code": code, "change": change, "run": run_facts(run)}
    async with pool().process_for(Tenant(run.user_id, code)) as process:
        node = plain(await process.ask("update", request, RunAnswers(run)))
    require_node(node)
    return node


def plain(told: Any) -> Json:
    """Return what the process told as JSON; raise CustomCodeFailed where it is no JSON object."""
    made = to_json_value(told)
    if not isinstance(made, dict):
        raise CustomCodeFailed(reason=NO_NODE)
    return made


def require_node(node: Any) -> None:
    """Raise CustomCodeFailed unless the node has what everybody reads from one."""
    template = node.get("template") if isinstance(node, dict) else None
    if not isinstance(template, dict) or not isinstance(node.get("outputs", []), list):
        raise CustomCodeFailed(reason=NO_NODE)
