"""The process's end of the pipe: ask the host, tell it something, hear what it wants."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from concurrent.futures import Future, InvalidStateError
from itertools import count
from typing import Any

from execution.engine.isolation.codec import decode, encode
from execution.engine.isolation.frames import (
    HEADER,
    LARGEST_TO_HOST,
    LARGEST_VALUE,
    Frame,
    body_size,
    packed,
    packed_text,
    unpacked,
)
from execution.engine.isolation.objects import LiveObjects, stand_in_for
from execution.engine.isolation.parts import LARGEST_PART, Splitter


class HostError(RuntimeError):
    """The host refused, or what it did for us failed; the message is its own."""


class Channel:
    """One connection. Reading belongs to one thread; everything else may be called from any."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._numbers = count(1)
        self._parts = count(1)
        self._waiting: dict[int, Future[Any]] = {}
        self.objects = LiveObjects("process", lambda reference: stand_in_for(reference, self._call_object))

    def receive(self) -> Frame | None:
        """Return the next frame, or None when the host is gone."""
        header = self._exactly(HEADER.size)
        return None if header is None else unpacked(self._exactly(body_size(header)) or b"{}")

    def send(self, frame: Frame) -> None:
        """Send one frame, in parts where it is large; raise FrameTooLarge where it is larger than the host takes."""
        data = packed(frame, LARGEST_VALUE)
        if len(data) > LARGEST_PART:
            splitter = Splitter(self._send_part)
            data = packed({name: splitter.small(value) for name, value in frame.items()}, LARGEST_TO_HOST)
        self._send_bytes(data)

    def _send_part(self, part: Any) -> int:
        number = next(self._parts)
        if isinstance(part, str):
            self._send_bytes(packed_text(number, part))
        else:
            self._send_bytes(packed({"kind": "part", "number": number, "value": part}, LARGEST_TO_HOST))
        return number

    def _send_bytes(self, data: bytes) -> None:
        with self._sending:
            self._connection.sendall(data)

    async def ask(self, request: int, asked: str, /, **arguments: Any) -> Any:
        """Ask the host for something on behalf of a request, and return its answer. Works on any event loop."""
        number = next(self._numbers)
        answer: Future[Any] = Future()
        self._waiting[number] = answer
        self.send(
            {"kind": "ask", "number": number, "request": request, "name": asked, "arguments": self.encode(arguments)}
        )
        return await asyncio.wrap_future(answer)

    def settle(self, frame: Frame) -> None:
        """Take the host's answer to something that was asked."""
        answer = self._waiting.pop(frame["number"])
        with contextlib.suppress(InvalidStateError):  # whoever asked does not wait any more
            if "error" in frame:
                answer.set_exception(HostError(str(frame["error"])))
            else:
                answer.set_result(self.decode(frame["value"]))

    def encode(self, value: Any) -> Any:
        return encode(value, self.objects)

    def decode(self, wire: Any) -> Any:
        return decode(wire, self.objects)

    async def _call_object(self, number: int, method: str, arguments: list[Any], named: dict[str, Any]) -> Any:
        return await self.ask(0, "object", number=number, method=method, arguments=arguments, named=named)

    def _exactly(self, size: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < size:
            part = self._connection.recv(min(size - len(parts), 1 << 20))
            if not part:
                return None
            parts += part
        return bytes(parts)
