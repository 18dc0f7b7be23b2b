"""A run as `/api/v2/workflows` tells it: one entry for each component at the flow's end, errors by component."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from execution.engine.events import Event, VertexFailed
from execution.engine.plan import Plan, PlanVertex
from execution.engine.results import Problem, RunOutcome, VertexResult
from execution.wire.builds import kind_of
from execution.wire.outputs import Wire, output_wire
from execution.wire.runs import stream_line
from execution.wire.vertices import OUTPUT_TYPES

KINDS_OF_VALUES = {"Message": "message", "Data": "data", "JSON": "data", "DataFrame": "dataframe", "Table": "dataframe"}
"""What clients call the values of an output, by the name of its first type."""
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
    """Return what every component at the flow's end gave; of one that did not run, that there is nothing."""
    failed = {problem.vertex_id for problem in outcome.failures}
    return {
        vertex.id: _output_wire(vertex, outcome.results.get(vertex.id), status="completed")
        for vertex, successors in zip(plan.vertices, plan.successors, strict=True)
        if not successors and vertex.id not in failed
    }


def errors_wire(outcome: RunOutcome, *, flow_id: str) -> list[Wire]:
    """Return every failure with its component."""
    return [_error_wire(problem, flow_id) for problem in outcome.failures]


def broken_wire(reason: str, *, flow_id: str, code: str = EXECUTION_ERROR) -> Wire:
    """Return the error of a run that failed as a whole."""
    return {"error": reason, "code": code, "details": {"flow_id": flow_id}}


def event_wire(event: Event, *, flow_id: str) -> Wire | None:
    """Return the event as a stream tells it, or None for what streams do not tell."""
    if isinstance(event, VertexFailed):
        return {"event": "error", "data": _error_wire(event.problem, flow_id)}
    return stream_line(event)


def _output_wire(vertex: PlanVertex, result: VertexResult | None, *, status: str) -> Wire:
    kind = _kind_of_values(vertex)
    content = None if result is None else _content(vertex, result, kind)
    metadata = {"component_type": vertex.facts.type}
    return {"type": kind, "status": status, "content": content, "metadata": metadata}


def _kind_of_values(vertex: PlanVertex) -> str:
    types = [name for output in vertex.outputs for name in output.types]
    return next((KINDS_OF_VALUES[name] for name in types if name in KINDS_OF_VALUES), "unknown")


def _content(vertex: PlanVertex, result: VertexResult, kind: str) -> Any:
    """Return what the component gave. Messages count only where the flow answers its callers."""
    outputs = {name: output_wire(result, name) for name in vertex.facts.output_names}
    messages = [output["message"] for output in outputs.values()]
    if vertex.facts.type in OUTPUT_TYPES:
        return messages[0] if messages else None
    if kind == "message":
        return None
    return messages[0] if len(messages) == 1 and isinstance(messages[0], dict) else outputs


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
