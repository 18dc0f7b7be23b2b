"""A run as `/api/v2/workflows` tells it: one entry for each component at the flow's end, errors by component."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from execution.engine.events import Event, RunStarted, VertexBuilt, VertexFailed
from execution.engine.plan import Plan, PlanVertex
from execution.engine.results import Problem, RunOutcome, VertexResult
from execution.wire.builds import kind_of
from execution.wire.outputs import Wire, output_wire
from execution.wire.runs import stream_line
from execution.wire.vertices import OUTPUT_TYPES

OTHER_NAMES = {"JSON": "data", "Table": "dataframe"}
"""Types that clients know by an older name than flows of newer releases give them."""
NO_KIND = "unknown"
"""What a component gives whose node says nothing of it."""
KINDS_WITH_CONTENT = frozenset({"data", "dataframe"})
"""Messages and plain values count only where the flow answers its callers."""
OUTPUTS_TAKEN_BARE = ("result", "results")
"""An output of such a name is the content itself; otherwise all outputs are, each under its name."""
EXECUTION_ERROR = "EXECUTION_ERROR"
STATUS_URL = "/api/v2/workflows?job_id={job_id}"
STOP_URL = "/api/v2/workflows/stop"


def response_wire(
    *,
    flow_id: str,
    job_id: str,
    status: str,
    created_at: datetime,
    inputs: Mapping[str, Any],
    outputs: Wire,
    errors: list[Wire],
) -> Wire:
    """Return a run that is over."""
    return {
        "flow_id": flow_id,
        "job_id": job_id,
        "object": "response",
        "created_timestamp": created_at.isoformat(),
        "status": status,
        "errors": errors,
        "inputs": dict(inputs),
        "outputs": outputs,
    }


def job_wire(*, flow_id: str, job_id: str, status: str, created_at: datetime, errors: list[Wire]) -> Wire:
    """Return a run of which nothing can be told but how it stands."""
    return {
        "job_id": job_id,
        "flow_id": flow_id,
        "object": "job",
        "created_timestamp": created_at.isoformat(),
        "status": status,
        "links": {"status": STATUS_URL.format(job_id=job_id), "stop": STOP_URL},
        "errors": errors,
    }


def outputs_wire(plan: Plan, outcome: RunOutcome) -> Wire:
    """Return what every component at the flow's end gave.

    One that a router left out is there without content. After a failure only those are there that have a result:
    nobody knows what the others would have been.
    """
    ends = [vertex for vertex in plan.vertices if is_end(plan, vertex.id)]
    if outcome.failures:
        ends = [vertex for vertex in ends if vertex.id in outcome.results]
    return {vertex.id: _output_wire(vertex, outcome.results.get(vertex.id)) for vertex in ends}


def is_end(plan: Plan, vertex_id: str) -> bool:
    """Does nothing come after the component?"""
    return not plan.successors[plan.index_of[vertex_id]]


def errors_wire(outcome: RunOutcome, *, flow_id: str) -> list[Wire]:
    """Return every failure with its component."""
    return [_error_wire(problem, flow_id) for problem in outcome.failures]


def broken_wire(reason: str, *, flow_id: str) -> Wire:
    """Return the error of a run that failed as a whole."""
    return {"error": reason, "code": EXECUTION_ERROR, "details": {"flow_id": flow_id}}


def event_wire(event: Event, plan: Plan, *, flow_id: str) -> Wire | None:
    """Return the event as a stream tells it, or None for what streams do not tell."""
    match event:
        case RunStarted(to_run=to_run):
            return {"event": "start", "data": {"flow_id": flow_id, "components": list(to_run)}}
        case VertexBuilt(vertex_id=vertex_id, result=result):
            return {"event": "end_vertex", "data": _built_wire(plan, vertex_id, result)}
        case VertexFailed(problem=problem):
            return {"event": "error", "data": _error_wire(problem, flow_id)}
        case _:
            return stream_line(event)


def _built_wire(plan: Plan, vertex_id: str, result: VertexResult) -> Wire:
    """Return that a component is done; of one at the flow's end also what it gave."""
    done = {"id": vertex_id, "display_name": result.display_name, "component_type": result.type}
    vertex = plan.vertex(vertex_id)
    if vertex is None or not is_end(plan, vertex_id):
        return done
    return {**done, "output": _output_wire(vertex, result)}


def _output_wire(vertex: PlanVertex, result: VertexResult | None) -> Wire:
    kind = _kind_of_values(vertex)
    return {
        "type": kind,
        "status": "completed",
        "content": None if result is None else _content(vertex, result, kind),
        "metadata": {"component_type": vertex.facts.type},
    }


def _kind_of_values(vertex: PlanVertex) -> str:
    """Return what clients call the component's values: the first type of its first output, as the flow has it.

    The class's own outputs name no types before somebody lists the catalogue in this process.
    """
    first = vertex.facts.first_type
    return OTHER_NAMES.get(first, first.lower()) or NO_KIND


def _content(vertex: PlanVertex, result: VertexResult, kind: str) -> Any:
    outputs = {name: output_wire(result, name) for name in vertex.facts.output_names}
    if vertex.facts.type in OUTPUT_TYPES:
        return next((output["message"] for output in outputs.values()), None)
    if kind not in KINDS_WITH_CONTENT:
        return None
    bare = next((outputs[name] for name in OUTPUTS_TAKEN_BARE if name in outputs), None)
    return outputs if bare is None else bare["message"]


def _error_wire(problem: Problem, flow_id: str) -> Wire:
    details = {
        "flow_id": flow_id,
        "error_type": kind_of(problem),
        "component_id": problem.vertex_id,
        "component_name": problem.display_name,
        "component_type": problem.type,
        "component_error": problem.code,
    }
    return {"error": f"Error running graph: {problem.message}", "code": EXECUTION_ERROR, "details": details}
