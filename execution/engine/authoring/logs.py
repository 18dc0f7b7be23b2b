"""The logger of custom code. Besides Python's own methods it has the coroutines that existing code awaits."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, ClassVar

LoggableType = str | dict[str, Any] | list[Any] | int | float | bool | None
LogFunctionType = Callable[..., None]
SendMessageFunctionType = Callable[..., Any]
OnTokenFunctionType = Callable[..., None]
"""Types of functions that annotations name."""


class AuthorLogger:
    """Python's logger under both spellings: `logger.info(...)` and `await logger.ainfo(...)`."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("a") and hasattr(self._logger, name[1:]):
            return self._awaited(name[1:])
        return getattr(self._logger, name)

    def _awaited(self, name: str) -> Any:
        async def log(*arguments: Any, **options: Any) -> None:
            getattr(self._logger, name)(*arguments, **options)

        return log

    def opt(self, **options: Any) -> AuthorLogger:
        """Return the logger itself; options of other logging libraries mean nothing here."""
        return self


class BraceLogger(AuthorLogger):
    """The same for code that knows loguru: values go into braces, and there are two levels more."""

    _levels: ClassVar = {"success": "info", "trace": "debug"}

    def __getattr__(self, name: str) -> Any:
        method = super().__getattr__(self._levels.get(name, name))
        return _with_braces(method) if name in _TELLING else method

    def bind(self, **_facts: Any) -> BraceLogger:
        """Return the logger itself; facts beside the text are not kept."""
        return self


_TELLING = frozenset({"trace", "debug", "info", "success", "warning", "error", "exception", "critical"})


def _with_braces(method: Callable[..., None]) -> Callable[..., None]:
    def tell(message: Any, *values: Any, **named: Any) -> None:
        try:
            text = str(message).format(*values, **named) if values or named else str(message)
        except (IndexError, KeyError, ValueError):  # what is told is never a reason to fail
            text = str(message)
        method("%s", text)

    return tell


logger = AuthorLogger("custom_component")
brace_logger = BraceLogger("custom_component")
