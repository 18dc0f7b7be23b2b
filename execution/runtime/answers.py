"""What a run says, for callers that want words: tools and voices."""

from typing import Any

from execution.components.sub_flows.faces import OUTPUTS
from execution.runtime.run import FinishedRun
from execution.wire.outputs import raw_wire
from langflow_site.common.models import dumps


def texts_of(finished: FinishedRun) -> list[str]:
    """Return what the flow's outputs say, without secrets; of a flow without any, all that came out."""
    results = finished.outcome.results
    ends = [vertex.id for vertex in finished.vertices if vertex.type in OUTPUTS and vertex.id in results]
    values = [value for vertex_id in ends or results for value in results[vertex_id].values.values()]
    return [finished.run.secrets.masked(_text_of(value)) for value in values]


def failure_of(finished: FinishedRun) -> str | None:
    """Return why the run failed, without secrets; None if it did not."""
    problem = next(iter(finished.outcome.failures), None)
    return None if problem is None else str(finished.run.secrets.masked(problem.message))


def _text_of(value: Any) -> str:
    raw = raw_wire(value)
    return raw if isinstance(raw, str) else dumps(raw)
