"""Speak with the flow itself: what is heard is its question, and its answer is spoken.

The provider only writes down what it hears. Its events go to the client; questions are answered one after the other,
each as a response with the events that players know. Who speaks again silences the answer that is being spoken.
"""

import asyncio
import uuid
from urllib.parse import urlencode

from django.conf import settings

from execution.voice import sessions
from execution.voice.client import Client
from execution.voice.conversation import SOUND_EVENT, Conversation
from execution.voice.cutting import pieces_of
from execution.voice.errors import EventInvalid
from execution.voice.events import Wire, error_event, field_of, sound_done_event
from execution.voice.flow_runs import answer_to
from execution.voice.realtime import Realtime
from execution.voice.selectors import Talk
from execution.voice.speaking import ElevenLabsSpeaker, OpenAiSpeaker, Speaker
from execution.voice.spoken_texts import say
from langflow_site.common.errors import ServerError

MOST_QUESTIONS = 8
"""Things said that wait while the flow thinks."""

PASSED_ON = frozenset({"input_audio_buffer.commit", "input_audio_buffer.clear"})


class FlowFailed(ServerError):
    """What the run's failure is called among the events."""

    code = "flow_failed"
    message = "{reason}"


class TooManyQuestions(ServerError):
    status_code = 429
    code = "too_many_questions"
    message = "{limit} questions wait for an answer already. This one was not kept."


class SpeechConversation(Conversation):
    """The flow, with ears and a voice."""

    def __init__(self, talk: Talk, client: Client, realtime: Realtime, key: str) -> None:
        super().__init__(talk, client, realtime, key)
        self._language = ""
        self._changes: Wire = {}
        self._instructions = ""
        self._voice = sessions.DEFAULT_VOICE
        self._elevenlabs: ElevenLabsSpeaker | None = None
        self._questions: asyncio.Queue[str] = asyncio.Queue(MOST_QUESTIONS)
        self._speech: asyncio.Task[None] | None = None

    @classmethod
    def query(cls) -> str:
        return urlencode({"intent": "transcription"})

    async def begin(self) -> None:
        await self._update()
        self._tasks.create_task(self._answer_questions())

    async def on_client(self, event: Wire) -> None:
        match event["type"]:
            case "input_audio_buffer.append":
                await self._pass_sound_on(event)
            case kind if kind in PASSED_ON:
                await self.realtime.send(event)
            case "voice.settings":
                self._voice = field_of(event, "voice", str) or self._voice
            case "langflow.elevenlabs.config":
                self._elevenlabs = await self.chosen_speaker(event)
            case "session.update" | "transcription_session.update":
                await self._change(event)
            case "response.cancel":
                await self._silence()
            case kind:
                raise EventInvalid(reason=f"'{kind}' is no event of this conversation.")

    async def on_provider(self, event: Wire) -> None:
        await self.client.tell(event)
        match event:
            case {"type": "input_audio_buffer.speech_started"}:
                await self._silence()
            case {"type": "conversation.item.input_audio_transcription.completed", "transcript": str(text)}:
                await self._ask(text)

    async def _pass_sound_on(self, event: Wire) -> None:
        # The editor says with all sound in which language it is spoken.
        language = sessions.language_code(event.get("language"))
        if language and language != self._language:
            self._language = language
            await self._update()
        if sound := field_of(event, "audio", str, default=""):
            await self.realtime.send({"type": SOUND_EVENT, "audio": sound})

    async def _change(self, event: Wire) -> None:
        wanted = field_of(event, "session", dict, default={})
        changed = sessions.changed_session({"instructions": ""}, wanted)
        self._instructions = changed.pop("instructions").strip()
        self._voice = changed.pop("voice", self._voice)
        self._changes = {name: changed[name] for name in sessions.HEARING if name in changed}
        await self._update()

    async def _update(self) -> None:
        model = settings.LANGFLOW.VOICE_TRANSCRIPTION_MODEL
        session = sessions.listening_session(transcription_model=model, language=self._language)
        update = {"type": "transcription_session.update", "session": {**session, **self._changes}}
        await self.realtime.send(update)

    async def _ask(self, question: str) -> None:
        if not question.strip():
            return
        if self._questions.full():
            await self.client.tell(error_event(TooManyQuestions(limit=MOST_QUESTIONS)))
        else:
            self._questions.put_nowait(question)

    async def _answer_questions(self) -> None:
        while True:
            question = await self._questions.get()
            await asyncio.wait([self.start(self._answer(question))])

    async def _answer(self, question: str) -> None:
        response_id = f"resp_{uuid.uuid4().hex}"
        await self.client.tell(_response_event("response.created", response_id, "in_progress"))
        answer = await answer_to(self.talk, question, tell=self.client.tell, secrets=self.client.secrets)
        if answer.is_error:
            await self.client.tell(error_event(FlowFailed(reason=answer.text)))
            status = "failed"
        else:
            status = await self._spoken(answer.text, response_id)
        await self.client.tell(_response_event("response.done", response_id, status))

    async def _spoken(self, text: str, response_id: str) -> str:
        """Speak the text; return the response's status."""
        self._speech = self.start(self._say(text, response_id))
        await asyncio.wait([self._speech])
        speech, self._speech = self._speech, None
        return "cancelled" if speech.cancelled() else "completed"

    async def _say(self, text: str, response_id: str) -> None:
        speaker: Speaker = self._elevenlabs or OpenAiSpeaker(
            key=self.key, voice=self._voice, instructions=self._instructions
        )
        try:
            for piece in pieces_of(text):
                await say(speaker, piece, response_id=response_id, tell=self.tell_sound)
        except ServerError as error:
            await self.client.tell(error_event(error))
        else:
            await self.client.tell(sound_done_event(response_id))

    async def _silence(self) -> None:
        if self._speech is not None:
            self._speech.cancel()
        await self.stop_players()


def _response_event(kind: str, response_id: str, status: str) -> Wire:
    return {"type": kind, "response": {"id": response_id, "object": "realtime.response", "status": status}}
