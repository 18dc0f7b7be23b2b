"""Plans by flow, kept in this process: a run never parses or compiles what has not changed."""

import asyncio
import uuid
from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
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


Key = tuple[uuid.UUID, uuid.UUID]
"""A flow's id and version stamp."""


class PlanCache:
    """The latest plans; the least used one goes first. Who wants one that is being compiled waits for that."""

    def __init__(self, *, size: int = MOST_PLANS) -> None:
        self._size = size
        self._plans: OrderedDict[Key, Plan] = OrderedDict()
        self._compiling: dict[Key, asyncio.Task[Plan]] = {}

    async def plan_of(self, flow: RunnableFlow) -> Plan:
        """Return the flow's plan; raise GraphInvalid with every reason why it cannot run."""
        key = (flow.id, flow.version_stamp)
        if known := self._plans.get(key):
            self._plans.move_to_end(key)
            return known
        # Shielded: a caller that goes away leaves the others their plan.
        return await asyncio.shield(self._compilation(key))

    def _compilation(self, key: Key) -> "asyncio.Task[Plan]":
        under_way = self._compiling.get(key)
        if under_way is not None and under_way.get_loop() is asyncio.get_running_loop():
            return under_way
        compiling = self._compiling[key] = asyncio.ensure_future(self._compile(key))
        compiling.add_done_callback(partial(self._end, key))
        return compiling

    async def _compile(self, key: Key) -> Plan:
        flow_id, _ = key
        stamp, plan = await in_database(_compiled, flow_id)
        self._keep((flow_id, stamp), plan)  # the flow may have changed since the caller looked
        return plan

    def _end(self, key: Key, compiling: "asyncio.Task[Plan]") -> None:
        if self._compiling.get(key) is compiling:
            del self._compiling[key]
        if not compiling.cancelled():
            compiling.exception()  # looked at here, in case that all callers have gone

    def _keep(self, key: Key, plan: Plan) -> None:
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
