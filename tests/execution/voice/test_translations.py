"""The rules of voice that need no socket: dialects, sessions, sentences, samples, turns, what is told."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest

from execution.voice import sessions
from execution.voice.client import MOST_WAITING, Client
from execution.voice.cutting import LONGEST_PIECE, MOST_SPOKEN, SentenceCutter, pieces_of
from execution.voice.dialects import is_todays, known_session, to_known, to_today
from execution.voice.errors import EventInvalid, KeyMissing, TooMuchWaiting
from execution.voice.events import client_event, error_event, progress_event
from execution.voice.flow_runs import MOST_LINES, Progress
from execution.voice.speaking import PIECE_BYTES, sound_pieces
from execution.voice.turns import NOT_YET, Turns

PREVIEW_SESSION = {
    "modalities": ["text", "audio"],
    "instructions": "be kind",
    "voice": "echo",
    "temperature": 0.8,
    "input_audio_format": "pcm16",
    "output_audio_format": "g711_ulaw",
    "turn_detection": {"type": "server_vad"},
    "input_audio_transcription": {"model": "whisper-1"},
    "input_audio_noise_reduction": {"type": "near_field"},
    "max_response_output_tokens": 100,
    "tools": [],
    "tool_choice": "auto",
}

TODAYS_SESSION = {
    "type": "realtime",
    "instructions": "be kind",
    "tools": [],
    "tool_choice": "auto",
    "output_modalities": ["audio"],
    "max_output_tokens": 100,
    "audio": {
        "input": {
            "format": {"type": "audio/pcm", "rate": 24000},
            "turn_detection": {"type": "server_vad"},
            "transcription": {"model": "whisper-1"},
            "noise_reduction": {"type": "near_field"},
        },
        "output": {"voice": "echo", "format": {"type": "audio/pcmu"}},
    },
}


def test_a_session_is_put_into_todays_words() -> None:
    event = {"type": "session.update", "session": PREVIEW_SESSION}
    assert to_today(event) == {"type": "session.update", "session": TODAYS_SESSION}


def test_a_session_of_today_is_told_in_the_words_that_clients_know() -> None:
    known = known_session(TODAYS_SESSION)
    expected = {**PREVIEW_SESSION, "type": "realtime", "modalities": ["audio", "text"]}
    del expected["temperature"]
    assert known == expected


def test_a_session_of_the_preview_stays() -> None:
    assert known_session(PREVIEW_SESSION) is PREVIEW_SESSION
    assert not is_todays(PREVIEW_SESSION)
    assert is_todays(TODAYS_SESSION)


def test_a_listening_session_has_a_type_of_its_own_today() -> None:
    event = {"type": "transcription_session.update", "session": sessions.listening_session(transcription_model="m")}
    today = to_today(event)
    assert today["type"] == "session.update"
    assert today["session"]["type"] == "transcription"
    assert today["session"]["audio"]["input"]["transcription"] == {"model": "m"}
    assert "output_modalities" not in today["session"]


def test_a_wish_for_a_response_is_put_into_todays_words() -> None:
    response = {"modalities": ["text"], "voice": "ash", "temperature": 1, "instructions": "x", "tool_choice": "none"}
    assert to_today({"type": "response.create", "response": response})["response"] == {
        "output_modalities": ["text"],
        "audio": {"output": {"voice": "ash"}},
        "instructions": "x",
        "tool_choice": "none",
    }


@pytest.mark.parametrize(
    ("today", "known"),
    [
        ("response.output_audio.delta", "response.audio.delta"),
        ("response.output_audio.done", "response.audio.done"),
        ("response.output_audio_transcript.delta", "response.audio_transcript.delta"),
        ("response.output_text.done", "response.text.done"),
        ("response.output_item.done", "response.output_item.done"),
        ("input_audio_buffer.speech_started", "input_audio_buffer.speech_started"),
    ],
)
def test_events_of_today_get_the_names_that_clients_know(today: str, known: str) -> None:
    assert to_known({"type": today, "delta": "x"}) == {"type": known, "delta": "x"}


def test_contents_of_today_get_the_names_that_clients_know() -> None:
    item = {"id": "i", "content": [{"type": "output_audio", "transcript": "t"}, {"type": "input_text", "text": "u"}]}
    known = [{"type": "audio", "transcript": "t"}, {"type": "input_text", "text": "u"}]
    assert to_known({"type": "conversation.item.added", "item": item}) == {
        "type": "conversation.item.created",
        "item": {"id": "i", "content": known},
    }
    done = to_known({"type": "response.done", "response": {"output": [item], "output_modalities": ["text"]}})
    assert done["response"] == {"output": [{"id": "i", "content": known}], "modalities": ["text"]}
    part = to_known({"type": "response.content_part.added", "part": {"type": "output_text", "text": ""}})
    assert part["part"]["type"] == "text"


def test_what_an_assistant_said_before_is_handed_over_in_todays_words() -> None:
    item = {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "t"}]}
    today = to_today({"type": "conversation.item.create", "item": item})
    assert today["item"]["content"] == [{"type": "output_text", "text": "t"}]


DEFAULT = sessions.tool_session("Says it again", transcription_model="m")


def test_a_client_changes_voice_and_turns_and_adds_instructions() -> None:
    wanted = {"voice": "ash", "turn_detection": None, "instructions": "Rhyme."}
    changed = sessions.changed_session(DEFAULT, wanted)
    assert (changed["voice"], changed["turn_detection"]) == ("ash", None)
    assert changed["instructions"] == f"{sessions.INSTRUCTIONS}\n\nRhyme."


def test_a_client_may_use_todays_names() -> None:
    changed = sessions.changed_session(DEFAULT, {"type": "realtime", "audio": {"output": {"voice": "marin"}}})
    assert changed["voice"] == "marin"


def test_tools_and_formats_are_not_the_clients_business() -> None:
    wanted = {"tools": [], "tool_choice": "none", "input_audio_format": "g711_ulaw", "modalities": ["text"]}
    assert sessions.changed_session(DEFAULT, wanted) == DEFAULT


def test_instructions_have_to_be_a_text() -> None:
    with pytest.raises(EventInvalid):
        sessions.changed_session(DEFAULT, {"instructions": 7})


@pytest.mark.parametrize(
    ("tag", "code"), [("de-CH", "de"), ("EN", "en"), ("yue", "yue"), ("", ""), (None, ""), ("x", ""), ("12", "")]
)
def test_a_language_is_named_as_the_provider_does(tag: Any, code: str) -> None:
    assert sessions.language_code(tag) == code


def test_sentences_are_spoken_as_soon_as_they_are_whole() -> None:
    cutter = SentenceCutter()
    assert cutter.add("It is 3.5 degrees. Take a ") == ["It is 3.5 degrees."]
    assert cutter.add("coat! Now") == ["Take a coat!"]
    assert cutter.rest() == ["Now"]
    assert cutter.rest() == []


def test_sentences_without_spaces_between_them_are_found() -> None:
    assert SentenceCutter().add("\u4f60\u597d\u3002\u518d\u89c1\u3002") == ["\u4f60\u597d\u3002", "\u518d\u89c1\u3002"]


def test_a_sentence_without_an_end_is_cut_between_words() -> None:
    pieces = pieces_of("word " * 400)
    assert all(len(piece) <= LONGEST_PIECE and not piece.startswith("ord") for piece in pieces)
    assert " ".join(pieces) == ("word " * 400).strip()


def test_short_sentences_are_spoken_together_but_for_the_first() -> None:
    assert pieces_of("One. Two. Three. Four.") == ["One.", "Two. Three. Four."]


def test_a_word_without_an_end_is_cut_somewhere() -> None:
    assert [len(piece) for piece in pieces_of("x" * (LONGEST_PIECE + 5))] == [LONGEST_PIECE, 5]


def test_no_answer_is_spoken_for_ever() -> None:
    assert sum(map(len, pieces_of("a b " * MOST_SPOKEN))) <= MOST_SPOKEN


async def _pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


@pytest.mark.parametrize(
    ("given", "sizes"),
    [
        ((b"abc", b"d", b"ef"), [2, 2, 2]),
        ((b"a",), []),
        ((b"a" * (PIECE_BYTES + 3),), [PIECE_BYTES, 2]),
        ((b"", b"ab"), [2]),
    ],
)
async def test_sound_is_cut_between_samples(given: tuple[bytes, ...], sizes: list[int]) -> None:
    pieces = [base64.b64decode(piece) async for piece in sound_pieces(_pieces(*given))]
    assert [len(piece) for piece in pieces] == sizes
    whole = b"".join(given)
    assert b"".join(pieces) == whole[: len(whole) // 2 * 2]


class Sent:
    """Turns, and what they sent."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.turns = Turns(self._send)

    async def _send(self, event: dict[str, Any]) -> None:
        self.events.append(event)

    async def hear(self, kind: str, **facts: Any) -> bool:
        return await self.turns.heard({"type": kind, **facts})

    @property
    def names(self) -> list[str]:
        return [event["name"] for event in self.events]


def wish(name: str) -> dict[str, Any]:
    return {"type": "response.create", "name": name}


async def test_responses_are_asked_for_one_after_the_other() -> None:
    sent = Sent()
    await sent.turns.ask(wish("a"))
    await sent.turns.ask(wish("b"))
    assert sent.names == ["a"]
    await sent.hear("response.created", response={"id": "r1"})
    assert sent.names == ["a"]
    await sent.hear("response.done", response={"id": "r1"})
    assert sent.names == ["a", "b"]


async def test_a_response_that_the_provider_begins_by_itself_comes_first() -> None:
    sent = Sent()
    await sent.hear("response.created", response={"id": "r1"})
    await sent.turns.ask(wish("a"))
    assert sent.names == []
    await sent.hear("response.done", response={"id": "r1"})
    assert sent.names == ["a"]


async def test_what_comes_too_early_is_asked_again() -> None:
    sent = Sent()
    await sent.turns.ask(wish("a"))
    await sent.hear("response.created", response={"id": "of the provider itself"})
    error = {"code": NOT_YET, "event_id": sent.events[0]["event_id"]}
    assert not await sent.hear("error", error=error)
    assert sent.names == ["a"]
    await sent.hear("response.done", response={"id": "of the provider itself"})
    assert sent.names == ["a", "a"]


async def test_what_is_refused_holds_up_nobody() -> None:
    sent = Sent()
    await sent.turns.ask(wish("a"))
    await sent.turns.ask(wish("b"))
    assert await sent.hear("error", error={"code": "invalid_value", "event_id": sent.events[0]["event_id"]})
    assert sent.names == ["a", "b"]


async def test_errors_about_other_events_change_no_turn() -> None:
    sent = Sent()
    await sent.turns.ask(wish("a"))
    await sent.turns.ask(wish("b"))
    assert await sent.hear("error", error={"code": "invalid_value", "event_id": "another"})
    assert sent.names == ["a"]


async def test_announcements_are_known_and_forgotten() -> None:
    sent = Sent()
    await sent.turns.ask(wish("a"), is_announcement=True)
    await sent.turns.ask(wish("b"), is_announcement=True)
    await sent.hear("response.created", response={"id": "r1"})
    assert sent.turns.is_announcement("r1")
    sent.turns.forget_announcements()
    await sent.hear("response.done", response={"id": "r1"})
    assert sent.names == ["a"]


@pytest.mark.parametrize("text", [None, "", "no JSON", "[]", "7", "{}", '{"type": 1}', "\ud800"])
def test_what_is_no_event_is_refused(text: str | None) -> None:
    with pytest.raises(EventInvalid):
        client_event(text)


def test_an_error_is_told_to_both_kinds_of_clients() -> None:
    event = error_event(KeyMissing(provider="OpenAI", key_name="OPENAI_API_KEY"))
    assert (event["code"], event["key_name"]) == ("api_key_missing", "OPENAI_API_KEY")
    assert event["error"]["message"] == event["message"]
    assert "OpenAI" in event["message"]


def test_progress_names_the_vertex_where_the_editor_looks() -> None:
    line = {"event": "end_vertex", "data": {"build_data": {"id": "v"}}}
    assert progress_event(line)["data"] == {**line, "vertex_id": "v"}
    assert "vertex_id" not in progress_event({"event": "end", "data": {}})["data"]


async def test_who_says_more_than_is_read_is_found_out() -> None:
    told: list[str] = []

    async def send(text: str) -> None:
        told.append(text)

    client = Client(send)
    for number in range(MOST_WAITING):
        client.feed(str(number))
    assert await client.heard() == "0"
    client.feed("one")
    client.feed("too many")
    with pytest.raises(TooMuchWaiting):
        await client.ended()


async def test_secrets_are_not_told() -> None:
    told: list[str] = []

    async def send(text: str) -> None:
        told.append(text)

    client = Client(send)
    client.secrets.remember("sk-very-secret")
    await client.tell({"type": "error", "message": "Incorrect API key: sk-very-secret"})
    assert told == ['{"type":"error","message":"Incorrect API key: ***"}']


async def test_a_run_does_not_wait_for_a_slow_client_and_its_end_is_told() -> None:
    told: list[Any] = []

    async def tell(event: dict[str, Any]) -> None:
        told.append(event["data"])

    progress = Progress(tell)
    for number in range(MOST_LINES + 3):
        progress.add({"event": "token", "data": {"number": number}})
    progress.end({"event": "end", "data": {}})
    await progress.tell_until_end()
    assert len(told) == MOST_LINES + 2
    assert told[-2:] == [{"event": "gap", "data": {"missed": 3}}, {"event": "end", "data": {}}]
