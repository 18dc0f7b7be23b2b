"""Speech models in this process: OpenAI's realtime socket in both dialects, its voices, and ElevenLabs'."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

Wire = dict[str, Any]

PREVIEW: Wire = {"id": "sess", "modalities": ["text", "audio"], "voice": "alloy"}
TODAY: Wire = {"id": "sess", "output_modalities": ["audio"], "audio": {"output": {"voice": "alloy"}}}

PREVIEW_MAY_SAY = frozenset(
    {
        "session.update",
        "transcription_session.update",
        "input_audio_buffer.append",
        "input_audio_buffer.commit",
        "input_audio_buffer.clear",
        "conversation.item.create",
        "conversation.item.truncate",
        "response.create",
        "response.cancel",
    }
)
TODAY_MAY_SAY = PREVIEW_MAY_SAY - {"transcription_session.update"}

SECONDS = 5.0


@dataclass
class SpeechProvider:
    """What it is told to do; what it was told."""

    base_url: str = ""
    speaks_today: bool = False
    status: int = 101
    """What answers the handshake; other than 101 refuses it."""
    greeting: Wire | None = None
    """In the place of `session.created`."""
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    events: list[Wire] = field(default_factory=list)
    """What its client sent."""
    speeches: list[Wire] = field(default_factory=list)
    """Requests for speech: path, headers, body."""
    speech_status: int = 200
    sound: tuple[bytes, ...] = (b"\x01\x02\x03", b"\x04\x05", b"\x06")
    """What is spoken for each request; the pieces do not end where samples end."""
    speech_pause: asyncio.Event | None = None
    """Set by the test to let a speech go on after its first piece."""
    reads: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared by the test to let it take nothing that is sent over the socket."""
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the socket is gone."""
    socket: web.WebSocketResponse | None = None
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def says(self, kind: str, **facts: Any) -> None:
        """Send an event to its client."""
        assert self.socket is not None
        await self.socket.send_json({"type": kind, **facts})

    async def hears(self, kind: str, *, number: int = 1) -> Wire:
        """Wait until the client sent so many events of the kind; return the last one."""
        async with asyncio.timeout(SECONDS), self._news:
            await self._news.wait_for(lambda: len(self.of_kind(kind)) >= number)
        return self.of_kind(kind)[number - 1]

    def of_kind(self, kind: str) -> list[Wire]:
        return [event for event in self.events if event["type"] == kind]

    async def realtime(self, request: web.Request) -> web.StreamResponse:
        self.query, self.headers = dict(request.query), dict(request.headers)
        if self.status != 101:
            return web.json_response({"error": {"message": "no"}}, status=self.status)
        self.socket = socket = web.WebSocketResponse()
        await socket.prepare(request)
        session = TODAY if self.speaks_today else PREVIEW
        await socket.send_json(self.greeting or {"type": "session.created", "session": session})
        await self.reads.wait()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._hear(json.loads(message.data))
        self.closed.set()
        return socket

    async def _hear(self, event: Wire) -> None:
        self.events.append(event)
        if event["type"] not in (TODAY_MAY_SAY if self.speaks_today else PREVIEW_MAY_SAY):
            error = {"type": "invalid_request_error", "code": "unknown_event", "message": event["type"]}
            await self.says("error", error=error)
        async with self._news:
            self._news.notify_all()

    async def speech(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.speeches.append({"path": request.path_qs, "headers": dict(request.headers), "body": body})
        if self.speech_status != 200:
            return web.json_response({"detail": "no"}, status=self.speech_status)
        answer = web.StreamResponse()
        await answer.prepare(request)
        for piece in self.sound:
            await answer.write(piece)
            if self.speech_pause is not None:
                await self.speech_pause.wait()
        return answer

    async def voices(self, request: web.Request) -> web.StreamResponse:
        self.headers = dict(request.headers)
        voices = [{"voice_id": "v1", "name": "Vera", "labels": {}}, {"voice_id": "v2", "name": "Viktor"}]
        return web.json_response({"voices": voices}, status=self.speech_status)


@asynccontextmanager
async def running_speech_provider(port: int = 0) -> AsyncIterator[SpeechProvider]:
    provider = SpeechProvider()
    provider.reads.set()
    application = web.Application()
    application.router.add_get("/v1/realtime", provider.realtime)
    application.router.add_post("/v1/audio/speech", provider.speech)
    application.router.add_post("/v1/text-to-speech/{voice}/stream", provider.speech)
    application.router.add_get("/v1/voices", provider.voices)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    provider.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield provider
    finally:
        provider.reads.set()
        if provider.speech_pause is not None:
            provider.speech_pause.set()
        await runner.cleanup()
