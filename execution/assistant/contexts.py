"""What an assistant is told about the place in the editor where its help is wanted. Pure; secrets stay out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_CHARACTERS = 8_000
MOST_OF_A_VALUE = 400

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody is in the editor."""

    flow_name: str
    data: Json
    """The flow's graph, without secrets."""
    component_id: str | None = None
    field_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """An example flow to start from."""

    name: str
    description: str


def context_of(place: Place | None, templates: Sequence[Template]) -> str:
    """Return what is known, cut to a length that leaves a model room to answer."""
    lines = [*_flow_lines(place), *_template_lines(templates)]
    return "\n".join(lines)[:MOST_CHARACTERS]


def _flow_lines(place: Place | None) -> Iterator[str]:
    if place is None:
        yield "Nothing is known about the flow."
        return
    nodes = {str(node["id"]): node for node in _dictionaries(place.data.get("nodes")) if "id" in node}
    # What is asked about comes first: a long flow is cut.
    if place.component_id in nodes:
        yield from _component_lines(nodes[place.component_id], place.field_name)
    yield f"The flow is called '{place.flow_name}' and has these components:"
    yield from (f"- {_title(node)} ({_type_of(node)})" for node in nodes.values() if _type_of(node) != "note")
    yield "Its edges:"
    yield from (_edge_line(edge, nodes) for edge in _dictionaries(place.data.get("edges")))


def _component_lines(node: Json, field_name: str | None) -> Iterator[str]:
    yield f"The question is about the component '{_title(node)}' ({_type_of(node)}), which has these fields:"
    template = _node_of(node).get("template")
    fields = template if isinstance(template, dict) else {}
    for name, field in fields.items():
        if isinstance(field, dict) and field.get("show", True) and not field.get("password"):
            yield f"- {field.get('display_name') or name} ({name}): {_value_text(field.get('value'))}"
    if field_name in fields:
        yield f"It is about the field '{field_name}'."


def _value_text(value: Any) -> str:
    if value in (None, "", [], {}):
        return "empty"
    text = str(value)
    return text if len(text) <= MOST_OF_A_VALUE else f"{text[:MOST_OF_A_VALUE]}…"


def _edge_line(edge: Json, nodes: Mapping[str, Json]) -> str:
    ends = edge.get("data") if isinstance(edge.get("data"), dict) else {}
    source, target = _handle(ends, "sourceHandle"), _handle(ends, "targetHandle")
    start = f"{_title_of(edge.get('source'), nodes)}.{source.get('name', '?')}"
    end = f"{_title_of(edge.get('target'), nodes)}.{target.get('fieldName', '?')}"
    return f"- {start} -> {end}"


def _template_lines(templates: Sequence[Template]) -> Iterator[str]:
    if templates:
        yield "The templates:"
        yield from (f"- {template.name}: {template.description}" for template in templates)


def _handle(ends: Any, name: str) -> Json:
    found = ends.get(name) if isinstance(ends, dict) else None
    return found if isinstance(found, dict) else {}


def _title_of(node_id: Any, nodes: Mapping[str, Json]) -> str:
    node = nodes.get(str(node_id))
    return str(node_id) if node is None else _title(node)


def _title(node: Json) -> str:
    return str(_node_of(node).get("display_name") or node["id"])


def _type_of(node: Json) -> str:
    data = node.get("data")
    return str(data.get("type", "?")) if isinstance(data, dict) else "?"


def _node_of(node: Json) -> Json:
    match node.get("data"):
        case {"node": dict() as inner}:
            return inner
        case _:
            return {}


def _dictionaries(values: Any) -> Iterator[Json]:
    yield from (value for value in values if isinstance(value, dict)) if isinstance(values, list) else ()
