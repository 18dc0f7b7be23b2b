"""Blocks that stand beside a message's text: an agent's steps, an error, code, media."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.engine.values.json_values import to_json_value
from execution.engine.values.properties import Record


class ContentBlock(Record):
    """A titled list of contents; each content is a dictionary whose `type` says what it holds."""

    __slots__ = ("title", "contents", "allow_markdown", "media_url")

    def __init__(
        self,
        title: str = "",
        contents: list[Any] | None = None,
        *,
        allow_markdown: bool = True,
        media_url: list[str] | None = None,
    ) -> None:
        self.title = title
        self.contents = contents or []
        self.allow_markdown = allow_markdown
        self.media_url = media_url


def blocks_to_wire(blocks: list[ContentBlock | Mapping[str, Any]]) -> list[Any]:
    """Return the JSON form of a message's blocks, which authors may also write as dictionaries."""
    return [to_json_value(block) for block in blocks]
