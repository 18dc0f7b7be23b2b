"""Message: what somebody said in a session, or any text on its way through a flow."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

from execution.engine.values.content import ContentBlock, blocks_to_wire
from execution.engine.values.data import Data
from execution.engine.values.json_values import to_json_value
from execution.engine.values.properties import Properties
from execution.engine.values.streams import TextStream

USER = "User"
MACHINE = "Machine"

_TIMESTAMP_FORMAT = "%Y-%m-%d %H:%M:%S UTC"
_WIRE_KEYS = (
    "text",
    "sender",
    "sender_name",
    "files",
    "session_id",
    "context_id",
    "timestamp",
    "flow_id",
    "error",
    "edit",
    "properties",
    "category",
    "content_blocks",
    "duration",
)
_KNOWN_KEYS = frozenset(_WIRE_KEYS)


class Message(Data):
    """A text with its sender, session and files.

    All fields live in `data`, so `message.text` and `message.data["text"]` are one value. `id` is there only after
    the message was stored. `text` may be a TextStream until somebody has collected it.
    """

    __slots__ = ()

    text: str | TextStream | None
    sender: str | None
    sender_name: str | None
    files: list[Any]
    session_id: str
    context_id: str
    timestamp: str
    flow_id: str | UUID | None
    error: bool
    edit: bool
    properties: Properties
    category: str
    content_blocks: list[ContentBlock | Mapping[str, Any]]
    duration: float | None

    def __init__(  # noqa: PLR0913  # one argument per field
        self,
        text: str | TextStream | None = "",
        *,
        data: Mapping[str, Any] | None = None,
        text_key: str = "text",
        default_value: Any = "",
        sender: str | None = None,
        sender_name: str | None = None,
        files: list[Any] | None = None,
        session_id: str | UUID | None = "",
        context_id: str | None = "",
        timestamp: str | datetime | None = None,
        flow_id: str | UUID | None = None,
        error: bool = False,
        edit: bool = False,
        properties: Properties | Mapping[str, Any] | None = None,
        category: str = "message",
        content_blocks: list[ContentBlock | Mapping[str, Any]] | None = None,
        duration: float | None = None,
        **extra: Any,
    ) -> None:
        fields: dict[str, Any] = {
            "text": text,
            "files": files if files is not None else [],
            "sender": sender,
            "sender_name": sender_name,
            "session_id": str(session_id) if session_id else "",
            "context_id": context_id or "",
            "timestamp": timestamp_text(timestamp),
            "flow_id": flow_id,
            "error": error,
            "edit": edit,
            "properties": Properties() if properties is None else Properties.from_wire(properties),
            "category": category,
            "content_blocks": content_blocks if content_blocks is not None else [],
            "duration": duration,
        }
        if data:
            fields = {**data, **fields}
        if extra:
            fields.update(extra)
        self._fill(text_key, fields, default_value)

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Build a message from its JSON form or from a stored row's dictionary."""
        inner = wire.get("data")
        fields = {**inner, **wire} if isinstance(inner, Mapping) else dict(wire)
        fields.pop("data", None)
        blocks = fields.pop("content_blocks", None) or []
        return cls(content_blocks=[ContentBlock.from_wire(block) for block in blocks], **fields)

    @classmethod
    def of(cls, value: Any) -> Message:
        """Return `value` as a message: a message as it is, Data by its text, anything else as text."""
        if isinstance(value, Message):
            return value
        if isinstance(value, Data):
            return cls(text=value.get_text())
        return cls(text=value if isinstance(value, str | TextStream) else _text_or_empty(value))

    @classmethod
    async def create(cls, **fields: Any) -> Self:
        """Return a new message. Custom code awaits it."""
        return cls(**fields)

    @classmethod
    def from_data(cls, data: Data) -> Message:
        """Return a record as a message."""
        return cls.of(data)

    @classmethod
    def from_lc_message(cls, message: Any) -> Message:
        """Return langchain's message as ours."""
        is_human = message.type == "human"
        sender, name = ("User", "User") if is_human else ("Machine", "AI")
        content = message.content
        return cls(text=content if isinstance(content, str) else str(content), sender=sender, sender_name=name)

    @classmethod
    def from_template(cls, template: str, **variables: Any) -> Message:
        """Return a message that says the template with its variables filled in."""
        values = {name: value.get_text() if isinstance(value, Data) else value for name, value in variables.items()}
        return cls(text=template.format(**values))

    @property
    def is_streaming(self) -> bool:
        """Whether the text is still a stream."""
        return isinstance(self.data["text"], TextStream)

    def get_text(self) -> str:
        """Return the text; of a stream, what has arrived."""
        text = self.data["text"]
        if isinstance(text, str):
            return text
        return text.text_so_far if isinstance(text, TextStream) else ""

    async def collect(self) -> str:
        """Return the whole text, reading the stream to its end if there is one."""
        text = self.data["text"]
        if isinstance(text, TextStream):
            self.data["text"] = await text.collect()
            if text.usage is not None:
                self.properties.usage = text.usage
        return self.get_text()

    def copy(self) -> Self:
        """Return an independent copy; a stream stays shared, every reader sees all of it."""
        duplicate = object.__new__(type(self))
        fields = {
            **self.data,
            "files": list(self.data["files"] or []),
            "properties": Properties.from_wire(self.data["properties"]).copy(),
            "content_blocks": list(self.data["content_blocks"] or []),
        }
        duplicate._fill(self.text_key, fields, self.default_value)
        return duplicate

    def with_text(self, text: str) -> Self:
        """Return a copy that says that."""
        duplicate = self.copy()
        duplicate.data["text"] = text
        return duplicate

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON form that clients know: the fields, and once more under `data`."""
        inner = self._inner_wire()
        wire = {"text_key": self.text_key, "data": inner, "default_value": self.default_value}
        for key in _WIRE_KEYS:
            wire[key] = inner[key]
        wire["timestamp"] = iso_timestamp(inner["timestamp"])
        return wire

    def to_event(self) -> dict[str, Any]:
        """Return the JSON form of an event about this message: its `id` stands outside `data`, too."""
        wire = self.to_wire()
        if "id" in self.data:
            wire["id"] = wire["data"]["id"]
        return wire

    def _inner_wire(self) -> dict[str, Any]:
        data = self.data
        fields = dict(data)
        fields["text"] = None if data["text"] is None else self.get_text()
        fields["files"] = [str(file) for file in data["files"] or ()]
        fields["flow_id"] = None if data["flow_id"] is None else str(data["flow_id"])
        fields["properties"] = Properties.from_wire(data["properties"]).to_wire()
        fields["content_blocks"] = blocks_to_wire(data["content_blocks"] or [])
        for key in data.keys() - _KNOWN_KEYS:
            fields[key] = to_json_value(data[key])
        return fields

    def __str__(self) -> str:
        return self.get_text()


class _Clock:
    """The current second as text, formatted once a second because every message needs it."""

    second = 0
    text = ""

    @classmethod
    def now(cls) -> str:
        second = int(time.time())
        if second != cls.second:
            cls.text = datetime.fromtimestamp(second, UTC).strftime(_TIMESTAMP_FORMAT)
            cls.second = second
        return cls.text


def timestamp_text(moment: str | datetime | None = None) -> str:
    """Return a moment as messages write it, `YYYY-MM-DD HH:MM:SS UTC`; without one, now."""
    if moment is None or moment == "":
        return _Clock.now()
    if isinstance(moment, str):
        if moment.endswith(" UTC"):
            return moment
        moment = datetime.fromisoformat(moment)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime(_TIMESTAMP_FORMAT)


def iso_timestamp(text: str) -> str:
    """Return a message's own timestamp in ISO form with its offset."""
    return f"{text[:10]}T{text[11:19]}+00:00"


def _text_or_empty(value: Any) -> str:
    return "" if value is None else str(value)
