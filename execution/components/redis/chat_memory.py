"""Redis Chat Memory: the messages of a session in Redis, laid out as langchain does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from execution.components.optional_import import optional_import
from execution.components.redis.connecting import check_address, connected
from execution.engine.component import Component
from execution.engine.fields import IntInput, MessageTextInput, Output, SecretStrInput, StrInput

LIBRARY_EXTRA = "agents"
USUAL_PREFIX = "message_store:"


class RedisHistory:
    """The asynchronous half of langchain's interface; the other half would block the server."""

    def __init__(self, address: str, key: str) -> None:
        self._address = address
        self._key = key

    async def aget_messages(self) -> list[Any]:
        """Return the messages, oldest first."""
        library: Any = optional_import("langchain_core.messages", extra=LIBRARY_EXTRA)
        async with connected(self._address) as client:
            rows = await client.lrange(self._key, 0, -1)
        # The newest stands first in the list.
        messages: list[Any] = library.messages_from_dict([json.loads(row) for row in reversed(rows)])
        return messages

    async def aadd_messages(self, messages: Sequence[Any]) -> None:
        """Keep messages."""
        library: Any = optional_import("langchain_core.messages", extra=LIBRARY_EXTRA)
        rows = [json.dumps(library.message_to_dict(message)) for message in messages]
        async with connected(self._address) as client:
            await client.lpush(self._key, *rows)

    async def aclear(self) -> None:
        """Forget the session's messages."""
        async with connected(self._address) as client:
            await client.delete(self._key)

    def clear(self) -> None:
        """Refuse: nothing here may wait on the event loop's thread."""
        raise NotImplementedError("Use aclear.")


def as_langchain(address: str, key: str) -> Any:
    """Return the history as one of langchain's."""
    base = optional_import("langchain_core.chat_history", extra=LIBRARY_EXTRA).BaseChatMessageHistory
    kind: Any = type("RedisMessageHistory", (RedisHistory, base), {})
    return kind(address, key)


class RedisIndexChatMemory(Component):
    """Keep the messages of sessions in Redis."""

    name = "RedisChatMemory"
    display_name = "Redis Chat Memory"
    description = "Keeps the messages of sessions in Redis."
    icon = "Redis"
    extra = "redis"

    inputs = [
        StrInput(name="host", display_name="hostname", info="The server's host.", value="localhost", required=True),
        IntInput(name="port", display_name="port", info="The server's port.", value=6379, required=True),
        StrInput(name="database", display_name="database", info="The database's number.", value="0", required=True),
        MessageTextInput(name="username", display_name="Username", info="Who asks.", advanced=True),
        SecretStrInput(name="password", display_name="Redis Password", info="The user's password.", advanced=True),
        StrInput(
            name="key_prefix",
            display_name="Key prefix",
            info="What stands before the session in the key.",
            advanced=True,
        ),
        MessageTextInput(
            name="session_id",
            display_name="Session ID",
            info="The conversation. Empty: the session of the run.",
            advanced=True,
        ),
    ]
    outputs = [Output(name="memory", display_name="Memory", method="build_message_history", types=["Memory"])]

    host: str | None
    port: int | None
    database: str | None
    username: str | None
    password: str | None
    key_prefix: str | None
    session_id: str | None

    async def build_message_history(self) -> Any:
        """Return the session's messages; raise for a Redis that components must not reach."""
        address = self._address()
        await check_address(self.run, address)
        return as_langchain(address, f"{self.key_prefix or USUAL_PREFIX}{self.session_id or self.run.session_id}")

    def _address(self) -> str:
        user = quote(self.username or "", safe="")
        password = f":{quote(self.password, safe='')}" if self.password else ""
        account = f"{user}{password}@" if user or password else ""
        return f"redis://{account}{self.host or 'localhost'}:{self.port or 6379}/{quote(self.database or '0', safe='')}"
