"""Take the lists of nodes and edges out of a flow, whatever it is wrapped in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.engine.errors import DocumentInvalid

Json = Mapping[str, Any]


def flow_data(document: Json) -> Json:
    """Return the part that holds nodes and edges; whole exports wrap it in `data`."""
    inner = document.get("data")
    return inner if isinstance(inner, Mapping) and "nodes" not in document else document


def nodes_of(document: Json) -> list[Json]:
    """Return the document's nodes, in order, with all that stand in them being objects."""
    return _objects(flow_data(document).get("nodes"), "nodes")


def edges_of(document: Json) -> list[Json]:
    """Return the document's edges in the order in which they were drawn."""
    return _objects(flow_data(document).get("edges"), "edges")


def _objects(value: Any, name: str) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        raise DocumentInvalid(reason=f"'{name}' is not a list of objects")
    return value
