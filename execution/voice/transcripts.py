"""What was said aloud, as messages of the session: they stand in the chat like typed ones."""

import asyncio
import logging
import uuid
from collections import OrderedDict
from datetime import datetime

from django.db import DatabaseError

from execution.engine.values import Message
from execution.runtime.messages import RunMessages
from execution.voice.selectors import Talk
from execution.wire.redaction import Secrets
from monitor.recorder import record
from monitor.records import RunRecords
from monitor.timestamps import record_clock

logger = logging.getLogger(__name__)

MOST_MOMENTS = 256
"""Things said that wait for their words. Their transcript comes after the answer has begun, or never."""


class Transcripts:
    """Stores a conversation's messages while it goes on."""

    def __init__(self, talk: Talk, secrets: Secrets) -> None:
        self._talk = talk
        self._secrets = secrets
        self._moments: OrderedDict[str, datetime] = OrderedDict()
        self._writes: set[asyncio.Task[None]] = set()

    def begun(self, item_id: str) -> None:
        """Remember when it was said, so that its message stands before the answer."""
        self._moments.setdefault(item_id, record_clock.now())
        while len(self._moments) > MOST_MOMENTS:
            self._moments.popitem(last=False)

    def user_said(self, text: str, item_id: str = "") -> None:
        self._keep(text, sender="User", sender_name="User", moment=self._moments.pop(item_id, None))

    def model_said(self, text: str) -> None:
        self._keep(text, sender="Machine", sender_name="AI", moment=None)

    async def close(self) -> None:
        """Return when everything is stored."""
        await asyncio.gather(*self._writes)

    def _keep(self, text: str, *, sender: str, sender_name: str, moment: datetime | None) -> None:
        if not text.strip():
            return
        message = Message.from_wire({"text": text, "sender": sender, "sender_name": sender_name})
        write = asyncio.create_task(self._store(message, moment or record_clock.now()))
        self._writes.add(write)
        write.add_done_callback(self._writes.discard)

    async def _store(self, message: Message, moment: datetime) -> None:
        talk = self._talk
        messages = RunMessages(
            flow_id=talk.flow_id, user_id=talk.user_id, run_id=uuid.uuid4(), session_id=talk.session_id
        )
        messages.keep(message)
        records = RunRecords(flow_id=talk.flow_id)
        messages.add_to(records, self._secrets)
        for row in records.messages:
            row.timestamp = moment
            row.run_id = None  # no run said it
        try:
            await record(records)
        except DatabaseError as error:
            logger.warning("What was said in a conversation with flow %s was not stored: %s", talk.flow_id, error)
