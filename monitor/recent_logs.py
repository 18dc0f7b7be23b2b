"""The server's latest log lines, kept in memory for superusers who have no way to its standard error.

Each process keeps its own. Django is not ready when logging is set up, so nothing of it is imported here.
"""

import logging
import re
import threading
import time
from collections.abc import Iterable
from itertools import islice

Lines = dict[int, str]
"""Texts by the millisecond at which they were written; each line has one of its own."""

MASK = "***"
_SECRETS = re.compile(
    r"""(?ix)
    (?P<name> (?: x-)? api[-_]?key | access_token | refresh_token | token | password | secret | authorization )
    (?P<between> ["']? \s* [:=] \s* ["']? (?: bearer \s+ | basic \s+ )? )
    (?P<value> [^\s"'&,;)}\]]+ )
    """
)
_KEYS = re.compile(
    r"\b(?:sk|pk|ghp|gsk|hf|xox[abp])[-_][A-Za-z0-9_-]{8,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)


class RecentLogs(logging.Handler):
    """A handler that keeps the newest lines."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self._lines: Lines = {}
        self._last = 0
        self._guard = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = without_secrets(self.format(record))
        except Exception:  # noqa: BLE001 - as every handler of logging does: a bad line must not stop what logs it
            self.handleError(record)
            return
        with self._guard:
            self._last = max(int(time.time() * 1000), self._last + 1)
            self._lines[self._last] = line
            if len(self._lines) > self._size:
                del self._lines[next(iter(self._lines))]

    @property
    def last(self) -> int:
        """The time of the newest line; 0 before the first."""
        return self._last

    def newest(self, count: int) -> Lines:
        with self._guard:
            return _in_order(islice(reversed(self._lines.items()), count))

    def before(self, moment: int, count: int) -> Lines:
        """Return the last lines that are older than the moment."""
        with self._guard:
            older = ((at, line) for at, line in reversed(self._lines.items()) if at < moment)
            return _in_order(islice(older, count))

    def since(self, moment: int, count: int | None = None) -> Lines:
        """Return the first lines that are not older than the moment."""
        with self._guard:
            return dict(islice(((at, line) for at, line in self._lines.items() if at >= moment), count))


def without_secrets(text: str) -> str:
    """Return the line with everything masked that looks like a key, a token or a password."""
    return _KEYS.sub(MASK, _SECRETS.sub(rf"\g<name>\g<between>{MASK}", text))


def _in_order(newest_first: Iterable[tuple[int, str]]) -> Lines:
    return dict(reversed(list(newest_first)))
