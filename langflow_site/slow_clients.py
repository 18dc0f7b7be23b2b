"""What Twisted tells about a client that reads more slowly than we write."""

import asyncio


class WaitsForClient:
    """A producer in Twisted's words: while what was written waits for the client, whoever sends more waits, too."""

    _room: "asyncio.Event | None" = None
    """Set when the client has taken what was written; None while it always had."""

    async def has_room(self) -> None:
        """Wait until the client has taken what was written, or has gone."""
        if self._room is not None:
            await self._room.wait()

    def pauseProducing(self) -> None:  # noqa: N802 - Twisted's name
        """Twisted says so again at each write meanwhile, such as a ping; who waits already must not be forgotten."""
        if self._room is None or self._room.is_set():
            self._room = asyncio.Event()

    def resumeProducing(self) -> None:  # noqa: N802 - Twisted's name
        if self._room is not None:
            self._room.set()

    def stopProducing(self) -> None:  # noqa: N802 - Twisted's name
        """The client has gone: who waits for it shall not wait any more."""
        self.resumeProducing()
