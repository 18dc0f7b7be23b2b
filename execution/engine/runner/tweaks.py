"""What the caller of one run changes: tweaks and inputs become an overlay, and the plan stays as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from execution.engine.errors import InputConflict
from execution.engine.plan import Parameter, Plan, PlanVertex, TweakTarget, parameter_of
from execution.engine.request import RunRequest
from execution.engine.state import Overlay

INPUT_FIELD = "input_value"
FILES_FIELD = "files"

# Which tweaks contradict the run's own input: the reference looks for these words in the tweak's key.
_INPUT_KEYS = (("chat", ("ChatInput", "Chat Input")), ("text", ("TextInput", "Text Input")))


def overlay_of(plan: Plan, request: RunRequest) -> Overlay:
    """Return what the request puts in the place of the plan's values. Raises InputConflict."""
    overlay: dict[int, dict[str, Parameter | None]] = {}
    if request.tweaks:
        refuse_conflicts(request)
        _add_tweaks(plan, request.tweaks, overlay)
    if request.input_value is not None or request.files:
        _add_inputs(plan, request, overlay)
    return overlay


def refuse_conflicts(request: RunRequest) -> None:
    """Raise InputConflict when a tweak sets the field that the request's input value is meant for."""
    if request.input_value is None:
        return
    for key, tweak in request.tweaks.items():
        if not isinstance(tweak, Mapping) or tweak.get(INPUT_FIELD) is None:
            continue
        kind = next((kind for kind, names in _INPUT_KEYS if any(name in key for name in names)), None)
        if kind is not None and kind == request.input_type:
            raise InputConflict(kind=kind)


def _add_tweaks(plan: Plan, tweaks: Mapping[str, Any], overlay: dict[int, dict[str, Parameter | None]]) -> None:
    """Tweaks of a named component first, then those for every field of a name. Unknown ones are ignored."""
    for key, tweak in tweaks.items():
        if isinstance(tweak, Mapping):
            node_id = key if key in plan.tweakable else plan.ids_by_display_name.get(key, "")
            fields = plan.tweakable.get(node_id, {})
            for name, value in tweak.items():
                if name in fields:
                    _add_tweak(fields[name], value, overlay)
    for key, tweak in tweaks.items():
        if not isinstance(tweak, Mapping):
            for target in plan.targets_by_field.get(key, ()):
                _add_tweak(target, tweak, overlay)


def _add_tweak(target: TweakTarget, value: Any, overlay: dict[int, dict[str, Parameter | None]]) -> None:
    field = tweaked_field(target.template, value)
    overlay.setdefault(target.vertex, {})[target.field] = parameter_of(target.field, field)


def tweaked_field(field: Mapping[str, Any], tweak: Any) -> Mapping[str, Any]:
    """Return the template field as the tweak wants it. A dictionary changes the field's own keys, not its value,
    except where the value itself is a dictionary."""
    kind = field.get("type", "")
    if kind == "NestedDict":
        return {**field, "value": _read_json(tweak)}
    if kind == "mcp":
        return {**field, "value": tweak}
    if kind == "dict" and isinstance(tweak, Mapping):
        return {**field, "value": tweak["value"] if tweak.keys() == {"value"} else dict(tweak)}
    if not isinstance(tweak, Mapping):
        return {**field, "file_path" if kind == "file" else "value": tweak, "load_from_db": False}
    if kind == "file":
        return {**field, "file_path": tweak.get("file_path", tweak.get("value"))}
    return {**field, "load_from_db": False, **tweak}


def _read_json(tweak: Any) -> Any:
    if not isinstance(tweak, str):
        return tweak
    try:
        return json.loads(tweak)
    except json.JSONDecodeError:
        return tweak


def _add_inputs(plan: Plan, request: RunRequest, overlay: dict[int, dict[str, Parameter | None]]) -> None:
    for vertex in plan.inputs:
        if request.input_value is not None and takes_input(vertex, request):
            overlay.setdefault(vertex.index, {})[INPUT_FIELD] = Parameter(request.input_value)
        if vertex.is_chat_input and request.files:
            overlay.setdefault(vertex.index, {})[FILES_FIELD] = Parameter(list(request.files))


def takes_input(vertex: PlanVertex, request: RunRequest) -> bool:
    """Is the request's input value meant for the vertex?"""
    chosen = request.input_components
    if chosen and vertex.id not in chosen and vertex.facts.display_name not in chosen:
        return False
    return request.input_type == "any" or request.input_type in vertex.id.lower()
