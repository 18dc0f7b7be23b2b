"""The table `tools_metadata`, in which people rename a component's tools and switch them off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from execution.engine.toolkit.tool import Tool

Json = dict[str, Any]

ROWS_FIELD = "tools_metadata"
LONGEST_NAME = 64

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]")
"""What providers refuse in the names of tools."""


def usable_name(text: str) -> str:
    """Return the text as a name that every provider takes; empty where nothing of it is left."""
    return _NOT_IN_NAMES.sub("_", text.strip())[:LONGEST_NAME]


def rows_of(tools: Iterable[Tool]) -> list[Json]:
    """Return the table as it is before anybody touched it."""
    return [
        {
            "name": tool.name,
            "description": tool.description,
            "tags": [tool.tag],
            "status": True,
            "display_name": tool.name,
            "display_description": tool.description,
            "readonly": False,
            "args": dict(tool.parameters.get("properties") or {}),
        }
        for tool in tools
    ]


def merged_rows(rows: list[Json], kept: Any) -> list[Json]:
    """Return the rows with the names, descriptions and switches that people gave them. Rows of former tools go."""
    earlier = _by_tag(kept)
    return [{**row, **_chosen_by_people(earlier.get(row["tags"][0], {}))} for row in rows]


def tags_of(rows: Any) -> list[str]:
    """Return the tags that the table names, each once; none where there is no table."""
    return list(_by_tag(rows))


def chosen(tools: Iterable[Tool], rows: Any) -> list[Tool]:
    """Return the tools that are switched on, under their new names. A tool without a row stays as it is."""
    by_tag = _by_tag(rows)
    return [_renamed(tool, by_tag.get(tool.tag, {})) for tool in tools if by_tag.get(tool.tag, {}).get("status", True)]


def _renamed(tool: Tool, row: Mapping[str, Any]) -> Tool:
    name = usable_name(str(row.get("name") or "")) or tool.name
    return replace(tool, name=name, description=str(row.get("description") or tool.description))


def _chosen_by_people(row: Mapping[str, Any]) -> Json:
    return {key: row[key] for key in ("name", "description", "status") if key in row}


def _by_tag(rows: Any) -> dict[str, Mapping[str, Any]]:
    found = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return {str(tag): row for row in found for tag in _tags(row)[:1]}


def _tags(row: Mapping[str, Any]) -> list[Any]:
    tags = row.get("tags")
    return tags if isinstance(tags, list) else []
