"""What a template field hands to its component: read once when a flow is planned, and again for a tweaked field.

The rules are the reference's, which flows rely on: hidden fields hand over nothing, a number in a text field is no
text, the two characters backslash and n in a text are a new line.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

ABSENT = object()
"""Stands for "this field hands over nothing": the component then uses its declared default."""

HANDLE_TYPE = "other"
"""Fields of this type get their value from edges only."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What one field hands over."""

    value: Any
    is_variable: bool = False
    """Is the value the name of a variable, to be replaced by what the variable holds?"""
    variable_columns: tuple[str, ...] = ()
    """Of a table: the columns whose cells are names of variables."""

    @property
    def is_mutable(self) -> bool:
        """Must each run get a copy of its own?"""
        return isinstance(self.value, list | dict)


def parameters_of(template: Mapping[str, Any]) -> dict[str, Parameter]:
    """Return what each field of a template hands over; fields that hand over nothing are left out."""
    found = {name: parameter_of(name, field) for name, field in template.items()}
    return {name: parameter for name, parameter in found.items() if parameter is not None}


def parameter_of(name: str, field: Mapping[str, Any]) -> Parameter | None:
    """Return what the field hands over, or None."""
    if _is_skipped(name, field):
        return None
    value = _value_of(field)
    if value is ABSENT and not field.get("required") and field.get("default"):
        value = field["default"]
    if isinstance(value, str) and ("kwargs" in name or "config" in name):
        value = _json_or_absent(value)
    if value is ABSENT:
        return None
    return Parameter(
        value=value,
        is_variable=bool(field.get("load_from_db")) and isinstance(value, str) and value != "",
        variable_columns=_variable_columns(field),
    )


def is_shown(field: Mapping[str, Any]) -> bool:
    """Does the field take part at all? Hidden ones do not, whatever they hold."""
    return bool(field.get("show")) or bool(field.get("override_skip"))


def is_password(field: Mapping[str, Any]) -> bool:
    """Is the field made for a secret?"""
    return bool(field.get("password")) or field.get("_input_type") == "SecretStrInput"


def is_secret(field: Mapping[str, Any]) -> bool:
    """Must the field's value stay out of logs and history? Variables may hold secrets in any field."""
    return is_password(field) or bool(field.get("load_from_db"))


def _is_skipped(name: str, field: Mapping[str, Any]) -> bool:
    if name in {"_type", "code"}:
        return True
    if field.get("override_skip"):
        return False
    return field.get("type") == HANDLE_TYPE or not field.get("show")


def _value_of(field: Mapping[str, Any]) -> Any:
    kind = field.get("type")
    if kind == "file":
        return _file_paths(field)
    value = field.get("value")
    if value is None:
        return [] if kind == "table" else ABSENT
    return _READERS.get(str(kind), _anything)(value)


def _file_paths(field: Mapping[str, Any]) -> Any:
    path = field.get("file_path")
    if field.get("list"):
        return [path] if isinstance(path, str) and path else list(path or [])
    return path or ABSENT


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\\n", "\n")
    if isinstance(value, list):
        return [entry.replace("\\n", "\n") if isinstance(entry, str) else entry for entry in value]
    return ABSENT


def _whole_number(value: Any) -> Any:
    try:
        return int(value)
    except (TypeError, ValueError):
        return value


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def _truth(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip().lower() not in {"", "false", "0", "no", "off"}
    return value if isinstance(value, bool) else ABSENT


def _dictionary(value: Any) -> Any:
    """A list of key-value rows, or of small dictionaries, is one dictionary."""
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        return value
    if value and all("key" in entry and "value" in entry for entry in value):
        return {entry["key"]: entry["value"] for entry in value}
    return {key: inner for entry in value for key, inner in entry.items()}


def _literal(value: Any) -> Any:
    if not isinstance(value, str) or not value:
        return ABSENT
    try:
        return ast.literal_eval(value)
    except (SyntaxError, ValueError):
        return value


def _same(value: Any) -> Any:
    return value


def _anything(value: Any) -> Any:
    return value or ABSENT


def _json_or_absent(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return ABSENT


def _variable_columns(field: Mapping[str, Any]) -> tuple[str, ...]:
    schema = field.get("table_schema")
    columns = schema.get("columns") if isinstance(schema, Mapping) else schema
    if field.get("type") != "table" or not isinstance(columns, list):
        return ()
    return tuple(
        str(column["name"]) for column in columns if isinstance(column, Mapping) and column.get("load_from_db")
    )


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": _text,
    "int": _whole_number,
    "float": _number,
    "slider": _number,
    "bool": _truth,
    "dict": _dictionary,
    "NestedDict": _dictionary,
    "code": _literal,
    "table": _same,
}
