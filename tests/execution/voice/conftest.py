"""People who talk to a flow, and the provider that hears them."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings

from accounts.models import User
from flows.models import Flow
from langflow_site.asgi import application
from langflow_site.common import http
from monitor.models import Message
from tests.clients import HeaderClient
from tests.execution.builds.conftest import echo_data, store_flow
from tests.execution.voice.speech_provider import SECONDS, SpeechProvider, running_speech_provider

Wire = dict[str, Any]

KEY = "sk-of-the-environment"
SESSION = "the-session"


class Caller:
    """A client of one of the sockets."""

    def __init__(self, path: str, headers: list[tuple[bytes, bytes]]) -> None:
        self.communicator = WebsocketCommunicator(application, path, headers=headers)

    async def is_let_in(self) -> bool:
        return bool((await self.communicator.connect())[0])

    async def says(self, kind: str, **facts: Any) -> None:
        await self.communicator.send_to(json.dumps({"type": kind, **facts}))

    async def hears(self, kind: str) -> Wire:
        """Return the next event of the kind; others on the way are dropped."""
        return (await self.hears_until(kind))[-1]

    async def hears_until(self, kind: str) -> list[Wire]:
        """Return the events up to the next one of the kind."""
        events: list[Wire] = []
        while not events or events[-1]["type"] != kind:
            events.append(json.loads(await self.communicator.receive_from(timeout=SECONDS)))
        return events

    async def is_hung_up(self) -> Wire:
        """Return the close frame; events before it are dropped."""
        while (output := await self.communicator.receive_output(SECONDS))["type"] != "websocket.close":
            pass
        return dict(output)

    async def hangs_up(self) -> None:
        await self.communicator.disconnect()


Call = Callable[..., Coroutine[Any, Any, Caller]]


def caller_with(
    client: HeaderClient | None, path: str, *headers: tuple[bytes, bytes], host: bytes = b"testserver"
) -> Caller:
    """Return a caller with the client's credentials, who has not called yet."""
    own = client.own_headers if client else {}
    return Caller(
        path, [(b"host", host), *headers, *((name.lower().encode(), value.encode()) for name, value in own.items())]
    )


@pytest.fixture
async def alices(async_client_of: Callable[[str], Any]) -> HeaderClient:
    return await async_client_of("alice")


@pytest.fixture
async def bobs(async_client_of: Callable[[str], Any]) -> HeaderClient:
    return await async_client_of("bob")


@pytest.fixture
def echo(alice: User, shared_connection: None) -> Flow:
    return store_flow(alice, echo_data(), description="Says it again")


@pytest.fixture
async def provider(shared_connection: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SpeechProvider]:
    async with running_speech_provider() as started:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{started.base_url}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.delenv("ELEVENLABS_API_KEY", raising=False)
        monkeypatch.setattr(settings.LANGFLOW, "VOICE_ELEVENLABS_URL", started.base_url)
        yield started
        await http.close_clients()


@pytest.fixture
async def call(alices: HeaderClient, echo: Flow, provider: SpeechProvider) -> AsyncIterator[Call]:
    """Return a function that lets Alice call a kind of socket, with her echo flow and a session."""
    callers: list[Caller] = []

    async def connected(kind: str = "flow_as_tool", *, session: str | None = SESSION) -> Caller:
        path = f"/api/v1/voice/ws/{kind}/{echo.pk}" + (f"/{session}" if session else "")
        callers.append(caller_with(alices, path))
        assert await callers[-1].is_let_in()
        return callers[-1]

    yield connected
    await asyncio.gather(*(one.hangs_up() for one in callers))


def _messages(session: str) -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(session_id=session).order_by("timestamp")
    return [(row.sender, row.sender_name, row.text) for row in rows]


async def messages_of(session: str, *, count: int) -> list[tuple[str, str, str]]:
    """Return the messages of the session as soon as there are so many."""
    async with asyncio.timeout(SECONDS):
        while len(found := await sync_to_async(_messages)(session)) < count:  # noqa: ASYNC110 - the database changes
            await asyncio.sleep(0.01)
    return found


def new_item() -> str:
    return f"item_{uuid.uuid4().hex}"
