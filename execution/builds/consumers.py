"""The events of one build over a websocket: an addition of ours beside the stream over HTTP.

Frames are JSON: `{"number": 7, "event": "token", "data": {...}}`, numbered as for `?after=`. A client may send
`{"type": "cancel"}` to end the build, and `{"type": "resume", "after": 7}` to get everything after the seventh event
(again). Its going away ends nothing. `gap` tells how many events are no longer kept. After the last event the server
closes the socket.
"""

import asyncio
import logging
from contextlib import aclosing, suppress
from typing import Any, Literal, Self

from channels.exceptions import DenyConnection
from channels.generic.websocket import AsyncWebsocketConsumer
from django.http import QueryDict
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from accounts.credentials import Credentials
from execution.builds import selectors, services
from execution.builds.work import LAST_OF_NONE
from execution.models import Job
from execution.runtime import jobs
from execution.wire.builds import gap_line
from langflow_site.common.database import in_database
from langflow_site.common.errors import ServerError
from langflow_site.common.models import dumps, loads

logger = logging.getLogger(__name__)

CLOSED_NORMALLY = 1000
FAILED = 1011
NOT_UNDERSTOOD = {"event": "error", "data": {"error": 'Send {"type": "cancel"} or {"type": "resume"}.'}}


class ClientMessage(BaseModel):
    """What a client may say."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["cancel", "resume"]
    after: int = Field(default=0, ge=0)

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """Return the message; None for anything else."""
        try:
            return cls.model_validate_json(text or "")
        except ValidationError:
            return None


class BuildConsumer(AsyncWebsocketConsumer):
    """Sends a build's events to whoever started it."""

    job: Job
    following: "asyncio.Task[None] | None" = None

    async def connect(self) -> None:
        job_id = self.scope["url_route"]["kwargs"]["job_id"]
        try:
            self.job = await in_database(selectors.job_of_user, Credentials.of_scope(self.scope), job_id)
        except ServerError as error:
            raise DenyConnection(str(error)) from None
        await self.accept()
        last_seen = QueryDict(self.scope.get("query_string", b"")).get("after")
        await self._follow(after=jobs.event_number(last_seen) or 0)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        match ClientMessage.parse(text_data):
            case ClientMessage(type="cancel"):
                await services.cancel_build(self.job.pk)
            case ClientMessage(type="resume", after=after):
                await self._follow(after=after)
            case _:
                await self.send(dumps(NOT_UNDERSTOOD))

    async def disconnect(self, code: int) -> None:
        await self._stop_following()

    async def _follow(self, *, after: int) -> None:
        await self._stop_following()
        self.following = asyncio.create_task(self._tell_everything(after))

    async def _stop_following(self) -> None:
        if self.following is not None:
            self.following.cancel()
            with suppress(asyncio.CancelledError):
                await self.following

    async def _tell_everything(self, after: int) -> None:
        try:
            await self._send_events(after)
        except Exception:  # the edge: whatever it is, the client is told that no more comes
            logger.exception("The events of job %s cannot be told", self.job.pk)
            await self.close(FAILED)
        else:
            await self.close(CLOSED_NORMALLY)

    async def _send_events(self, after: int) -> None:
        async with aclosing(jobs.follow(self.job.pk, after=after)) as events:
            async for told in events:
                match told:
                    case jobs.Entry(number=number, line=line):
                        await self.send(_frame(number, line))
                    case jobs.Gap(after=number, missed=missed):
                        await self.send(dumps({"number": number + missed, **gap_line(missed)}))
                    case jobs.EndLost():
                        await self.send(_frame(None, LAST_OF_NONE))


def _frame(number: int | None, line: bytes) -> str:
    facts: dict[str, Any] = loads(line.decode())
    return dumps({"number": number, **facts})
