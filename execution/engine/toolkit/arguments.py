"""Which fields of a component an agent fills in, and how a model is told about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from execution.engine.fields import Input, InputInvalid, Output
from execution.engine.toolkit.errors import ArgumentMissing
from execution.engine.values.json_values import to_json_value

if TYPE_CHECKING:
    from execution.engine.component import Component

Json = dict[str, Any]

_KINDS: Mapping[str, str] = {
    "bool": "boolean",
    "dict": "object",
    "float": "number",
    "int": "integer",
    "NestedDict": "object",
    "slider": "number",
}
"""JSON's names for the kinds of fields; every other kind is written as text."""

_NOT_FOR_MODELS = frozenset({"auth", "connect", "link", "mcp", "model", "sortableList", "tools"})
"""Kinds that only people can choose."""

_VALUES_ON_EDGES = frozenset({"Data", "DataFrame", "JSON", "Message", "Table", "Text"})


def argument_fields(component_class: type[Component], output: Output, *, fed: Iterable[str] = ()) -> list[Input]:
    """Return the fields that are arguments: those made for it, else all that a model could fill in.

    What comes along an edge (`fed`) and secrets are nobody's to give.
    """
    declared = [field for field in component_class.inputs if getattr(field, "tool_mode", False)]
    if not declared:
        wanted = output.required_inputs
        named = [field for field in component_class.inputs if wanted is None or field.name in wanted]
        declared = [field for field in named if _can_be_given(field)]
    return [field for field in declared if field.name not in fed]


def _can_be_given(field: Input) -> bool:
    if field.type in _NOT_FOR_MODELS or getattr(field, "password", False):
        return False
    return field.type != "other" or not field.input_types or bool(_VALUES_ON_EDGES.intersection(field.input_types))


def parameters_for(fields: list[Input], values: Mapping[str, Any]) -> Json:
    """Return the JSON schema of the arguments; `values` are what the fields hold if the model leaves them out."""
    return {
        "type": "object",
        "properties": {field.name: _property(field, values) for field in fields},
        "required": [field.name for field in fields if field.required],
    }


def _property(field: Input, values: Mapping[str, Any]) -> Json:
    schema = {**_type_of(field), "title": field.name.title().replace("_", " "), "description": field.info or ""}
    if not field.required:
        held = values.get(field.name, field.value)
        schema["default"] = [] if schema["type"] == "array" and not held else to_json_value(held)
    return schema


def _type_of(field: Input) -> Json:
    if field.type == "table":
        return {"type": "array", "items": {"type": "object", "additionalProperties": True}}
    one = _type_of_one(field)
    return {"type": "array", "items": one} if field.is_list else one


def _type_of_one(field: Input) -> Json:
    kind = _KINDS.get(field.type, "string")
    if kind == "object":
        return {"type": kind, "additionalProperties": True}
    options = [option for option in getattr(field, "options", None) or () if isinstance(option, str)]
    if not options or getattr(field, "combobox", False):
        return {"type": kind}
    return {"type": kind, "const": options[0]} if len(options) == 1 else {"type": kind, "enum": options}


def accepted_arguments(fields: list[Input], arguments: Mapping[str, Any]) -> Json:
    """Return the arguments that the component takes; unknown ones are dropped.

    Raises ArgumentMissing, or InputInvalid for what its field cannot hold.
    """
    given = {field.name: arguments[field.name] for field in fields if field.name in arguments}
    for field in fields:
        if field.required and given.get(field.name) is None:
            raise ArgumentMissing(argument=field.name)
        if field.name in given:
            _require_acceptable(field, given[field.name])
    return given


def _require_acceptable(field: Input, value: Any) -> None:
    field.accept(value)
    options = _type_of_one(field).get("enum")
    chosen = value if isinstance(value, list) else [value]
    if options and any(item not in options for item in chosen if item not in {None, ""}):
        raise InputInvalid(field=field.name, expected=f"one of {', '.join(options)}", value=value)
