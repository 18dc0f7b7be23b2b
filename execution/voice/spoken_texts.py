"""A model's text, spoken by somebody else while it is still written."""

import asyncio
from collections.abc import Awaitable, Callable

from execution.voice.cutting import SentenceCutter
from execution.voice.events import Wire, sound_done_event, sound_event
from execution.voice.speaking import Speaker, sound_pieces

Tell = Callable[[Wire], Awaitable[None]]


async def say(speaker: Speaker, text: str, *, response_id: str, tell: Tell) -> None:
    """Speak the text, piece by piece as the client takes it."""
    async for sound in sound_pieces(speaker.speak(text)):
        await tell(sound_event(sound, response_id=response_id))


class SpokenText:
    """One response of a model that only writes."""

    def __init__(self, speaker: Speaker, response_id: str, tell: Tell) -> None:
        self._speaker = speaker
        self._response_id = response_id
        self._tell = tell
        self._cutter = SentenceCutter()
        self._sentences: asyncio.Queue[str | None] = asyncio.Queue()

    def add(self, text: str) -> None:
        for sentence in self._cutter.add(text):
            self._sentences.put_nowait(sentence)

    def end(self) -> None:
        """No more text comes."""
        for sentence in self._cutter.rest():
            self._sentences.put_nowait(sentence)
        self._sentences.put_nowait(None)

    async def speak(self) -> None:
        """Speak what there is and what is added, up to the end. Raises as Speaker does."""
        is_heard = False
        while (sentence := await self._sentences.get()) is not None:
            await say(self._speaker, sentence, response_id=self._response_id, tell=self._tell)
            is_heard = True
        if is_heard:
            await self._tell(sound_done_event(self._response_id))
