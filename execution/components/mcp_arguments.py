"""The arguments of an MCP tool as fields of a component: which field each gets, and what the fields' values mean."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from execution.engine.fields import DropdownInput, Input, InputInvalid, MessageTextInput
from execution.engine.fields import conversions as to
from execution.engine.values import Data, DataFrame, Message

Json = dict[str, Any]
Schema = Mapping[str, Any]

_SUFFIX = "_argument"
"""Stands behind the name of an argument that is called like a field of the component itself."""


def argument_fields(parameters: Schema, *, taken: Collection[str]) -> list[Input]:
    """Return a field for each argument; `taken` are names that fields must not have."""
    required = parameters.get("required") or ()
    return [
        _field(field_name(name, taken), name, _resolved(schema, parameters), required=name in required)
        for name, schema in _properties(parameters).items()
    ]


def arguments_from(values: Mapping[str, Any], parameters: Schema, *, taken: Collection[str]) -> Json:
    """Return the arguments that the fields hold; empty ones are left out. Raises InputInvalid."""
    required = parameters.get("required") or ()
    arguments: Json = {}
    for name, schema in _properties(parameters).items():
        value = _plain(values.get(field_name(name, taken)))
        kind = _kind(_resolved(schema, parameters))
        if value is None or (value == "" and not (name in required and kind == "string")):
            continue
        arguments[name] = _converted(name, kind, value)
    return arguments


def field_name(argument: str, taken: Collection[str]) -> str:
    return f"{argument}{_SUFFIX}" if argument in taken else argument


def _field(name: str, argument: str, schema: Schema, *, required: bool) -> Input:
    title = str(schema.get("title") or argument.replace("_", " ").title())
    shared = {"display_name": title, "info": str(schema.get("description") or ""), "required": required}
    value = _shown(schema.get("default"))
    options = [str(option) for option in schema.get("enum") or ()]
    if options:
        return DropdownInput(name=name, options=options, value=value, **shared)
    return MessageTextInput(name=name, value=value, **shared)


def _shown(value: Any) -> str:
    """Return a default as somebody would type it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _properties(parameters: Schema) -> Mapping[str, Schema]:
    found = parameters.get("properties")
    return found if isinstance(found, Mapping) else {}


def _resolved(schema: Any, root: Schema) -> Schema:
    """Return the schema behind a reference into the same document, and the first real one of several."""
    if not isinstance(schema, Mapping):
        return {}
    if "$ref" in schema:
        found: Any = root
        for part in str(schema["$ref"]).removeprefix("#/").split("/"):
            found = found.get(part) if isinstance(found, Mapping) else None
        return {**(found if isinstance(found, Mapping) else {}), **schema}
    choices = [choice for choice in schema.get("anyOf") or () if isinstance(choice, Mapping)]
    real = [choice for choice in choices if choice.get("type") != "null"]
    return {**_resolved(real[0], root), **schema} if len(real) == 1 else schema


def _kind(schema: Schema) -> str:
    """Return the JSON type that a value needs; empty where several would do."""
    kind = schema.get("type")
    if isinstance(kind, list):
        kinds = [item for item in kind if item != "null"]
        kind = kinds[0] if len(kinds) == 1 else ""
    return str(kind or "")


def _plain(value: Any) -> Any:
    """Return what an edge brought as JSON."""
    if isinstance(value, Message):
        return value.get_text()
    if isinstance(value, Data):
        return value.data
    return value.to_wire() if isinstance(value, DataFrame) else value


def _converted(name: str, kind: str, value: Any) -> Any:
    try:
        return _CONVERTERS[kind](value) if kind in _CONVERTERS else value
    except (TypeError, ValueError) as error:
        raise InputInvalid(field=name, expected=_EXPECTED[kind], value=value) from error


def _to_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _to_list(value: Any) -> list[Any]:
    """Return a list from JSON; any other text is its only item."""
    if not isinstance(value, str):
        return list(value) if isinstance(value, list | tuple) else [value]
    if not value.lstrip().startswith("["):
        return [value]
    parsed: list[Any] = json.loads(value)
    return parsed


_CONVERTERS: Mapping[str, to.Convert] = {
    "string": _to_text,
    "integer": to.to_integer,
    "number": to.to_number,
    "boolean": to.to_boolean,
    "array": _to_list,
    "object": to.to_dictionary,
}

_EXPECTED: Mapping[str, str] = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
    "array": "a JSON list",
    "object": "a JSON object",
}
