"""What both kinds of conversation have in common: two sides that are heard at once, and an end for everything."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from typing import Any, NoReturn

from django.conf import settings

from execution.voice.client import Client
from execution.voice.errors import EventInvalid, KeyMissing, NobodySpeaks
from execution.voice.events import Wire, client_event, error_event, field_of, interrupted_event
from execution.voice.providers import ELEVENLABS, key_of
from execution.voice.realtime import Realtime
from execution.voice.selectors import Talk
from execution.voice.speaking import ELEVENLABS_VOICE, ElevenLabsSpeaker
from execution.voice.transcripts import Transcripts

SOUND_EVENT = "input_audio_buffer.append"


class Conversation(ABC):
    """One client and one session with the provider."""

    def __init__(self, talk: Talk, client: Client, realtime: Realtime, key: str) -> None:
        self.talk = talk
        self.client = client
        self.realtime = realtime
        self.key = key
        """OpenAI's."""
        self.transcripts = Transcripts(talk, client.secrets)
        self._audible: str | None = None
        """The response that the client may still be playing: sound comes faster than it is heard."""
        self._tasks: asyncio.TaskGroup
        self._under_way: set[asyncio.Task[None]] = set()

    @classmethod
    @abstractmethod
    def query(cls) -> str:
        """Return which session the provider shall open, as the query of its address."""

    @abstractmethod
    async def begin(self) -> None:
        """Tell the provider what to do."""

    @abstractmethod
    async def on_client(self, event: Wire) -> None:
        """Act on what the client sent; raise EventInvalid where it makes no sense."""

    @abstractmethod
    async def on_provider(self, event: Wire) -> None:
        """Act on what the provider sent."""

    async def run(self) -> NoReturn:
        """Talk until one side ends it or something fails: always raises why. Then nothing of it goes on."""
        try:
            async with asyncio.TaskGroup() as self._tasks:
                self._tasks.create_task(self._hear_client())
                self._tasks.create_task(self._hear_provider())
                self._tasks.create_task(self.client.ended())
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            await self.transcripts.close()
        raise AssertionError("A conversation has no end of its own.")

    def start(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Do the work beside the conversation; it ends with it, and ends it if it fails."""
        task = self._tasks.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def chosen_speaker(self, event: Wire) -> ElevenLabsSpeaker | None:
        """Return ElevenLabs' voice that the client wants to hear; None for OpenAI's, also where there is no key."""
        if not field_of(event, "enabled", bool, default=False):
            return None
        voice = field_of(event, "voice_id", str) or ELEVENLABS_VOICE
        try:
            key = await key_of(ELEVENLABS, self.talk, self.client.secrets)
        except KeyMissing as error:
            await self.client.tell(error_event(error))
            return None
        return ElevenLabsSpeaker(key=key, voice=voice)

    async def tell_sound(self, event: Wire) -> None:
        """Let the client hear a piece of a response."""
        self._audible = event["response_id"]
        await self.client.tell(event)

    async def stop_players(self) -> str | None:
        """Let the client stop what it plays; return the response's id, or None if there is nothing to hear."""
        silenced, self._audible = self._audible, None
        if silenced is not None:
            await self.client.tell(interrupted_event(silenced))
        return silenced

    async def _hear_client(self) -> None:
        await self.begin()
        while True:
            text = await self._heard()
            try:
                await self.on_client(client_event(text))
            except EventInvalid as error:
                await self.client.tell(error_event(error))

    async def _heard(self) -> str | None:
        seconds = settings.LANGFLOW.VOICE_IDLE_SECONDS
        while True:
            try:
                async with asyncio.timeout(seconds):
                    return await self.client.heard()
            except TimeoutError:
                if not self._under_way:
                    raise NobodySpeaks(seconds=seconds) from None

    async def _hear_provider(self) -> None:
        while True:
            await self.on_provider(await self.realtime.receive())
