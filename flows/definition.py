"""Pure questions to a flow's JSON. Running it is the engine's work."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

WEBHOOK_TYPE = "Webhook"
NOTE_TYPE = "note"


def has_webhook(data: Mapping[str, Any]) -> bool:
    """Can the flow be started by a webhook?"""
    return any(_type_of(node) == WEBHOOK_TYPE for node in _nodes(data))


def without_secrets(data: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the graph with the values of its secret fields removed; names of variables stay."""
    if data is None or not isinstance(data.get("nodes"), list):
        return data
    return {**data, "nodes": [_node_without_secrets(node) for node in data["nodes"]]}


def contents_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return how many components there are in all, and `{"count": n}` for each type; notes are none."""
    counts = Counter(type_name for node in _nodes(data) if (type_name := _type_of(node)) not in {None, NOTE_TYPE})
    return {"total": counts.total(), **{name: {"count": count} for name, count in counts.items()}}


def _nodes(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    nodes = data.get("nodes")
    yield from (node for node in nodes if isinstance(node, dict)) if isinstance(nodes, list) else ()


def _type_of(node: Mapping[str, Any]) -> str | None:
    """Return the component type; for nodes that do not say, what their id begins with."""
    inner = node.get("data")
    if isinstance(inner, dict) and inner.get("type"):
        return str(inner["type"])
    return str(node.get("id", "")).partition("-")[0] or None


def _node_without_secrets(node: Any) -> Any:
    match node:
        case {"data": {"node": dict() as component}}:
            cleaned = {**component, **_template_without_secrets(component), **_group_without_secrets(component)}
            return {**node, "data": {**node["data"], "node": cleaned}}
        case _:
            return node


def _template_without_secrets(component: Mapping[str, Any]) -> dict[str, Any]:
    template = component.get("template")
    if not isinstance(template, dict):
        return {}
    return {"template": {name: _field_without_secret(field) for name, field in template.items()}}


def _group_without_secrets(component: Mapping[str, Any]) -> dict[str, Any]:
    """A group node holds a graph of its own."""
    match component.get("flow"):
        case {"data": dict() as graph}:
            return {"flow": {**component["flow"], "data": without_secrets(graph)}}
        case _:
            return {}


def _field_without_secret(field: Any) -> Any:
    if isinstance(field, dict) and field.get("password") and not field.get("load_from_db"):
        return {**field, "value": None}
    return field
