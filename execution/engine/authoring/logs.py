"""The logger of custom code. Besides Python's own methods it has the coroutines that existing code awaits."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

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


logger = AuthorLogger("custom_component")
