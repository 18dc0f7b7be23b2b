"""What flows give, for code that reads the outputs of other flows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from execution.engine.values import Data, DataFrame, Message


@dataclass(slots=True, kw_only=True)
class ResultData:
    """What one component of a flow gave."""

    results: Any = field(default_factory=dict)
    artifacts: Any = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    logs: dict[str, Any] = field(default_factory=dict)
    messages: list[Any] = field(default_factory=list)
    component_display_name: str | None = None
    component_id: str | None = None
    used_frozen_result: bool = False


@dataclass(slots=True, kw_only=True)
class RunOutputs:
    """What one run of a flow gave."""

    inputs: dict[str, Any] = field(default_factory=dict)
    outputs: list[ResultData | None] = field(default_factory=list)


def build_data_from_run_outputs(run_outputs: RunOutputs | None) -> list[Data]:
    """Return the records of all results of a run."""
    found = run_outputs.outputs if run_outputs else []
    return [record for result in found if result for record in build_data_from_result_data(result)]


def build_data_from_result_data(result_data: ResultData) -> list[Data]:
    """Return the records that a component gave: of messages their texts, of tables their rows."""
    if result_data.messages:
        return [_of_message(message) for message in result_data.messages]
    results = result_data.results
    values = results.values() if isinstance(results, dict) else [results]
    return [record for value in values for record in _records(value)]


def _of_message(message: Any) -> Data:
    if isinstance(message, Data):
        return Data(data=dict(message.data))
    fields = message if isinstance(message, dict) else {"text": str(getattr(message, "message", message))}
    return Data(data={"text": fields.get("text", fields.get("message", "")), **fields})


def _records(value: Any) -> list[Data]:
    match value:
        case None:
            return []
        case DataFrame():
            return value.to_data_list()
        case Message():
            return [Data(data={"text": value.get_text()})]
        case Data():
            return [value]
        case list():
            return [record for item in value for record in _records(item)]
        case dict():
            return [Data(data=value)]
        case _:
            return [Data(data={"text": str(value)})]


def format_flow_output_data(data: list[Data]) -> str:
    """Return the texts of the records, one a line."""
    return "\n".join(str(record.get_text()) for record in data)


def get_flow_inputs(graph: Any) -> list[Any]:
    """Return the vertices of a graph that take what a caller says."""
    return [vertex for vertex in getattr(graph, "vertices", []) if getattr(vertex, "is_input", False)]
