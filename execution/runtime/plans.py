"""Plans by flow, kept in this process: a run never parses or compiles what has not changed."""

import asyncio
import uuid
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from execution.components.older_flows import modern
from execution.engine.plan import Plan, compile_plan
from execution.runtime.components import find_any_component
from execution.runtime.errors import FlowCannotRun, FlowHasNoData
from flows.models import Flow
from flows.selectors import RunnableFlow
from langflow_site.common.database import in_database

MOST_PLANS = 256


class PlanCache:
    """The latest plans by (flow id, version stamp); the least used one goes first."""

    def __init__(self, *, size: int = MOST_PLANS) -> None:
        self._size = size
        self._plans: OrderedDict[tuple[uuid.UUID, uuid.UUID], Plan] = OrderedDict()

    async def plan_of(self, flow: RunnableFlow) -> Plan:
        """Return the flow's plan; raise GraphInvalid with every reason why it cannot run."""
        key = (flow.id, flow.version_stamp)
        if known := self._plans.get(key):
            self._plans.move_to_end(key)
            return known
        stamp, plan = await in_database(_compiled, flow.id)
        self._keep((flow.id, stamp), plan)  # the flow may have changed since the caller looked
        return plan

    def _keep(self, key: tuple[uuid.UUID, uuid.UUID], plan: Plan) -> None:
        self._plans[key] = plan
        while len(self._plans) > self._size:
            self._plans.popitem(last=False)


plan_cache = PlanCache()


async def plan_of_data(data: Mapping[str, Any]) -> Plan:
    """Return the plan of a graph that is not saved; raise GraphInvalid with every reason why it cannot run."""
    return await asyncio.to_thread(_plan, dict(data))


def _compiled(flow_id: uuid.UUID) -> tuple[uuid.UUID, Plan]:
    found: Any = Flow.objects.filter(pk=flow_id).values_list("version_stamp", "data").first()
    if found is None or found[1] is None:
        raise FlowHasNoData(flow_id=flow_id)
    return found[0], _plan(found[1])


def _plan(data: dict[str, Any]) -> Plan:
    limit = settings.LANGFLOW.GRAPH_MAX_VERTICES
    nodes = data.get("nodes")
    if isinstance(nodes, list) and len(nodes) > limit:
        message = f"The flow has {len(nodes)} components; this server runs flows with {limit} at most."
        raise FlowCannotRun(message=message, code="graph_too_large")
    return compile_plan(modern(data), find_any_component)
