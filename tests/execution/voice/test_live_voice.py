"""Conversations over real sockets: how they close, what a slow client costs, and what a server that stops says."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from socket import SHUT_RDWR
from typing import Any

import aiohttp
import pytest

from tests.execution.builds.conftest import echo_data
from tests.execution.voice.speech_provider import SpeechProvider, running_speech_provider
from tests.live_server import LiveServer, free_port, running_server
from tests.services import own_database, postgresql_is_needed

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("live_voice")]

PIECES = 200
PIECE = "A" * 200_000
MORE_MEMORY_MB = 30.0
"""For what the kernel does not take, and first uses of modules: the client does not read 40 MB."""

KEY = {"x-langflow-global-var-openai_api_key": "sk-of-the-request"}


@pytest.fixture(scope="module")
def provider_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, provider_port: int) -> Iterator[LiveServer]:
    with running_server(
        tmp_path_factory.mktemp("voice"),
        LANGFLOW_AUTO_LOGIN="false",
        OPENAI_BASE_URL=f"http://127.0.0.1:{provider_port}/v1",
    ) as started:
        yield started


@pytest.fixture
async def provider(provider_port: int) -> AsyncIterator[SpeechProvider]:
    async with running_speech_provider(provider_port) as started:
        yield started


@pytest.fixture
async def session(server: LiveServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with session_with(server) as opened:
        yield opened


def session_with(server: LiveServer) -> aiohttp.ClientSession:
    timeout = aiohttp.ClientTimeout(total=60)
    return aiohttp.ClientSession(server.base, headers={"x-api-key": server.api_key()}, timeout=timeout)


async def path_to_echo(session: aiohttp.ClientSession, kind: str = "flow_as_tool") -> str:
    async with session.post("/api/v1/flows/", json={"name": "spoken", "data": echo_data()}) as answer:
        return f"/api/v1/voice/ws/{kind}/{(await answer.json())['id']}"


async def next_of(socket: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    while (event := json.loads((await socket.receive(timeout=10)).data))["type"] != kind:
        pass
    return event


async def close_of(socket: aiohttp.ClientWebSocketResponse) -> tuple[int, str]:
    while (message := await socket.receive(timeout=10)).type is aiohttp.WSMsgType.TEXT:
        pass
    assert message.type is aiohttp.WSMsgType.CLOSE
    return message.data, message.extra


async def test_a_socket_closes_with_a_code_and_a_reason(session: aiohttp.ClientSession) -> None:
    async with session.ws_connect(await path_to_echo(session)) as socket:
        assert (await next_of(socket, "error"))["key_name"] == "OPENAI_API_KEY"
        assert await close_of(socket) == (1008, "api_key_missing")


async def test_strangers_get_no_socket(server: LiveServer, session: aiohttp.ClientSession) -> None:
    path = await path_to_echo(session)
    async with aiohttp.ClientSession(server.base) as stranger:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await stranger.ws_connect(path)
    assert refused.value.status == 403


async def test_a_conversation_runs_the_flow(session: aiohttp.ClientSession, provider: SpeechProvider) -> None:
    async with session.ws_connect(await path_to_echo(session), headers=KEY) as socket:
        await next_of(socket, "session.created")
        item = {"type": "function_call", "name": "execute_flow", "call_id": "c", "arguments": '{"input": "hello"}'}
        await provider.says("response.output_item.done", response_id="r", item=item)
        assert (await provider.hears("conversation.item.create"))["item"]["output"] == "hello"
    assert provider.headers["Authorization"] == "Bearer sk-of-the-request"
    async with asyncio.timeout(10):
        await provider.closed.wait()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql, postgresql_is_needed])])
def own_server(
    request: pytest.FixtureRequest, tmp_path: Path, provider_port: int, provider: SpeechProvider
) -> Iterator[LiveServer]:
    """A server of the test's own, on each database."""
    with ExitStack() as stack:
        on_postgresql = request.param == "postgresql"
        database = {"LANGFLOW_DATABASE_URL": stack.enter_context(own_database())} if on_postgresql else {}
        address = {"OPENAI_BASE_URL": f"http://127.0.0.1:{provider_port}/v1"}
        yield stack.enter_context(running_server(tmp_path, LANGFLOW_AUTO_LOGIN="false", **address, **database))


async def test_what_is_said_stands_in_the_chat(own_server: LiveServer, provider: SpeechProvider) -> None:
    async with session_with(own_server) as session:
        path = await path_to_echo(session)
        async with session.ws_connect(f"{path}/aloud", headers=KEY) as socket:
            await next_of(socket, "session.created")
            await provider.says("input_audio_buffer.committed", item_id="i")
            content = [{"type": "audio", "transcript": "Good \0 day."}]
            item = {"type": "message", "role": "assistant", "content": content}
            await provider.says("response.output_item.done", response_id="r", item=item)
            heard = "conversation.item.input_audio_transcription.completed"
            await provider.says(heard, item_id="i", transcript="Hello")
            await next_of(socket, heard)
        # What is not stored yet when the client goes is stored all the same.
        said: list[dict[str, Any]] = []
        async with asyncio.timeout(10):
            while len(said) < 2:
                async with session.get("/api/v1/monitor/messages?session_id=aloud") as answer:
                    said = await answer.json()
    assert [(one["sender"], one["text"]) for one in said] == [("User", "Hello"), ("Machine", "Good \ufffd day.")]


async def test_what_a_slow_client_has_not_heard_waits_with_the_provider(
    server: LiveServer, session: aiohttp.ClientSession, provider: SpeechProvider
) -> None:
    async with session.ws_connect(await path_to_echo(session), headers=KEY, max_msg_size=0) as socket:
        await next_of(socket, "session.created")
        before = server.memory_mb()
        server.forget_memory_peak()
        saying = asyncio.create_task(say_much(provider))
        await asyncio.sleep(2)  # long enough for a server that does not wait to take everything
        assert not saying.done()
        assert server.memory_peak_mb() - before < MORE_MEMORY_MB
        for _ in range(PIECES):
            await next_of(socket, "response.audio.delta")
        await saying


async def say_much(provider: SpeechProvider) -> None:
    for _ in range(PIECES):
        await provider.says("response.audio.delta", response_id="r", delta=PIECE)


async def test_a_client_whose_line_breaks_ends_everything(
    server: LiveServer, session: aiohttp.ClientSession, provider: SpeechProvider
) -> None:
    socket = await session.ws_connect(await path_to_echo(session), headers=KEY)
    await next_of(socket, "session.created")
    socket.get_extra_info("socket").shutdown(SHUT_RDWR)
    async with asyncio.timeout(10):
        await provider.closed.wait()


async def test_a_server_that_stops_says_so(tmp_path: Path, provider: SpeechProvider) -> None:
    def told_to_stop() -> Iterator[LiveServer]:
        with running_server(
            tmp_path, LANGFLOW_AUTO_LOGIN="false", OPENAI_BASE_URL=f"{provider.base_url}/v1"
        ) as started:
            yield started

    servers = told_to_stop()
    server = await asyncio.to_thread(next, servers)
    async with session_with(server) as session, session.ws_connect(await path_to_echo(session), headers=KEY) as socket:
        await next_of(socket, "session.created")
        await provider.hears("session.update")
        os.kill(server.process_id, signal.SIGTERM)
        assert (await next_of(socket, "error"))["code"] == "server_stops"
        assert await close_of(socket) == (1001, "server_stops")
    await asyncio.to_thread(next, servers, None)
