"""The engine's message store: a run's messages wait here and are stored at its end; reads see them before that."""

import contextlib
import uuid
from datetime import datetime
from typing import Any

from execution.engine.errors import EngineError
from execution.engine.values import Message
from execution.wire.redaction import Secrets
from langflow_site.common.database import in_database
from monitor import models
from monitor.records import RunRecords
from monitor.timestamps import as_message_time, record_clock

WHAT_IS_SAID = ("text", "sender", "sender_name", "files", "properties", "content_blocks")


LONGEST_DURATION = 2**62


class MessageIdInvalid(EngineError):
    """A component gave a message an id that no store could keep."""

    code = "message_id_invalid"
    message = "The id of a message must be a UUID."


class RunMessages:
    """Messages of one run."""

    def __init__(
        self, *, flow_id: uuid.UUID | None, user_id: uuid.UUID | None, run_id: uuid.UUID, session_id: str
    ) -> None:
        self._flow_id = flow_id
        self._user_id = user_id
        self._run_id = run_id
        self._session_id = session_id
        self._pending: dict[str, tuple[Message, datetime]] = {}
        self._changed: dict[str, Message] = {}
        self._removed: set[str] = set()

    async def add(self, message: Message) -> Message:
        """Keep the message for the end of the run. One of the same id is replaced where it stands."""
        self.keep(message)
        return message

    def keep(self, message: Message) -> None:
        """The same for hosts, which have no reason to wait."""
        key = _key_of(message.data.setdefault("id", str(uuid.uuid4())))
        known = self._pending.get(key)
        self._pending[key] = (message, known[1] if known else record_clock.now())

    async def update(self, message: Message) -> Message:
        key = message.data.get("id")
        if not key or _key_of(key) in self._pending:
            return await self.add(message)
        self._changed[_key_of(key)] = message
        return message

    async def remove(self, message_id: str) -> None:
        with contextlib.suppress(MessageIdInvalid):  # no message has such an id
            key = _key_of(message_id)
            if self._pending.pop(key, None) is None:
                self._removed.add(key)

    async def recent(
        self,
        *,
        session_id: str,
        limit: int | None = None,
        sender: str | None = None,
        sender_name: str | None = None,
        context_id: str | None = None,
        newest_first: bool = False,
    ) -> list[Message]:
        wanted = {"session_id": session_id, "sender": sender, "sender_name": sender_name, "context_id": context_id}
        wanted = {name: value for name, value in wanted.items() if value}
        # What waits is looked at first: what is added while the database answers came later than the question.
        pending = [entry for entry in self._pending.values() if self._matches(entry[0], wanted)]
        stored = await in_database(self._stored, wanted, limit)
        found = sorted([*stored, *pending], key=lambda entry: entry[1])
        messages = [message for message, _ in found][-limit if limit else 0 :]
        return messages[::-1] if newest_first else messages

    def add_to(self, records: RunRecords, secrets: Secrets) -> None:
        """Hand over the rows to store."""
        records.messages = [self._row(message, moment) for message, moment in self._pending.values()]
        records.changed_messages = [self._row(message, record_clock.now()) for message in self._changed.values()]
        if secrets.are_known:
            for row in (*records.messages, *records.changed_messages):
                for name in WHAT_IS_SAID:
                    setattr(row, name, secrets.masked(getattr(row, name)))
        records.removed_message_ids = [uuid.UUID(key) for key in self._removed]

    def _matches(self, message: Message, wanted: dict[str, str | None]) -> bool:
        return all(self._field(message, name) == value for name, value in wanted.items())

    def _field(self, message: Message, name: str) -> str | None:
        value: str | None = message.data.get(name)
        return self._session_id if name == "session_id" and not value else value

    def _stored(self, wanted: dict[str, str | None], limit: int | None) -> list[tuple[Message, datetime]]:
        rows = models.Message.objects.filter(**wanted)
        # Sessions are the user's own, or the visitor's: a name that somebody else uses too opens nothing.
        rows = rows.filter(flow__user_id=self._user_id) if self._flow_id else rows.of_visitors()
        newest = rows.exclude(pk__in=self._removed).newest_first()[:limit]
        return [(self._changed.get(str(row.pk)) or message_of(row), row.timestamp) for row in newest]

    def _row(self, message: Message, moment: datetime) -> models.Message:
        documents: dict[str, Any] = {
            "files": [str(file) for file in message.files or []],
            "properties": message.properties.to_wire(),
            "content_blocks": message.to_wire()["content_blocks"] if message.content_blocks else [],
        }
        return models.Message(
            id=uuid.UUID(str(message.data["id"])),
            flow_id=self._flow_id,
            run_id=self._run_id,
            session_id=message.session_id or self._session_id,
            context_id=message.context_id,
            timestamp=moment,
            sender=message.sender or "",
            sender_name=message.sender_name or "",
            text=message.get_text(),
            error=bool(message.error),
            edit=bool(message.edit),
            category=message.category or "message",
            duration=_duration_of(message),
            **documents,
        )


def _key_of(message_id: Any) -> str:
    try:
        return str(uuid.UUID(str(message_id)))
    except ValueError as error:
        raise MessageIdInvalid from error


def _duration_of(message: Message) -> int | None:
    """Components may write anything there; what is no span of time is not stored."""
    given = message.duration
    if not isinstance(given, int | float) or not 0 <= given <= LONGEST_DURATION:
        return None
    return round(given)


def message_of(row: models.Message) -> Message:
    """Return the stored message as the engine's value."""
    return Message.from_wire(
        {
            "id": str(row.pk),
            "flow_id": str(row.flow_id),
            "session_id": row.session_id,
            "context_id": row.context_id,
            "timestamp": as_message_time(row.timestamp),
            "sender": row.sender,
            "sender_name": row.sender_name,
            "text": row.text,
            "files": row.files,
            "error": row.error,
            "edit": row.edit,
            "properties": row.properties,
            "category": row.category,
            "content_blocks": row.content_blocks,
            "duration": row.duration,
        }
    )
