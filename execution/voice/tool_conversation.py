"""Speak with a model that runs the flow when it needs to: the flow is its tool.

The client's events go to the provider and the provider's to the client. Ours are in between: which tools there are,
what the model's calls of the flow give, what is stored, and, if the client wants, another voice.
"""

import asyncio
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings

from execution.voice import sessions
from execution.voice.client import Client
from execution.voice.conversation import SOUND_EVENT, Conversation
from execution.voice.errors import EventInvalid
from execution.voice.events import Wire, error_event, field_of
from execution.voice.flow_runs import answer_to
from execution.voice.realtime import Realtime
from execution.voice.selectors import Talk
from execution.voice.speaking import ElevenLabsSpeaker
from execution.voice.spoken_texts import SpokenText
from execution.voice.turns import Turns
from langflow_site.common.errors import ServerError

LEAST_SOUND = 100
"""Characters of base64 below which nothing can have been said; the provider takes such a commit for an error."""

OURS_ALONE = "flow."
"""How the names of events begin that the provider has no business with."""

SECONDS_OF_SILENCE = 0.5
"""How long a run may take before it is announced."""

MOST_CALLS = 4
"""Runs that one conversation may have under way."""


class ToolConversation(Conversation):
    """A model with a voice, and the flow as its tool."""

    def __init__(self, talk: Talk, client: Client, realtime: Realtime, key: str) -> None:
        super().__init__(talk, client, realtime, key)
        model = settings.LANGFLOW.VOICE_TRANSCRIPTION_MODEL
        self._default = sessions.tool_session(talk.description, transcription_model=model)
        self._session = self._default
        self._turns = Turns(realtime.send)
        self._announces = True
        self._calls: set[str] = set()
        self._running_calls = 0
        self._uncommitted = 0
        self._speaker: ElevenLabsSpeaker | None = None
        self._spoken: dict[str, tuple[SpokenText, asyncio.Task[None]]] = {}
        """What ElevenLabs says at the moment, by response."""
        self._silenced: str | None = None

    @classmethod
    def query(cls) -> str:
        return urlencode({"model": settings.LANGFLOW.VOICE_MODEL})

    async def begin(self) -> None:
        await self.realtime.send({"type": "session.update", "session": self._session})

    async def on_client(self, event: Wire) -> None:
        match event["type"]:
            case "input_audio_buffer.append":
                await self._pass_sound_on(event)
            case "input_audio_buffer.commit":
                if self._uncommitted > LEAST_SOUND:
                    self._uncommitted = 0
                    await self.realtime.send(event)
            case "response.create":
                if self._turns.is_full:
                    raise EventInvalid(reason="Too many responses wait for their turn already.")
                await self._ask(event)
            case "session.update":
                self._session = self._with_speaker(sessions.changed_session(self._default, _session_of(event)))
                await self.begin()
            case "langflow.voice_mode.config":
                self._announces = field_of(event, "progress_enabled", bool, default=True)
            case "langflow.elevenlabs.config":
                self._speaker = await self.chosen_speaker(event)
                self._session = self._with_speaker(self._session)
                await self.begin()
            case _:
                await self.realtime.send(event)

    async def on_provider(self, event: Wire) -> None:
        kind = event["type"]
        if kind.startswith(OURS_ALONE) or not await self._turns.heard(event):
            return
        if kind == "input_audio_buffer.speech_started":
            await self.client.tell(event)
            await self._interrupt()
        elif kind == "response.done" and _response_id(event) in self._spoken:
            self._end_speech(event)
        elif not self._is_silenced(event):
            await self.client.tell(event)
        await self._act_on(event)

    async def _act_on(self, event: Wire) -> None:
        match event:
            case {"type": "response.created"} if self._speaker:
                self._begin_speech(_response_id(event), self._speaker)
            case {"type": "response.text.delta", "delta": str(text)} if _response_id(event) in self._spoken:
                self._spoken[_response_id(event)][0].add(text)
            case {"type": "response.audio.delta"}:
                self._audible = _response_id(event)
            case {"type": "input_audio_buffer.committed", "item_id": str(item_id)}:
                self._uncommitted = 0
                self.transcripts.begun(item_id)
            case {"type": "conversation.item.created", "item": {"role": "user", "content": list(content)}}:
                self.transcripts.user_said(_text_of(content, "input_text"))
            case {
                "type": "conversation.item.input_audio_transcription.completed",
                "transcript": str(text),
                "item_id": str(item_id),
            }:
                self.transcripts.user_said(text, item_id)
            case {"type": "response.output_item.done", "item": dict(item)}:
                await self._item_done(item, _response_id(event))

    async def _pass_sound_on(self, event: Wire) -> None:
        if sound := field_of(event, "audio", str, default=""):
            self._uncommitted += len(sound)
            await self.realtime.send({"type": SOUND_EVENT, "audio": sound})

    async def _ask(self, event: Wire) -> None:
        response = {**field_of(event, "response", dict, default={})}
        if self._speaker:
            response["modalities"] = ["text"]
        await self._turns.ask({**event, "response": response} if response else event)

    def _with_speaker(self, session: Wire) -> Wire:
        """Let the model only write where somebody else speaks."""
        return {**session, "modalities": ["text"] if self._speaker else self._default["modalities"]}

    async def _item_done(self, item: Wire, response_id: str) -> None:
        if item.get("type") == "message" and item.get("role") == "assistant":
            self.transcripts.model_said(_text_of(item.get("content"), "audio", "text"))
        elif item.get("type") == "function_call" and item.get("name") == sessions.TOOL:
            call_id, is_whole = str(item.get("call_id")), item.get("status") != "incomplete"
            if is_whole and call_id not in self._calls and not self._turns.is_announcement(response_id):
                self._calls.add(call_id)
                self._running_calls += 1
                self.start(self._call_flow(call_id, str(item.get("arguments") or "")))

    async def _call_flow(self, call_id: str, arguments: str) -> None:
        """Run the flow, hand its answer to the model, and let the model speak when no other call is under way."""
        output = await self._output_of(arguments)
        self._running_calls -= 1
        await self.realtime.send(sessions.function_output(call_id, output))
        if not self._running_calls:
            self._turns.forget_announcements()
            await self._ask({"type": "response.create"})

    async def _output_of(self, arguments: str) -> str:
        try:
            question = orjson.loads(arguments)["input"]
        except (orjson.JSONDecodeError, KeyError, TypeError):
            question = None
        if not isinstance(question, str):
            return 'Error: the arguments have to be {"input": "the request"}.'
        if self._running_calls > MOST_CALLS:
            return f"Error: {MOST_CALLS} requests are under way. Wait for one of them."
        announcement = self.start(self._announce(question)) if self._announces else None
        answer = await answer_to(self.talk, question, tell=self.client.tell, secrets=self.client.secrets)
        if announcement is not None:
            announcement.cancel()
        return f"Error: {answer.text}" if answer.is_error else answer.text

    async def _announce(self, question: str) -> None:
        await asyncio.sleep(SECONDS_OF_SILENCE)
        event = sessions.announcement(question)
        if self._speaker:
            event["response"]["modalities"] = ["text"]
        await self._turns.ask(event, is_announcement=True)

    async def _interrupt(self) -> None:
        """The user speaks: nothing of what was said before is heard any more."""
        turns = self._session.get("turn_detection")
        if isinstance(turns, dict) and not turns.get("interrupt_response", True):
            return
        for _, speech in self._spoken.values():
            speech.cancel()
        self._silenced = await self.stop_players() or self._silenced

    def _is_silenced(self, event: Wire) -> bool:
        return event["type"] == "response.audio.delta" and _response_id(event) == self._silenced

    def _begin_speech(self, response_id: str, speaker: ElevenLabsSpeaker) -> None:
        text = SpokenText(speaker, response_id, self.tell_sound)
        self._spoken[response_id] = (text, self.start(self._speak(text)))

    async def _speak(self, text: SpokenText) -> None:
        try:
            await text.speak()
        except ServerError as error:
            await self.client.tell(error_event(error))

    def _end_speech(self, done: Wire) -> None:
        """Tell that the response is done when it was spoken, too."""
        text, speech = self._spoken[_response_id(done)]
        text.end()
        self.start(self._tell_when_spoken(done, speech))

    async def _tell_when_spoken(self, done: Wire, speech: "asyncio.Task[None]") -> None:
        await asyncio.wait([speech])
        self._spoken.pop(_response_id(done), None)
        await self.client.tell(done)


def _session_of(event: Wire) -> Wire:
    session: Wire | None = field_of(event, "session", dict)
    if session is None:
        raise EventInvalid(reason="`session.update` comes without a `session`.")
    return session


def _response_id(event: Wire) -> str:
    response = event.get("response")
    return str(event.get("response_id") or (response.get("id") if isinstance(response, dict) else ""))


def _text_of(content: Any, *kinds: str) -> str:
    """Return what the parts of these kinds say: texts, or transcripts of sound."""
    parts = [part for part in content if isinstance(part, dict)] if isinstance(content, list) else []
    said = [part.get("transcript") or part.get("text") for part in parts if part.get("type") in kinds]
    return "".join(text for text in said if isinstance(text, str))
