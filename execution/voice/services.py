"""Hold a conversation from its beginning to its end; list voices."""

import asyncio
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn
from weakref import WeakSet

from django.conf import settings

from execution.voice.client import Client
from execution.voice.conversation import Conversation
from execution.voice.errors import Close, ConversationTooLong, ServerStops, TooManyConversations, VoiceError
from execution.voice.events import error_event
from execution.voice.providers import ELEVENLABS, OPENAI, key_of
from execution.voice.realtime import realtime_session
from execution.voice.selectors import Talk
from execution.voice.speaking import elevenlabs_voices
from execution.wire.redaction import Secrets
from langflow_site.common.errors import ServerError

_open: Counter[uuid.UUID] = Counter()
_clients: "WeakSet[Client]" = WeakSet()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a conversation ended, for the close frame."""

    code: int
    reason: str


async def converse(kind: type[Conversation], talk: Talk, client: Client) -> Ended:
    """Hold the conversation; what ends it is told as an event first. Only being cancelled ends it without a word."""
    _clients.add(client)
    try:
        with conversation_slot(talk.user_id):
            await _within_time(kind, talk, client)
    except ServerError as error:
        await client.tell(error_event(error))
        return Ended(code=error.close if isinstance(error, VoiceError) else Close.FAILED, reason=error.code)


def end_all() -> None:
    """Let every conversation of this process end, because the server stops."""
    for client in list(_clients):
        client.end(ServerStops())


async def _within_time(kind: type[Conversation], talk: Talk, client: Client) -> NoReturn:
    seconds = settings.LANGFLOW.VOICE_SECONDS
    try:
        async with asyncio.timeout(seconds):
            key = await key_of(OPENAI, talk, client.secrets)
            async with realtime_session(kind.query(), key) as realtime:
                await kind(talk, client, realtime, key).run()
    except TimeoutError:
        raise ConversationTooLong(seconds=round(seconds)) from None


@contextmanager
def conversation_slot(user_id: uuid.UUID) -> Iterator[None]:
    """Count a conversation of the user while the block lasts; raise TooManyConversations where there is no room."""
    limit = settings.LANGFLOW.VOICE_PER_USER
    if _open[user_id] >= limit:
        raise TooManyConversations(limit=limit)
    _open[user_id] += 1
    try:
        yield
    finally:
        _open[user_id] -= 1
        if not _open[user_id]:
            del _open[user_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who wants to know the voices."""

    user_id: uuid.UUID
    variables: Mapping[str, str] = field(default_factory=dict)


async def voices_of(listener: Listener) -> list[dict[str, str]]:
    """Return ElevenLabs' voices of the user's account; raises KeyMissing and what refuses or fails there."""
    return await elevenlabs_voices(await key_of(ELEVENLABS, listener, Secrets()))
