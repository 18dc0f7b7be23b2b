"""One response at a time: the provider refuses to begin another one while it speaks."""

import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from execution.voice.events import Wire

MOST_WANTED = 16
"""Responses that wait for their turn."""

NOT_YET = "conversation_already_has_active_response"
UNKNOWN = "?"
"""The id of a response of which only a refusal has told."""


@dataclass(frozen=True, slots=True)
class Wanted:
    event: Wire
    is_announcement: bool = False


class Turns:
    """Asks for responses in turn, and knows which ones only announce that work is under way."""

    def __init__(self, send: Callable[[Wire], Awaitable[None]]) -> None:
        self._send = send
        self._wanted: deque[Wanted] = deque()
        self._asked: Wanted | None = None
        """What was sent and not answered yet."""
        self._last: Wanted | None = None
        self._active: str | None = None
        self._announcements: set[str] = set()

    @property
    def is_full(self) -> bool:
        """Are there as many waiting as clients may let wait?"""
        return len(self._wanted) >= MOST_WANTED

    async def ask(self, event: Wire, *, is_announcement: bool = False) -> None:
        """Ask for a response now, or when the one under way is done."""
        event = {"event_id": f"event_{uuid.uuid4().hex[:20]}", **event}
        self._wanted.append(Wanted(event, is_announcement))
        await self._go_on()

    def forget_announcements(self) -> None:
        """What was to be announced is done already."""
        self._wanted = deque(wanted for wanted in self._wanted if not wanted.is_announcement)

    def is_announcement(self, response_id: str) -> bool:
        return response_id in self._announcements

    async def heard(self, event: Wire) -> bool:
        """Learn from an event of the provider, and ask for the next response if it is time.

        False for a refusal that concerns nobody else: what was refused is asked again.
        """
        is_news = True
        match event:
            case {"type": "response.created", "response": {"id": str(response_id)}}:
                self._begun(response_id)
            case {"type": "response.done"}:
                self._active = None
            case {"type": "error", "error": dict(problem)}:
                is_news = not self._is_asked_again(problem)
        await self._go_on()
        return is_news

    def _begun(self, response_id: str) -> None:
        self._active = response_id
        if self._asked is not None:
            if self._asked.is_announcement:
                self._announcements.add(response_id)
            self._asked = None

    def _is_asked_again(self, problem: Wire) -> bool:
        wanted = self._concerned_by(problem)
        if wanted is None:
            return False
        self._asked = None
        if problem.get("code") != NOT_YET:
            return False
        self._active = self._active or UNKNOWN
        self._wanted.appendleft(wanted)
        return True

    def _concerned_by(self, problem: Wire) -> Wanted | None:
        """Return what the provider refuses to do; errors that name no event are about what it was asked last."""
        event_id = problem.get("event_id")
        if event_id and self._last and event_id == self._last.event["event_id"]:
            return self._last
        return None if event_id else self._asked

    async def _go_on(self) -> None:
        if self._active is None and self._asked is None and self._wanted:
            self._asked = self._last = self._wanted.popleft()
            await self._send(self._asked.event)
