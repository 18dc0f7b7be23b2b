"""Models of pydantic made of descriptions: of the rows of a table field, of a JSON schema, of a component's fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict

from pydantic import BaseModel as PydanticModel
from pydantic import ConfigDict, Field, create_model

from execution.engine.fields import BoolInput, DictInput, FloatInput, Input, IntInput, MessageTextInput

_TYPES: Mapping[str, Any] = {
    "str": str,
    "string": str,
    "text": str,
    "int": int,
    "integer": int,
    "float": float,
    "number": float,
    "bool": bool,
    "boolean": bool,
    "dict": dict[str, Any],
    "object": dict[str, Any],
    "list": list[Any],
    "array": list[Any],
    "null": None,
}
_FIELDS: Mapping[str, type[Input]] = {
    "integer": IntInput,
    "number": FloatInput,
    "boolean": BoolInput,
    "object": DictInput,
    "array": MessageTextInput,
}
_OF_FIELDS = {"int": int, "float": float, "slider": float, "bool": bool, "dict": dict[str, Any]}
_TRUE = frozenset({"true", "1", "t", "y", "yes"})


class SchemaField(TypedDict):
    """A row of a table that describes fields."""

    name: str
    type: str
    description: str
    multiple: bool


class BaseModel(PydanticModel):
    """A model that takes fields by their names, whatever their aliases."""

    model_config = ConfigDict(populate_by_name=True)


class TypeUnknown(ValueError):
    """A description names a type that does not exist."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Invalid type: {name}. There are: {', '.join(sorted(_TYPES))}.")


def coalesce_bool(value: Any) -> bool:
    """Return what somebody means who writes yes or no."""
    if isinstance(value, str):
        return value.strip().lower() in _TRUE
    return bool(value)


def build_model_from_schema(schema: Iterable[Mapping[str, Any]]) -> type[PydanticModel]:
    """Return a model with a field for each row."""
    fields: dict[str, Any] = {}
    for row in schema:
        kind = _type_named(str(row.get("type") or "str"))
        shown: Any = list[kind] if coalesce_bool(row.get("multiple", False)) else kind  # type: ignore[valid-type]  # of the data
        fields[str(row["name"])] = (shown, Field(description=str(row.get("description") or "")))
    return create_model("OutputModel", **fields)


def _type_named(name: str) -> Any:
    if name not in _TYPES:
        raise TypeUnknown(name)
    return _TYPES[name]


def create_input_schema_from_json_schema(schema: Mapping[str, Any], name: str = "InputSchema") -> type[PydanticModel]:
    """Return a model of a JSON schema, with what it refers to within itself."""
    if schema.get("type") not in {None, "object"}:
        raise ValueError("Root schema must be type 'object'")
    definitions = schema.get("$defs") or schema.get("definitions") or {}
    return _model_of(schema, name, definitions)


def _model_of(schema: Mapping[str, Any], name: str, definitions: Mapping[str, Any]) -> type[PydanticModel]:
    required = set(schema.get("required") or ())
    fields: dict[str, Any] = {}
    for field, described in (schema.get("properties") or {}).items():
        kind = _type_of(described, f"{name}_{field}", definitions)
        told = Field(... if field in required else described.get("default"), description=described.get("description"))
        fields[field] = (kind if field in required else kind | None, told)
    return create_model(name, **fields)


def _type_of(schema: Mapping[str, Any], name: str, definitions: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        target = str(schema["$ref"]).rpartition("/")[2]
        return _type_of(definitions.get(target) or {}, target, definitions) if target in definitions else Any
    if schema.get("enum"):
        return Literal[tuple(schema["enum"])]
    options = [option for option in schema.get("anyOf") or schema.get("oneOf") or () if option.get("type") != "null"]
    if options:
        return _type_of(options[0], name, definitions) | None
    match schema.get("type"):
        case "array":
            return list[_type_of(schema.get("items") or {}, f"{name}_item", definitions)]  # type: ignore[misc]  # a type of the data
        case "object" if schema.get("properties"):
            return _model_of(schema, name, definitions)
        case list() as kinds:
            first = next((kind for kind in kinds if kind != "null"), "string")
            return _type_of({**schema, "type": first}, name, definitions)
        case kind:
            return _TYPES.get(str(kind), Any)


def flatten_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema with the properties of inner objects beside the others, under `outer.inner`."""
    properties: dict[str, Any] = {}
    required: list[str] = []
    _flatten(schema, "", properties, required, is_required=True)
    return {**schema, "properties": properties, "required": required}


def _flatten(
    schema: Mapping[str, Any], prefix: str, properties: dict[str, Any], required: list[str], *, is_required: bool
) -> None:
    wanted = set(schema.get("required") or ())
    for name, described in (schema.get("properties") or {}).items():
        inner = is_required and name in wanted
        if described.get("type") == "object" and described.get("properties"):
            _flatten(described, f"{prefix}{name}.", properties, required, is_required=inner)
            continue
        properties[f"{prefix}{name}"] = described
        if inner:
            required.append(f"{prefix}{name}")


def schema_to_langflow_inputs(schema: type[PydanticModel]) -> list[Input]:
    """Return a field for each field of the model."""
    described = schema.model_json_schema()
    required = set(described.get("required") or ())
    return [_input(name, facts, is_required=name in required) for name, facts in described["properties"].items()]


def _input(name: str, facts: Mapping[str, Any], *, is_required: bool) -> Input:
    kinds = [facts, *(facts.get("anyOf") or ())]
    kind = next((str(one["type"]) for one in kinds if one.get("type") not in {None, "null"}), "string")
    settings = {
        "display_name": str(facts.get("title") or name),
        "info": str(facts.get("description") or ""),
        "required": is_required,
        "tool_mode": True,
        "is_list": kind == "array",
    }
    made = _FIELDS.get(kind, MessageTextInput)
    return made(name=name, **settings, **({"value": facts["default"]} if facts.get("default") is not None else {}))


def create_input_schema(inputs: Iterable[Input]) -> type[PydanticModel]:
    """Return a model of what the fields take."""
    fields: dict[str, Any] = {}
    for field in inputs:
        kind = _OF_FIELDS.get(field.type, str)
        shown = list[kind] if field.is_list else kind  # type: ignore[valid-type]  # a type of the data
        default = ... if field.required else field.value
        fields[field.name] = (shown, Field(default, title=field.display_name, description=field.info))
    return create_model("InputSchema", **fields)
