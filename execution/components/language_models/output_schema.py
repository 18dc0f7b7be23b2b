"""A table of fields as a JSON schema, for models that shall answer in that shape. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from execution.components.language_models.errors import ModelError

TYPES: Mapping[str, Mapping[str, Any]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "boolean": {"type": "boolean"},
    "dict": {"type": "object"},
    "list": {"type": "array", "items": {"type": "string"}},
}

FIRST_ROW: Mapping[str, Any] = {
    "name": "field",
    "description": "description of field",
    "type": "str",
    "multiple": "False",
}


def _column(name: str, display_name: str, kind: str, description: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "display_name": display_name,
        "type": kind,
        "description": description,
        "edit_mode": "popover" if name == "description" else "inline",
        "default": FIRST_ROW[name],
        **more,
    }


COLUMNS: list[dict[str, Any]] = [
    _column("name", "Name", "str", "Name of the field."),
    _column("description", "Description", "str", "What the field holds; the model reads this."),
    _column("type", "Type", "str", "Kind of the value.", options=["str", "int", "float", "bool", "dict"]),
    _column("multiple", "As List", "boolean", "Whether the field holds a list of such values."),
]
COLUMNS_WITH_CHOICE = [*COLUMNS[:-1], {**COLUMNS[-1], "options": ["True", "False"]}]
"""The same with the two answers spelled out."""


class FieldTypeUnknown(ModelError):
    status = 400
    code = "field_type_unknown"
    message = "Invalid type: {type}"


def schema_of(rows: Sequence[Mapping[str, Any]], *, title: str, description: str = "") -> dict[str, Any]:
    """Return the schema of one object with these fields; raise FieldTypeUnknown."""
    properties = {str(row["name"]): _property(row) for row in rows if row.get("name")}
    return {
        "title": title,
        "description": description or title,
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def _property(row: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(row.get("type") or "str")
    if kind not in TYPES:
        raise FieldTypeUnknown(type=kind)
    description = str(row.get("description") or "")
    if str(row.get("multiple")).strip().lower() in {"true", "1", "yes"}:
        return {"type": "array", "items": dict(TYPES[kind]), "description": description}
    return {**TYPES[kind], "description": description}
