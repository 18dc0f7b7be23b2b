"""Flows as tools: what a flow is called as a tool, what it takes, and what its run says. Pure."""

import re
import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from execution.components.sub_flows.faces import Face, inputs_of
from execution.engine.toolkit import usable_name
from execution.runtime.answers import failure_of, texts_of
from execution.runtime.run import FinishedRun
from flows.models import Flow

Json = dict[str, Any]

QUESTION = "input_value"
"""The argument that is the run's input; all others are tweaks of the flow's inputs."""

_KINDS: Mapping[str, str] = {"int": "integer", "float": "number", "bool": "boolean"}
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTool:
    """A flow as others see it."""

    flow_id: uuid.UUID
    name: str
    description: str
    parameters: Json
    """JSON schema of the arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolAnswer:
    texts: list[str]
    is_error: bool = False


def tools_of(flows: Iterable[Flow], *, by_action: bool) -> list[FlowTool]:
    """Return the flows as tools, each under a name of its own: its action's or, without `by_action`, the flow's."""
    tools: dict[str, FlowTool] = {}
    for flow in flows:
        tool = _tool_of(flow, by_action=by_action)
        name, number = tool.name, 1
        while name in tools:
            number += 1
            name = f"{tool.name}_{number}"
        tools[name] = replace(tool, name=name)
    return list(tools.values())


def action_name_of(flow: Flow) -> str:
    return usable_name(flow.action_name or "") or snake_cased(flow.name) or f"flow_{flow.pk.hex[:8]}"


def action_description_of(flow: Flow) -> str:
    return flow.action_description or _description_of(flow)


def snake_cased(name: str) -> str:
    """Return the name in the characters that every client takes; empty where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return usable_name(_NOT_IN_NAMES.sub("_", plain).strip("_"))


def arguments_as_tweaks(data: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, Json]:
    """Return the arguments that are not the question as tweaks of the inputs that have such fields."""
    tweaks: dict[str, Json] = {}
    for face in inputs_of(data):
        for name, _ in _open_fields(face):
            if name != QUESTION and name in arguments:
                tweaks.setdefault(face.vertex_id, {})[name] = arguments[name]
    return tweaks


def answer_of(finished: FinishedRun) -> ToolAnswer:
    """Return what the flow says; of one that failed, why."""
    reason = failure_of(finished)
    return ToolAnswer(texts=texts_of(finished)) if reason is None else ToolAnswer(texts=[reason], is_error=True)


def _tool_of(flow: Flow, *, by_action: bool) -> FlowTool:
    own_name = snake_cased(flow.name) or f"flow_{flow.pk.hex[:8]}"
    return FlowTool(
        flow_id=flow.pk,
        name=action_name_of(flow) if by_action else own_name,
        description=action_description_of(flow) if by_action else _description_of(flow),
        parameters=_parameters_of(flow.data or {}),
    )


def _description_of(flow: Flow) -> str:
    return flow.description or f"Runs the flow '{flow.name}'."


def _parameters_of(data: Mapping[str, Any]) -> Json:
    properties: Json = {}
    required: list[str] = []
    for face in inputs_of(data):
        for name, field in _open_fields(face):
            kind = _KINDS.get(str(field.get("type")), "string")
            properties.setdefault(name, {"type": kind, "description": str(field.get("info") or "")})
            if field.get("required") and name not in required:
                required.append(name)
    return {"type": "object", "properties": properties, "required": required}


def _open_fields(face: Face) -> Iterable[tuple[str, Mapping[str, Any]]]:
    return ((name, field) for name, field in face.fields() if not field.get("advanced"))
