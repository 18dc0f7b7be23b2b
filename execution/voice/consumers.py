"""Conversations by voice over websockets. Frames are JSON, as clients of OpenAI's Realtime API know them.

What ends a conversation comes as an `error` event, then as a close frame with a code and the error's code as reason.
A client that goes away ends everything.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Any, ClassVar

from channels.exceptions import DenyConnection
from channels.generic.websocket import AsyncWebsocketConsumer

from accounts.credentials import Credentials
from execution.runtime.variables import variables_in_headers
from execution.voice import selectors, services
from execution.voice.client import Client
from execution.voice.conversation import Conversation
from execution.voice.errors import Close
from execution.voice.events import error_event
from execution.voice.selectors import Talk
from execution.voice.services import Ended
from execution.voice.speech_conversation import SpeechConversation
from execution.voice.tool_conversation import ToolConversation
from langflow_site.common.database import in_database
from langflow_site.common.errors import ServerError

logger = logging.getLogger(__name__)


class VoiceConsumer(AsyncWebsocketConsumer):
    """The base of the two: lets in whom the flow belongs to."""

    kind: ClassVar[type[Conversation]]
    client: Client
    conversation: "asyncio.Task[None] | None" = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:  # also when the server stops and cancels what is left
            await self._end()

    async def connect(self) -> None:
        parameters = self.scope["url_route"]["kwargs"]
        credentials = Credentials.of_scope(self.scope)
        variables = variables_in_headers(self.scope["headers"])
        try:
            talk = await in_database(
                selectors.talk_of, credentials, parameters["flow_id"], parameters.get("session_id"), variables
            )
        except ServerError as error:
            raise DenyConnection(str(error)) from None
        await self.accept()
        self.client = Client(self.send)
        self.conversation = asyncio.create_task(self._converse(talk))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        self.client.feed(text_data)

    async def _converse(self, talk: Talk) -> None:
        try:
            ended = await services.converse(self.kind, talk, self.client)
        except Exception:  # the edge: whatever it is, the client is told that it is over
            logger.exception("A conversation with flow %s cannot go on", talk.flow_id)
            await self.client.tell(error_event(ServerError()))
            ended = Ended(code=Close.FAILED, reason=ServerError.code)
        await self.close(ended.code, ended.reason)

    async def _end(self) -> None:
        if self.conversation is not None:
            self.conversation.cancel()
            with suppress(asyncio.CancelledError):
                await self.conversation


class FlowAsToolConsumer(VoiceConsumer):
    kind = ToolConversation


class FlowSpeechConsumer(VoiceConsumer):
    kind = SpeechConversation
