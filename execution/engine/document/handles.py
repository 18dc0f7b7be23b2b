"""Read the two ends of an edge, in each of the forms that exports of the last years use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from execution.engine.document.parts import Json

QUOTE = "œ"
"""Stands for the double quote in handles that are written as text."""

# Types that had another name in exports of 1.0.
RENAMED_TYPES = {"Record": "Data", "Text": "Message"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHandle:
    """Where an edge begins."""

    output: str
    """Name of the output; empty in the oldest exports, whose components had one output only."""
    types: frozenset[str]
    """What the output gives; empty when the document does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetHandle:
    """Where an edge ends."""

    field: str
    """Name of the field; of a loop-back edge, name of the output that loops."""
    types: frozenset[str]
    """What the field takes; empty when the document does not say."""
    loops_back: bool
    """Does the edge end at an output of a loop component?"""


def source_handle(edge: Json) -> SourceHandle | None:
    """Return where the edge begins, or None when the document does not say it readably."""
    handle = _handle(edge, "sourceHandle")
    if isinstance(handle, str):
        return SourceHandle(output="", types=frozenset()) if "|" in handle else None
    if handle is None:
        return None
    return SourceHandle(
        output=str(handle.get("name") or ""),
        types=type_names(handle.get("output_types") or handle.get("baseClasses")),
    )


def target_handle(edge: Json) -> TargetHandle | None:
    """Return where the edge ends, or None when the document does not say it readably."""
    handle = _handle(edge, "targetHandle")
    if isinstance(handle, str):
        # "Document|documents|Prompt-zmTlD": types, field and node of the oldest exports.
        parts = handle.split("|")
        return TargetHandle(field=parts[1], types=frozenset(), loops_back=False) if len(parts) > 1 else None
    if handle is None:
        return None
    if "fieldName" not in handle and "name" in handle:
        return TargetHandle(field=str(handle["name"]), types=type_names(handle.get("output_types")), loops_back=True)
    types = type_names([*(handle.get("inputTypes") or ()), handle.get("type")])
    field = handle.get("fieldName")
    return TargetHandle(field=field, types=types, loops_back=False) if isinstance(field, str) else None


def handle_text(handle: Json) -> str:
    """Return the handle as the text that the editor knows it by."""
    return json.dumps(handle, separators=(",", ":"), sort_keys=True).replace('"', QUOTE)


def type_names(names: Any) -> frozenset[str]:
    """Return the names as today's exports write them."""
    if not isinstance(names, Iterable) or isinstance(names, str | Mapping):
        return frozenset()
    return frozenset(RENAMED_TYPES.get(name, name) for name in names if isinstance(name, str))


def _handle(edge: Json, key: str) -> Json | str | None:
    """Return the handle as an object, or as text when it is of the oldest kind."""
    data = edge.get("data")
    handle = data.get(key) if isinstance(data, Mapping) else None
    handle = handle or edge.get(key)
    if isinstance(handle, str):
        return _decoded(handle)
    return handle if isinstance(handle, Mapping) else None


def _decoded(text: str) -> Json | str | None:
    if not text.lstrip().startswith("{"):
        return text
    try:
        handle = json.loads(text.replace(QUOTE, '"'))
    except json.JSONDecodeError:
        return None
    return handle if isinstance(handle, dict) else None
