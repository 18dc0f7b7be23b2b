"""Where a flow meets its callers: the fields of its inputs and the outputs at its ends, as another node shows them."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from execution.components.older_flows import modern
from execution.engine.values import Data, Message

INPUTS = ("ChatInput", "TextInput", "Webhook")
OUTPUTS = ("ChatOutput", "TextOutput", "DataOutput")
QUESTION_FIELDS = frozenset({"input_value", "data"})
"""What callers usually give, of all the fields that an input has."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """An input or output component of a flow."""

    vertex_id: str
    display_name: str
    node: Mapping[str, Any]

    def fields(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the fields that people see."""
        for name, field in self.node["template"].items():
            if isinstance(field, Mapping) and name != "code" and field.get("show", True):
                yield name, field

    def outputs(self) -> Iterator[Mapping[str, Any]]:
        yield from self.node.get("outputs") or ()


def inputs_of(data: Mapping[str, Any]) -> list[Face]:
    """Return the input components of a flow, in the order of its document."""
    return list(_faces(data, INPUTS))


def outputs_of(data: Mapping[str, Any]) -> list[Face]:
    """Return the output components of a flow, in the order of its document."""
    return list(_faces(data, OUTPUTS))


def _faces(data: Mapping[str, Any], types: tuple[str, ...]) -> Iterator[Face]:
    for node in modern(data).get("nodes") or ():
        facts = node.get("data") or {}
        inner = facts.get("node") or {}
        if facts.get("type") in types and isinstance(inner.get("template"), Mapping):
            yield Face(vertex_id=str(node["id"]), display_name=str(inner.get("display_name") or ""), node=inner)


def generated_fields(
    data: Mapping[str, Any], template: Mapping[str, Any], *, separator: str, title: str, for_tools: bool
) -> Json:
    """Return fields for everything that the flow's inputs take; what such a field holds already stays in it."""
    fields: Json = {}
    for face in inputs_of(data):
        for name, field in face.fields():
            key = f"{face.vertex_id}{separator}{name}"
            made = {**deepcopy(dict(field)), "name": key}
            made["display_name"] = title.format(field=field.get("display_name") or name, component=face.display_name)
            if for_tools and name in QUESTION_FIELDS:
                made["tool_mode"] = True
            fields[key] = made | _held(template.get(key))
    return fields


def _held(field: Any) -> Json:
    kept = ("value", "file_path", "load_from_db")
    return {name: field[name] for name in kept if name in field} if isinstance(field, Mapping) else {}


def tweaks_in(values: Mapping[str, Any], separator: str) -> dict[str, Json]:
    """Return what the generated fields hold as tweaks of the flow."""
    tweaks: dict[str, Json] = {}
    for key, value in values.items():
        vertex_id, found, name = key.partition(separator)
        if found and value is not None:
            tweaks.setdefault(vertex_id, {})[name] = _plain(value)
    return tweaks


def _plain(value: Any) -> Any:
    return value.get_text() if isinstance(value, Data) else value


def handed_on(value: Any) -> Any:
    """Return a value for another flow: a message is no longer one of the conversation in which it was made."""
    if not isinstance(value, Message):
        return value
    message = value.copy()
    message.data.pop("id", None)
    message.session_id = ""
    return message
