"""An agent's answer as a record: the instructions that ask for it, and the JSON read out of its text."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError, create_model
from pydantic.fields import FieldInfo

from execution.engine.values import Data

TYPES: Mapping[str, Any] = {"str": str, "int": int, "float": float, "bool": bool, "dict": dict[str, Any]}

INSTRUCTIONS = """Give your final answer as JSON only, without any text around it and without a code fence.
Take every value from the conversation and from what your tools say; write null for what you do not find.
If there are several objects of the same kind, give a JSON list of them."""


def schema_of(rows: Sequence[Mapping[str, Any]]) -> type[BaseModel] | None:
    """Return the model of the table of fields; None where the table names none."""
    fields: dict[str, Any] = {str(row["name"]): _field(row) for row in rows if row.get("name")}
    return create_model("Answer", **fields) if fields else None


def _field(row: Mapping[str, Any]) -> tuple[Any, FieldInfo]:
    kind = TYPES.get(str(row.get("type") or "str"), str)
    wanted = list[kind] if _is_yes(row.get("multiple")) else kind  # type: ignore[valid-type]  # known when it runs only
    return wanted | None, FieldInfo(default=None, description=str(row.get("description") or ""))


def _is_yes(value: Any) -> bool:
    return str(value).strip().lower() in {"true", "1", "yes"}


def instructions_for(given: str, format_instructions: str, schema: type[BaseModel] | None) -> str:
    """Return the agent's instructions with those about the form of its answer."""
    parts = [given, format_instructions]
    if schema is not None:
        parts.append(f"The JSON schema of one object:\n{json.dumps(schema.model_json_schema(), indent=2)}")
    return "\n\n".join(part for part in parts if part)


def record_of(text: str, schema: type[BaseModel] | None) -> Data:
    """Return the JSON in the text: an object as it is, several under `results`.

    Where there is none, or it does not fit, the text comes under `content` and what is wrong under `error`.
    """
    found = _json_in(text)
    if found is None:
        return Data(data={"content": text, "error": "The answer is no JSON."})
    if schema is not None:
        try:
            found = _fitted(found, schema)
        except ValidationError as error:
            return Data(data={"content": text, "error": str(error)})
    return Data(data=found if isinstance(found, dict) else {"results": found})


def _fitted(found: Any, schema: type[BaseModel]) -> Any:
    if isinstance(found, list):
        return [schema.model_validate(item).model_dump() for item in found]
    return schema.model_validate(found).model_dump()


def _json_in(text: str) -> Any:
    """Return the first object or list that stands in the text; None if there is none."""
    decoder = json.JSONDecoder()
    starts = (position for position, character in enumerate(text) if character in "{[")
    for start in starts:
        try:
            return decoder.raw_decode(text, start)[0]
        except ValueError:
            continue
    return None
