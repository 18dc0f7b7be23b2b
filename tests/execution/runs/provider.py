"""A model provider in this process: answers as told, on a port of its own."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Provider:
    """What the next chat completion gets."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: tuple[str, ...] = ("Good ", "day.")
    calls: tuple[tuple[str, str], ...] = ()
    """Tools that it uses before it answers, where it is offered any: name and arguments as JSON."""
    answers: list[str] = field(default_factory=list)
    """What the next questions get, one after the other, in the place of the pieces."""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    """What was asked."""
    silent: bool = False
    """Takes the question and never answers."""
    pause: asyncio.Event | None = None
    """Set by the test to let a stream go on, which waits before its piece number `pause_at`."""
    pause_at: int = 1
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by the first question."""
    base_url: str = ""
    closed_early: bool = False

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        except ConnectionError:
            self.closed_early = True
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        body = await _body_of(reader)
        self.bodies.append(body)
        self.asked.set()
        if self.answers:
            self.pieces = (self.answers.pop(0),)
        if self.silent:
            await reader.read()  # until the client gives up
            self.closed_early = True
        elif self.status != 200:
            error = {"error": {"message": f"The provider says {self.status}: flow not found", "type": "error"}}
            writer.write(_head(self.status, "application/json", self.headers) + json.dumps(error).encode())
        elif body.get("stream"):
            await self._stream(writer, uses_tools=_may_use_tools(body))
        else:
            writer.write(_head(200, "application/json") + json.dumps(_completion("".join(self.pieces))).encode())
        await writer.drain()

    async def _stream(self, writer: asyncio.StreamWriter, *, uses_tools: bool) -> None:
        writer.write(_head(200, "text/event-stream"))
        if self.calls and uses_tools:
            writer.write(b"data: " + json.dumps(_tool_chunk(self.calls)).encode() + b"\n\ndata: [DONE]\n\n")
            return
        for number, piece in enumerate(self.pieces):
            if number == self.pause_at and self.pause is not None:
                await self.pause.wait()
            writer.write(b"data: " + json.dumps(_chunk(piece)).encode() + b"\n\n")
            await writer.drain()
        writer.write(b"data: [DONE]\n\n")


@asynccontextmanager
async def running_provider() -> AsyncIterator[Provider]:
    provider = Provider()
    server = await asyncio.start_server(provider.answer, "127.0.0.1", 0)
    provider.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield provider
    finally:
        server.close()


async def _body_of(reader: asyncio.StreamReader) -> dict[str, Any]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next(int(line.split(":")[1]) for line in head.splitlines() if line.startswith("content-length"))
    body: dict[str, Any] = json.loads(await reader.readexactly(length))
    return body


def _may_use_tools(body: dict[str, Any]) -> bool:
    return bool(body.get("tools")) and all(message["role"] != "tool" for message in body["messages"])


def _head(status: int, content_type: str, headers: dict[str, str] | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status} Status", f"content-type: {content_type}", "connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _completion(text: str) -> dict[str, object]:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    return {"id": "c", "object": "chat.completion", "model": "m", "choices": [choice], "usage": usage}


def _chunk(text: str) -> dict[str, object]:
    return _chunk_of({"content": text})


def _tool_chunk(calls: tuple[tuple[str, str], ...]) -> dict[str, object]:
    told = [
        {"index": index, "id": f"c{index}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for index, (name, arguments) in enumerate(calls)
    ]
    return _chunk_of({"tool_calls": told})


def _chunk_of(delta: dict[str, object]) -> dict[str, object]:
    choice = {"index": 0, "delta": delta, "finish_reason": None}
    return {"id": "c", "object": "chat.completion.chunk", "model": "m", "choices": [choice]}
