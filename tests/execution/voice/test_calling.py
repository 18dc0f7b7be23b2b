"""Who is let in, with whose key, what is said when it does not work, and how much anybody may say."""

import asyncio
import json
import uuid
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from accounts.models import User
from accounts.services.variables import create_variable
from execution.voice import services
from execution.voice.client import MOST_WAITING_BYTES
from flows.models import Flow
from langflow_site.common import outbound_sockets
from tests.clients import HeaderClient
from tests.execution.voice.conftest import SESSION, Call, caller_with
from tests.execution.voice.speech_provider import SpeechProvider
from tests.things import key_of

Wire = dict[str, Any]

KINDS = ("flow_as_tool", "flow_tts")

both_kinds = pytest.mark.parametrize("kind", KINDS)


def path_of(kind: str, flow_id: object, query: str = "") -> str:
    return f"/api/v1/voice/ws/{kind}/{flow_id}{query}"


@both_kinds
async def test_strangers_and_others_are_refused(
    kind: str, alices: HeaderClient, bobs: HeaderClient, echo: Flow, provider: SpeechProvider
) -> None:
    own = path_of(kind, echo.pk)
    bad_key = (b"x-api-key", b"sk-nonsense")
    for refused in (
        caller_with(None, own),
        caller_with(None, f"{own}/{SESSION}"),
        caller_with(None, own, bad_key),
        caller_with(None, own, (b"cookie", b"access_token_lf=nonsense")),
        caller_with(bobs, own),
        caller_with(alices, path_of(kind, uuid.uuid4())),
        caller_with(alices, path_of(kind, "zz")),
        caller_with(alices, path_of(kind, "zz/s/more")),
        caller_with(alices, own, host=b"evil.example"),
    ):
        assert not await refused.is_let_in()
    assert provider.socket is None


async def test_an_unknown_socket_is_refused(alices: HeaderClient) -> None:
    assert not await caller_with(alices, "/api/v1/voice/ws/nope").is_let_in()


@both_kinds
async def test_a_cookie_of_another_site_opens_nothing(
    kind: str, alices: HeaderClient, echo: Flow, provider: SpeechProvider
) -> None:
    token = alices.own_headers["Authorization"].removeprefix("Bearer ")
    cookie = (b"cookie", f"access_token_lf={token}".encode())
    own = caller_with(None, path_of(kind, echo.pk), cookie, (b"origin", b"http://testserver"))
    assert await own.is_let_in()
    await own.hangs_up()
    assert not await caller_with(None, path_of(kind, echo.pk), cookie, (b"origin", b"http://evil.example")).is_let_in()


@both_kinds
@pytest.mark.parametrize("place", ["query", "header"])
async def test_an_api_key_opens_it(kind: str, place: str, alice: User, echo: Flow, provider: SpeechProvider) -> None:
    key = await sync_to_async(key_of)(alice)
    query, headers = (f"?x-api-key={key}", []) if place == "query" else ("", [(b"x-api-key", key.encode())])
    caller = caller_with(None, path_of(kind, echo.pk, query), *headers)
    assert await caller.is_let_in()
    assert (await caller.hears("session.created"))["session"]
    await caller.hangs_up()


@both_kinds
async def test_a_missing_key_is_told_as_the_editor_knows_it(
    kind: str, call: Call, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    caller = await call(kind)
    error = await caller.hears("error")
    assert (error["code"], error["key_name"]) == ("api_key_missing", "OPENAI_API_KEY")
    assert "api key" in error["error"]["message"].lower()
    assert await caller.is_hung_up() == {"type": "websocket.close", "code": 1008, "reason": "api_key_missing"}
    assert provider.socket is None


async def test_the_environments_key_is_for_nobody_where_the_operator_says_so(
    call: Call, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "FALLBACK_TO_ENVIRONMENT", False)
    assert (await (await call()).hears("error"))["code"] == "api_key_missing"


async def test_the_users_own_key_wins(call: Call, provider: SpeechProvider, alice: User) -> None:
    await sync_to_async(create_variable)(
        user=alice, name="OPENAI_API_KEY", value="sk-of-alice", kind=None, default_fields=None
    )
    await (await call()).hears("session.created")
    assert provider.headers["Authorization"] == "Bearer sk-of-alice"


async def test_a_key_may_come_with_the_handshake(alices: HeaderClient, echo: Flow, provider: SpeechProvider) -> None:
    header = (b"x-langflow-global-var-openai%5fapi%5fkey", b"sk-of-the-request")
    caller = caller_with(alices, path_of("flow_as_tool", echo.pk), header)
    assert await caller.is_let_in()
    await caller.hears("session.created")
    assert provider.headers["Authorization"] == "Bearer sk-of-the-request"
    await caller.hangs_up()


@both_kinds
@pytest.mark.parametrize(
    ("status", "code", "close"),
    [
        (401, "api_key_refused", 1008),
        (403, "api_key_refused", 1008),
        (429, "provider_rate_limited", 1013),
        (500, "provider_unavailable", 1011),
        (302, "provider_unavailable", 1011),
    ],
)
async def test_a_provider_that_refuses_is_told(
    kind: str, status: int, code: str, close: int, call: Call, provider: SpeechProvider
) -> None:
    provider.status = status
    caller = await call(kind)
    assert (await caller.hears("error"))["code"] == code
    assert await caller.is_hung_up() == {"type": "websocket.close", "code": close, "reason": code}


@pytest.mark.parametrize(
    ("problem", "code"),
    [("invalid_api_key", "api_key_refused"), ("insufficient_quota", "provider_unavailable")],
)
async def test_a_provider_that_greets_with_an_error_is_told(
    problem: str, code: str, call: Call, provider: SpeechProvider
) -> None:
    provider.greeting = {"type": "error", "error": {"code": problem, "message": "no"}}
    assert (await (await call()).hears("error"))["code"] == code


async def test_a_provider_that_is_away_is_told(
    call: Call, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{unused_tcp_port}/v1")
    caller = await call()
    error = await caller.hears("error")
    assert error["code"] == "provider_unavailable"
    assert str(unused_tcp_port) not in json.dumps(error)
    assert (await caller.is_hung_up())["code"] == 1011


@pytest.mark.parametrize("base_url", ["ftp://provider.example/v1", "nonsense", "http://"])
async def test_an_address_that_is_none_is_told(base_url: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", base_url)
    assert (await (await call()).hears("error"))["code"] == "provider_unavailable"


async def test_addresses_that_flows_may_not_reach_voices_may_not_reach(
    call: Call, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "LISTENS_ON_LOOPBACK_ONLY", False)
    caller = await call()
    assert (await caller.hears("error"))["code"] == "outbound_refused"
    assert (await caller.is_hung_up())["code"] == 1011
    assert provider.socket is None


async def test_without_the_extra_it_is_named(
    call: Call, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound_sockets, "are_available", lambda: False)
    error = await (await call()).hears("error")
    assert (error["code"], "`voice`" in error["message"]) == ("voice_not_installed", True)


async def test_a_user_has_a_bounded_number_of_conversations(
    call: Call, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "VOICE_PER_USER", 1)
    first = await call()
    await first.hears("session.created")
    second = await call()
    assert (await second.hears("error"))["code"] == "too_many_conversations"
    assert (await second.is_hung_up())["code"] == 1013
    await first.hangs_up()
    await (await call()).hears("session.created")


async def test_a_conversation_has_an_end(call: Call, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "VOICE_SECONDS", 0.3)
    caller = await call()
    assert (await caller.hears("error"))["code"] == "conversation_too_long"
    assert await caller.is_hung_up() == {"type": "websocket.close", "code": 1000, "reason": "conversation_too_long"}
    assert not services._open


@both_kinds
async def test_nobody_is_waited_for_without_end(
    kind: str, call: Call, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "VOICE_IDLE_SECONDS", 0.2)
    caller = await call(kind)
    assert (await caller.hears("error"))["code"] == "conversation_idle"
    assert (await caller.is_hung_up())["code"] == 1000
    async with asyncio.timeout(5):
        await provider.closed.wait()


@both_kinds
async def test_who_says_more_than_the_provider_takes_is_cut_off(
    kind: str, call: Call, provider: SpeechProvider
) -> None:
    provider.reads.clear()
    caller = await call(kind)
    sound = "A" * 900_000
    # What the kernel's buffers take is much, so it may take a while until something waits here.
    for _ in range(20 * MOST_WAITING_BYTES // len(sound)):
        await caller.says("input_audio_buffer.append", audio=sound)
        await asyncio.sleep(0)
    assert (await caller.hears("error"))["code"] == "too_much_waiting"
    assert (await caller.is_hung_up())["code"] == 1008
    provider.reads.set()


async def test_a_failure_of_ours_is_told_without_its_words(
    call: Call, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: object) -> None:
        raise LookupError("/somewhere/secret.py")

    monkeypatch.setattr(services, "key_of", breaks)
    caller = await call()
    error = await caller.hears("error")
    assert error["code"] == "server_error"
    assert "secret.py" not in json.dumps(error)
    assert (await caller.is_hung_up())["code"] == 1011


class TestVoices:
    """`GET /api/v1/voice/elevenlabs/voice_ids`."""

    URL = "/api/v1/voice/elevenlabs/voice_ids"

    async def test_it_lists_the_voices_of_the_account(
        self, alices: HeaderClient, alice: User, provider: SpeechProvider
    ) -> None:
        key = {"name": "ELEVENLABS_API_KEY", "value": "el-of-alice", "kind": None, "default_fields": None}
        await sync_to_async(create_variable)(user=alice, **key)
        answer = await alices.get(self.URL)
        assert answer.json() == [{"voice_id": "v1", "name": "Vera"}, {"voice_id": "v2", "name": "Viktor"}]
        assert provider.headers["xi-api-key"] == "el-of-alice"

    async def test_a_missing_key_is_told(self, alices: HeaderClient, provider: SpeechProvider) -> None:
        answer = await alices.get(self.URL)
        assert (answer.status_code, list(answer.json())) == (200, ["error"])

    @pytest.mark.parametrize(("status", "answered"), [(401, 200), (429, 429), (500, 502)])
    async def test_a_refusal_keeps_its_meaning(
        self, alices: HeaderClient, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch,
        status: int, answered: int,
    ) -> None:  # fmt: skip
        monkeypatch.setenv("ELEVENLABS_API_KEY", "el-of-the-environment")
        provider.speech_status = status
        answer = await alices.get(self.URL)
        assert answer.status_code == answered
        assert "el-of-the-environment" not in answer.content.decode()

    async def test_the_config_tells_whether_voices_are_there(
        self, alices: HeaderClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert (await alices.get("/api/v1/config")).json()["voice_mode_available"] is True
        monkeypatch.setattr(outbound_sockets, "are_available", lambda: False)
        assert (await alices.get("/api/v1/config")).json()["voice_mode_available"] is False


ODD: list[Any] = [None, 7, "", "x", [], [1], {}, {"type": 7}, {"a": {"b": []}}, True]
FIELDS = (
    "session", "audio", "response", "item", "voice", "enabled", "voice_id", "language", "progress_enabled", "event_id",
)  # fmt: skip
SESSION_FIELDS = (
    "modalities", "audio", "turn_detection", "instructions", "voice", "input_audio_format", "output_modalities",
)  # fmt: skip
KNOWN_TYPES = (
    "session.update",
    "transcription_session.update",
    "input_audio_buffer.append",
    "input_audio_buffer.commit",
    "conversation.item.create",
    "response.create",
    "response.cancel",
    "langflow.voice_mode.config",
    "langflow.elevenlabs.config",
    "voice.settings",
)


def odd_events() -> list[Wire]:
    events = [{"type": kind, name: value} for kind in KNOWN_TYPES for name in FIELDS for value in ODD]
    sessions = [{name: value} for name in SESSION_FIELDS for value in ODD] + [{"audio": {"input": v}} for v in ODD]
    events += [{"type": kind, "session": session} for kind in KNOWN_TYPES[:2] for session in sessions]
    events += [{"type": "response.create", "response": session} for session in sessions]
    contents = [{"role": "assistant", "content": value} for value in [*ODD, [None], [{"type": []}]]]
    return events + [{"type": "conversation.item.create", "item": item} for item in contents]


@both_kinds
@pytest.mark.parametrize("speaks_today", [False, True])
async def test_no_event_of_a_client_ends_the_conversation(
    kind: str, speaks_today: bool, call: Call, provider: SpeechProvider
) -> None:
    provider.speaks_today = speaks_today
    caller = await call(kind)
    for event in odd_events():
        await caller.communicator.send_to(json.dumps(event))
        await asyncio.sleep(0)
    await caller.says("input_audio_buffer.append", audio="AAAA")
    await caller.says("input_audio_buffer.append", audio="THE END")
    number = 0
    while (await provider.hears("input_audio_buffer.append", number=(number := number + 1)))["audio"] != "THE END":
        pass
    await provider.says("input_audio_buffer.speech_started", item_id="i")
    assert (await caller.hears("input_audio_buffer.speech_started"))["item_id"] == "i"


@both_kinds
@pytest.mark.parametrize("speaks_today", [False, True])
async def test_no_event_of_a_provider_ends_the_conversation(
    kind: str, speaks_today: bool, call: Call, provider: SpeechProvider
) -> None:
    provider.speaks_today = speaks_today
    caller = await call(kind)
    await caller.hears("session.created")
    kinds = (
        "session.updated", "response.created", "response.done", "response.output_item.done", "conversation.item.added",
        "response.text.delta", "response.audio.delta", "response.output_text.delta", "input_audio_buffer.committed",
        "conversation.item.input_audio_transcription.completed", "conversation.item.created", "error", "unheard.of",
    )  # fmt: skip
    names = ("session", "response", "item", "delta", "transcript", "item_id", "error", "part", "response_id")
    for name in kinds:
        for facts in ({field: value} for field in names for value in ODD):
            await provider.says(name, **facts)
    item = {"type": "function_call", "name": "execute_flow"}
    for arguments in ODD:
        await provider.says("response.output_item.done", item={**item, "arguments": arguments})
    await provider.says("the.end")
    assert await caller.hears("the.end")
