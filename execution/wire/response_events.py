"""A run's chat as the events of one OpenAI response: items that begin, grow and are done.

Takes the lines of the chat (`token`, `add_message`, `remove_message`; see runs.py) and keeps what the response has
become, so that whoever reads the events and whoever reads the response at its end see the same.

What an agent says before it uses tools is an item of its own, as OpenAI's models have it: the call of each tool comes
after it, and what is said then begins another item. A message's text may be told again and grow; it is done when the
run is.
"""

from dataclasses import dataclass, field
from typing import Any

from execution.wire.outputs import Wire
from execution.wire.responses import (
    COMPLETED,
    FAILED,
    IN_PROGRESS,
    INCOMPLETE,
    ResponseFacts,
    arguments_text,
    call_item,
    message_item,
    response_wire,
    result_item,
    text_part,
    usage_wire,
)

USER = "User"
TOOL_STEP = "tool_use"
PARTIAL = "partial"


@dataclass(slots=True)
class Text:
    """Something that was said."""

    index: int
    id: str
    text: str = ""
    status: str = IN_PROGRESS

    def wire(self) -> Wire:
        return message_item(self.id, self.text, status=self.status)


@dataclass(slots=True)
class Call:
    """A tool that an agent used."""

    index: int
    number: int
    """Which call of the response it is, from 1."""
    step: Wire
    shows_results: bool
    status: str = IN_PROGRESS

    def wire(self) -> Wire:
        make = result_item if self.shows_results else call_item
        return make(self.number, self.step, status=self.status)

    @property
    def is_answered(self) -> bool:
        return self.step["output"] is not None or self.step["error"] is not None


@dataclass(slots=True)
class Message:
    """A message of the chat and the items that it became."""

    open_text: Text | None = None
    calls: list[Call] = field(default_factory=list)
    usage: tuple[str | None, Wire] | None = None
    """Which vertex was charged for, and what: two messages may tell the same."""


class ResponseEvents:
    """One response while it comes into being. Each method returns the events that it caused, without numbers."""

    def __init__(self, facts: ResponseFacts) -> None:
        self._facts = facts
        self._items: list[Text | Call] = []
        self._messages: dict[str, Message] = {}
        self._waiting: tuple[str, str] | None = None
        """The message that was told last, and its text. It may be the first piece of a stream, which comes again as
        a token at once."""

    def begun(self) -> list[Wire]:
        response = response_wire(self._facts, status=IN_PROGRESS)
        return [{"type": f"response.{name}", "response": response} for name in ("created", IN_PROGRESS)]

    def of(self, line: Wire) -> list[Wire]:
        """Take one line of the chat."""
        match line:
            case {"event": "token", "data": {"id": message_id, "chunk": chunk}}:
                return self._token(message_id, chunk)
            case {"event": "add_message", "data": data} if data["sender"] != USER:
                return [*self.settled(), *self._message(str(data["id"]), data)]
            case {"event": "remove_message", "data": {"id": message_id}}:
                return [*self.settled(), *self._removed(message_id)]
            case _:
                return self.settled()

    def settled(self) -> list[Wire]:
        """Something else happened in the run: the message that was told last is no beginning of a stream."""
        if self._waiting is None:
            return []
        (message_id, text), self._waiting = self._waiting, None
        return self._text_is(self._messages[message_id], text)

    def answered(self, data: Wire) -> list[Wire]:
        """Take an answer of the flow that may not have been in the chat, at the run's end."""
        if data.get("id") in self._messages:
            return self.settled()
        key = str(data.get("id") or f"answer {len(self._messages)}")
        return [*self.settled(), *self._message(key, data), *self.settled()]

    def closed(self, *, failed: bool = False) -> list[Wire]:
        """The run is over: end what is open. A flow that said nothing has said an empty text."""
        events = self.settled()
        if not failed and not any(isinstance(item, Text) for item in self._items):
            events += _text_added(self._new_text())
        for item in self._items:
            if item.status == IN_PROGRESS:
                cut_off = failed or (isinstance(item, Call) and not item.is_answered)
                events += self._done(item, INCOMPLETE if cut_off else COMPLETED)
        return events

    def response(self, status: str, *, error: Wire | None = None) -> Wire:
        """Return the response as it stands."""
        charged = dict(message.usage for message in self._messages.values() if message.usage)
        output = [item.wire() for item in self._items]
        return response_wire(self._facts, status=status, output=output, usage=usage_wire(charged.values()), error=error)

    # --- lines of the chat ------------------------------------------------------------------------------------------

    def _token(self, message_id: str, chunk: str) -> list[Wire]:
        events: list[Wire] = []
        if self._waiting and self._waiting[0] == message_id:
            self._waiting = None
        else:
            events = self.settled()
        return [*events, *self._grow(self._known(message_id), chunk)]

    def _message(self, message_id: str, data: Wire) -> list[Wire]:
        message = self._known(message_id)
        events = self._steps(message, _steps_of(data))
        if data["properties"]["state"] == PARTIAL:
            return events
        if usage := data["properties"]["usage"]:
            message.usage = data["properties"]["source"]["id"], usage
        text = data["text"] or ""
        if message.open_text is None and not message.calls:
            self._waiting = message_id, text
            return events
        return events + self._text_is(message, text)

    def _removed(self, message_id: str) -> list[Wire]:
        message = self._messages.get(message_id)
        if message is None or message.open_text is None:
            return []
        text, message.open_text = message.open_text, None
        return self._done(text, INCOMPLETE)

    def _known(self, message_id: str) -> Message:
        return self._messages.setdefault(message_id, Message())

    # --- what a message says ----------------------------------------------------------------------------------------

    def _text_is(self, message: Message, text: str) -> list[Wire]:
        """The message's text is that now, whatever pieces came before."""
        said = message.open_text.text if message.open_text else ""
        if text.startswith(said):
            return self._grow(message, text[len(said) :], even_nothing=True)
        if message.open_text:
            message.open_text.text = text  # deltas cannot take back: `done` and the response have it right
        return []

    def _grow(self, message: Message, chunk: str, *, even_nothing: bool = False) -> list[Wire]:
        events: list[Wire] = []
        if message.open_text is None:
            if not chunk and not even_nothing:
                return []
            message.open_text = self._new_text()
            events += _text_added(message.open_text)
        if not chunk:
            return events
        message.open_text.text += chunk
        delta = {"type": "response.output_text.delta", **_place(message.open_text), "delta": chunk, "logprobs": []}
        return [*events, delta]

    def _new_text(self) -> Text:
        earlier = sum(isinstance(item, Text) for item in self._items)
        name = f"msg_{self._facts.id}" + (f"_{earlier + 1}" if earlier else "")
        text = Text(index=len(self._items), id=name)
        self._items.append(text)
        return text

    # --- tools ------------------------------------------------------------------------------------------------------

    def _steps(self, message: Message, steps: list[Wire]) -> list[Wire]:
        events: list[Wire] = []
        for call, step in zip(message.calls, steps, strict=False):
            call.step = step
            if call.status == IN_PROGRESS and call.is_answered:
                events += self._done(call, COMPLETED)
        for step in steps[len(message.calls) :]:
            events += self._call(message, step)
        return events

    def _call(self, message: Message, step: Wire) -> list[Wire]:
        events: list[Wire] = []
        if message.open_text is not None:
            text, message.open_text = message.open_text, None
            events += self._done(text, COMPLETED)
        number = 1 + sum(isinstance(item, Call) for item in self._items)
        call = Call(index=len(self._items), number=number, step=step, shows_results=self._facts.shows_results)
        self._items.append(call)
        message.calls.append(call)
        events.append(_added(call, call.wire()))
        if call.shows_results and not call.is_answered:
            return events  # done when its result is known
        return events + self._done(call, COMPLETED)

    # --- ends -------------------------------------------------------------------------------------------------------

    def _done(self, item: Text | Call, status: str) -> list[Wire]:
        item.status = status
        done = {"type": "response.output_item.done", "output_index": item.index, "item": item.wire()}
        return [*_content_done(item), done]


def last_event(response: Wire) -> Wire:
    """Return the event that tells a response which has ended."""
    name = response["status"] if response["status"] in {COMPLETED, FAILED} else INCOMPLETE
    return {"type": f"response.{name}", "response": response}


def _content_done(item: Text | Call) -> list[Wire]:
    if isinstance(item, Text):
        place = _place(item)
        return [
            {"type": "response.output_text.done", **place, "text": item.text, "logprobs": []},
            {"type": "response.content_part.done", **place, "part": text_part(item.text)},
        ]
    if item.shows_results:
        return []
    place = {"item_id": f"fc_{item.number}", "output_index": item.index}
    arguments = arguments_text(item.step)
    return [
        {"type": "response.function_call_arguments.delta", **place, "delta": arguments},
        {"type": "response.function_call_arguments.done", **place, "arguments": arguments, "name": item.step["name"]},
    ]


def _added(item: Text | Call, wire: Wire) -> Wire:
    return {"type": "response.output_item.added", "output_index": item.index, "item": wire}


def _text_added(text: Text) -> list[Wire]:
    part = {"type": "response.content_part.added", **_place(text), "part": text_part("")}
    return [_added(text, message_item(text.id, None, status=IN_PROGRESS)), part]


def _place(text: Text) -> Wire:
    return {"item_id": text.id, "output_index": text.index, "content_index": 0}


def _steps_of(data: Wire) -> list[Wire]:
    """Return the uses of tools among an agent's steps. Blocks may also come from code that somebody wrote."""
    contents = [content for block in data["content_blocks"] or () for content in block.get("contents") or ()]
    return [_step(content) for content in contents if isinstance(content, dict) and content.get("type") == TOOL_STEP]


def _step(content: dict[str, Any]) -> Wire:
    inputs = content.get("tool_input")
    return {
        "name": str(content.get("name") or ""),
        "tool_input": inputs if isinstance(inputs, dict) else {},
        "output": content.get("output"),
        "error": content.get("error"),
    }
