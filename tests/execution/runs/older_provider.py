"""What flows of older releases ask: a model that repeats, uses tools when it is told to, and a page to read.

It answers as the stand-in did with which those releases were recorded: `CALL tool {json}` uses the tool if it is
offered, a tool that must be used gets arguments made of its schema, anything else is repeated.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

CALL = re.compile(r"CALL (\w+) (\{.*\})")
PAGE = (
    "<html><head><title>Stub page 1</title></head>\n<body><h1>Stub page 1</h1>"
    "<p>Alpha paragraph 1 about rivers and bridges.</p><ul><li>one</li><li>two</li></ul>\n"
    '<a href="/page2.html">other page</a> <a href="/data.json">data</a></body></html>'
)
RECORD = {
    "items": [{"id": 1, "name": "ant", "tags": ["a", "b"]}, {"id": 2, "name": "bee", "tags": []}],
    "total": 2,
    "nested": {"deep": {"value": 42}},
    "unicode": "žluťoučký 😀",
}

Json = dict[str, Any]


@dataclass
class OlderProvider:
    """Remembers what it was asked."""

    asked: list[Json] = field(default_factory=list)
    address: str = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length[1])) if length else b""
        kind, content = self._answer(head.split()[1], json.loads(body) if body else {})
        writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n".encode() + content)
        await writer.drain()
        writer.close()

    def _answer(self, path: str, body: Json) -> tuple[str, bytes]:
        if path.endswith(".html"):
            return "text/html", PAGE.encode()
        if path.endswith(".json"):
            return "application/json", json.dumps(RECORD).encode()
        if path.endswith("/embeddings"):
            return "application/json", json.dumps(_embedded(body["input"])).encode()
        self.asked.append(body)
        message = _answered(body)
        if body.get("stream"):
            return "text/event-stream", _streamed(message)
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return "application/json", json.dumps({**_frame("chat.completion"), "choices": [choice]}).encode()


@asynccontextmanager
async def running_older_provider() -> AsyncIterator[OlderProvider]:
    provider = OlderProvider()
    server = await asyncio.start_server(provider.answer, "127.0.0.1", 0)
    provider.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield provider
    finally:
        server.close()


def texts_of(body: Json) -> list[list[str]]:
    """Return who said what in a question; what calls a tool has no text and is left out."""
    return [[message["role"], message["content"]] for message in body["messages"] if message.get("content")]


def _answered(body: Json) -> Json:
    tools = {tool["function"]["name"]: tool["function"] for tool in body.get("tools") or ()}
    said = [message for message in body["messages"] if message["role"] == "user"][-1]["content"]
    results = [message["content"] for message in body["messages"] if message["role"] == "tool"]
    if isinstance(body.get("tool_choice"), dict):
        name = body["tool_choice"]["function"]["name"]
        return _calls(name, json.dumps(_made_of(tools[name]["parameters"], tools[name]["parameters"], "")))
    schema = ((body.get("response_format") or {}).get("json_schema") or {}).get("schema")
    if schema:
        return _says(json.dumps(_made_of(schema, schema, "")))
    wanted = CALL.search(said)
    if wanted is None or wanted[1] not in tools:
        return _says(f"SAID {said}")
    return _says(f"SAID RESULT {wanted[1]}: {results[-1]}") if results else _calls(wanted[1], wanted[2])


def _made_of(schema: Json, whole: Json, name: str) -> Any:
    if "$ref" in schema:
        return _made_of(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole, name)
    if "anyOf" in schema:
        return _made_of(schema["anyOf"][0], whole, name)
    match schema.get("type"):
        case "object":
            return {key: _made_of(value, whole, key) for key, value in schema["properties"].items()}
        case "array":
            return [_made_of(schema["items"], whole, name)]
        case "integer":
            return 6
        case _:
            return name


def _says(text: str) -> Json:
    return {"role": "assistant", "content": text}


def _calls(name: str, arguments: str) -> Json:
    call = {"index": 0, "id": "call", "type": "function", "function": {"name": name, "arguments": arguments}}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


def _streamed(message: Json) -> bytes:
    chunk = {**_frame("chat.completion.chunk"), "choices": [{"index": 0, "delta": message, "finish_reason": None}]}
    return f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode()


def _frame(kind: str) -> Json:
    return {"id": "c", "object": kind, "model": "m"}


def _embedded(texts: str | list[str]) -> Json:
    """A text's vector counts its letters, so that a text is nearest to itself."""
    several = [texts] if isinstance(texts, str) else texts
    vectors = [[float(text.count(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in several]
    rows = [{"object": "embedding", "index": index, "embedding": vector} for index, vector in enumerate(vectors)]
    return {"object": "list", "model": "m", "data": rows, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
