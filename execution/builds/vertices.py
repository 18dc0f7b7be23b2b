"""The older routes, which build one vertex at a time. The editor still asks for the order when it freezes a branch."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import replace

from execution.builds.errors import VertexNotBuilt, VertexNotFound
from execution.engine.events import Event, VertexBuilt, VertexFailed
from execution.engine.plan import Plan, cut_of
from execution.runtime.run import FlowRun, plan_of, run_flow
from execution.wire.builds import vertex_wire
from execution.wire.outputs import Wire
from execution.wire.redaction import Secrets
from langflow_site.common.errors import ServerError
from langflow_site.common.models import dumps
from monitor.timestamps import as_build_time, record_clock


async def order_of(run: FlowRun) -> Wire:
    """Return which vertices a build would run, and with which it would start. Nothing runs."""
    plan = await plan_of(run)
    cut = cut_of(plan, start=run.start_component_id, stop=run.stop_component_id)
    return {"ids": list(cut.first_ids), "run_id": str(uuid.uuid4()), "vertices_to_run": list(cut.to_run)}


async def build_vertex(run: FlowRun, vertex_id: str) -> Wire:
    """Build the flow up to the vertex and return what the vertex gave. Raises VertexNotFound, VertexNotBuilt."""
    plan = await plan_of(run)
    if plan.vertex(vertex_id) is None:
        raise VertexNotFound(vertex_id=vertex_id)
    told: list[Event] = []
    finished = await run_flow(replace(run, stop_component_id=vertex_id), plan=plan, emit=told.append)
    for event in reversed(told):
        if isinstance(event, VertexBuilt | VertexFailed) and event.vertex_id == vertex_id:
            masked: Wire = run.secrets.masked(_as_wire(plan, event, run.secrets))
            return masked
    failures = finished.outcome.failures
    reason = run.secrets.masked(failures[0].message) if failures else "nothing leads to it."
    raise VertexNotBuilt(vertex_id=vertex_id, reason=reason)


def _as_wire(plan: Plan, event: VertexBuilt | VertexFailed, secrets: Secrets) -> Wire:
    """Return what the vertex gave; what would run next did not, since the run stopped here."""
    index = plan.index_of[event.vertex_id]
    names = plan.vertices[index].facts.output_names
    wire = vertex_wire(event, output_names=names, timestamp=as_build_time(record_clock.now()), secrets=secrets)
    following = [plan.vertices[successor].id for successor in plan.successors[index]] if event.result.valid else []
    return {**wire, "next_vertices_ids": following, "top_level_vertices": following}


async def stream_of(run: FlowRun, vertex_id: str) -> AsyncIterator[bytes]:
    """Yield server-sent events: what the vertex gave or why it gave nothing, then that there is no more."""
    try:
        yield _server_sent("message", await build_vertex(run, vertex_id))
    except ServerError as error:
        yield _server_sent("error", {"error": str(error)})
    yield _server_sent("close", {"message": "Stream closed"})


def _server_sent(event: str, data: Wire) -> bytes:
    return f"event: {event}\ndata: {dumps(data)}\n\n".encode()
