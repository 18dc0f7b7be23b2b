"""Keep the values of secret variables out of everything that a run tells or leaves behind.

A run remembers the secrets that it was handed; what leaves it as JSON passes through here. Only texts change: keys,
numbers and the shape stay. A run without secrets pays for one question.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, quote_plus

from execution.wire.outputs import Wire

MASK = "***"
SHORTEST_SECRET = 8
"""Shorter ones stand in ordinary texts by chance."""
_MESSAGE_EVENTS = frozenset({"add_message", "remove_message", "error"})


class Secrets:
    """The secret values that a run was handed."""

    __slots__ = ("_forms", "_pattern")

    def __init__(self) -> None:
        self._forms: tuple[str, ...] = ()
        self._pattern: re.Pattern[str] | None = None

    @property
    def are_known(self) -> bool:
        return self._pattern is not None

    def remember(self, value: str) -> None:
        """Mask the value from now on."""
        forms = {form for form in _forms_of(value.strip()) if len(form) >= SHORTEST_SECRET}
        if forms <= set(self._forms):
            return
        # The longest first: one secret may begin another.
        self._forms = tuple(sorted({*self._forms, *forms}, key=len, reverse=True))
        self._pattern = re.compile("|".join(map(re.escape, self._forms)))

    def masked(self, value: Any) -> Any:
        """Return the JSON value without secrets; the same object where there are none to look for."""
        return value if self._pattern is None else _masked(self._pattern, value)

    def begun_in(self, text: str) -> int:
        """Return how many characters at the end of the text may be the beginning of a secret."""
        longest = max(map(len, self._forms), default=0)
        for size in range(min(longest - 1, len(text)), 0, -1):
            ending = text[-size:]
            if any(form.startswith(ending) for form in self._forms):
                return size
        return 0


def _forms_of(value: str) -> Iterator[str]:
    """Yield the value as texts carry it: plain, inside of JSON or Python literals, in addresses, as paragraphs."""
    yield value
    yield repr(value)[1:-1]
    for escaped in (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]):
        yield escaped
        yield json.dumps(escaped)[1:-1]  # JSON in a text of JSON
    yield quote(value, safe="")
    yield quote_plus(value)
    yield value.replace("\n\n", "\n").replace("\n", "\n\n")


def _masked(pattern: re.Pattern[str], value: Any) -> Any:
    if isinstance(value, str):
        return pattern.sub(MASK, value)
    if isinstance(value, dict):
        return {name: _masked(pattern, item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(pattern, item) for item in value]
    return value


class MaskedLines:
    """Masks the lines of one stream, also secrets that arrive in several tokens."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._held: dict[str, str] = {}
        """By message id: the end of its text so far, which may be the beginning of a secret."""

    def of(self, lines: Iterable[Wire]) -> Iterable[Wire]:
        """Return the lines without secrets."""
        return self._masked(lines) if self._secrets.are_known else lines

    def _masked(self, lines: Iterable[Wire]) -> Iterator[Wire]:
        for line in lines:
            if line["event"] == "token":
                yield self._token(line)
                continue
            if line["event"] in _MESSAGE_EVENTS:
                yield from self._released(line["data"].get("id"))
            yield {**line, "data": self._secrets.masked(line["data"])}

    def _token(self, line: Wire) -> Wire:
        data = line["data"]
        text = self._secrets.masked(self._held.pop(data["id"], "") + data["chunk"])
        begun = self._secrets.begun_in(text)
        if begun:
            self._held[data["id"]] = text[-begun:]
        return {**line, "data": {**data, "chunk": text[: len(text) - begun]}}

    def _released(self, message_id: Any) -> Iterator[Wire]:
        """Yield what was held back of the message: it was no secret after all, the message is told as a whole now."""
        held = self._held.pop(message_id, "")
        if held:
            yield {"event": "token", "data": {"chunk": held, "id": message_id}}
