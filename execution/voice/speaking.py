"""Text to speech, streamed over the guarded client: OpenAI's voices or ElevenLabs'. Sound is PCM, 24 kHz, 16 bit."""

import base64
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import quote

import httpx
from django.conf import settings

from execution.runtime.web import forgetful_client
from execution.voice.events import Wire
from execution.voice.providers import ELEVENLABS, OPENAI, Provider, elevenlabs_url, openai_url

ELEVENLABS_VOICE = "JBFqnCBsd6RMkjVDRZzb"
"""The voice of whom names none: one that every account has."""
ELEVENLABS_MODEL = "eleven_multilingual_v2"

SAMPLE_BYTES = 2
PIECE_BYTES = 24_000
"""Half a second: what players get at once."""


class Speaker(Protocol):
    def speak(self, text: str) -> AsyncIterator[bytes]:
        """Yield the text as sound. Raises VoiceErrors, OutboundRefused and HostUnknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAiSpeaker:
    key: str
    voice: str
    instructions: str = ""
    """How to speak."""

    async def speak(self, text: str) -> AsyncIterator[bytes]:
        body: Wire = {
            "model": settings.LANGFLOW.VOICE_SPEECH_MODEL,
            "voice": self.voice,
            "input": text,
            "response_format": "pcm",
        }
        if self.instructions:
            body["instructions"] = self.instructions
        headers = {"Authorization": f"Bearer {self.key}"}
        async with _answered(OPENAI, "POST", openai_url("audio/speech"), headers, json=body) as answer:
            async for sound in answer.aiter_bytes():
                yield sound


@dataclass(frozen=True, slots=True, kw_only=True)
class ElevenLabsSpeaker:
    key: str
    voice: str = ELEVENLABS_VOICE

    async def speak(self, text: str) -> AsyncIterator[bytes]:
        url = elevenlabs_url(f"text-to-speech/{quote(self.voice, safe='')}/stream?output_format=pcm_24000")
        body = {"text": text, "model_id": ELEVENLABS_MODEL}
        async with _answered(ELEVENLABS, "POST", url, {"xi-api-key": self.key}, json=body) as answer:
            async for sound in answer.aiter_bytes():
                yield sound


async def elevenlabs_voices(key: str) -> list[dict[str, str]]:
    """Return the voices of the account, each as `{voice_id, name}`. Raises as `speak` does."""
    async with _answered(ELEVENLABS, "GET", elevenlabs_url("voices"), {"xi-api-key": key}) as answer:
        await answer.aread()
    try:
        voices = answer.json()["voices"]
        return [{"voice_id": str(voice["voice_id"]), "name": str(voice["name"])} for voice in voices]
    except (ValueError, KeyError, TypeError):
        raise ELEVENLABS.refusal(HTTPStatus.BAD_GATEWAY) from None


@asynccontextmanager
async def _answered(
    provider: Provider, method: str, url: str, headers: Mapping[str, str], *, json: Any = None
) -> AsyncIterator[httpx.Response]:
    """Give the good answer, still unread."""
    with provider.failures_told():
        async with forgetful_client().stream(method, url, headers=headers, json=json) as answer:
            if not answer.is_success:
                raise provider.refusal(answer.status_code)
            yield answer


async def sound_pieces(sound: AsyncIterator[bytes]) -> AsyncIterator[str]:
    """Yield the sound in base64, in pieces of whole samples: half of one would turn all that follows into noise."""
    held = b""
    async for piece in sound:
        held += piece
        while len(held) >= PIECE_BYTES:
            yield base64.b64encode(held[:PIECE_BYTES]).decode()
            held = held[PIECE_BYTES:]
        whole = len(held) - len(held) % SAMPLE_BYTES
        if whole:
            yield base64.b64encode(held[:whole]).decode()
            held = held[whole:]
