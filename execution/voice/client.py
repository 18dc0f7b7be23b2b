"""The client's side of a conversation: what it said and nobody read yet, and what it is told."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import NoReturn

from execution.voice.errors import TooMuchWaiting, VoiceError
from execution.voice.events import Wire
from execution.wire.redaction import Secrets
from langflow_site.common.models import dumps

MOST_WAITING = 2000
MOST_WAITING_BYTES = 4 * 1024 * 1024
"""Ten seconds of the editor's events, or a minute of sound: as long as a provider may take to answer the phone."""

SOUND = "response.audio.delta"


class Client:
    """One client. Who feeds it never waits; who reads it and who tells it something does."""

    def __init__(self, send: Callable[[str], Awaitable[None]]) -> None:
        self.secrets = Secrets()
        """What no event may tell."""
        self._send = send
        self._waiting: deque[str | None] = deque()
        self._bytes = 0
        self._news = asyncio.Event()
        self._end: asyncio.Future[VoiceError] = asyncio.get_running_loop().create_future()

    def feed(self, text: str | None) -> None:
        """Keep what the client said until it is read; None stands for bytes."""
        self._bytes += len(text or "")
        self._waiting.append(text)
        if len(self._waiting) > MOST_WAITING or self._bytes > MOST_WAITING_BYTES:
            self.end(TooMuchWaiting())
            self._waiting.clear()
            self._bytes = 0
        self._news.set()

    async def heard(self) -> str | None:
        """Return what the client said next."""
        while not self._waiting:
            self._news.clear()
            await self._news.wait()
        text = self._waiting.popleft()
        self._bytes -= len(text or "")
        return text

    def end(self, reason: VoiceError) -> None:
        """Let the conversation end with that reason; the first one counts."""
        if not self._end.done():
            self._end.set_result(reason)

    async def ended(self) -> NoReturn:
        """Wait until the conversation has to end, then raise why: the client floods us, or the server stops."""
        raise await asyncio.shield(self._end)

    async def tell(self, event: Wire) -> None:
        """Send an event without secrets; waits while the client does not take what it was told before."""
        safe = event if event["type"] == SOUND else self.secrets.masked(event)
        await self._send(dumps(safe))
