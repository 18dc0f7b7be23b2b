"""A small server that speaks the chat protocols of providers on loopback, and components bound to a run beside it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from execution.engine.component import Component
from execution.engine.errors import UnknownVariable
from execution.engine.events import Event
from execution.engine.ports import Neighbour, RunContext, VertexFacts
from execution.engine.values import Message

OLLAMA_USAGE = {"prompt_eval_count": 3, "eval_count": 2}
USAGE = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}


class FakeOpenAI(ThreadingHTTPServer):
    """Answers "Echo: <question>" in the protocol of the path; `error 429` as the question gives that status.

    `slow` gives half a second of silence, `nonsense` a page instead of a completion.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.paths: list[str] = []
        self.texts: list[str] = []
        """What the next chats are answered with, instead of the echo."""
        self.arguments: list[dict[str, Any] | None] = []
        """What the next chats with tools call the first one with; None calls none."""
        self.busy = 0
        """How many of the next requests are refused because there are too many."""
        self.headers: list[dict[str, str]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that did not wait for its answer is what the timeout test is about."""

    @property
    def url(self) -> str:
        return f"{self.root}/v1"

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answers(BaseHTTPRequestHandler):
    server: FakeOpenAI

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(body)
        key = self.headers.get("Authorization") or self.headers.get("x-api-key") or self.headers.get("api-key") or ""
        self.server.keys.append(key.removeprefix("Bearer "))
        self.server.paths.append(self.path)
        self.server.headers.append(dict(self.headers))
        if self.server.busy:
            self.server.busy -= 1
            self._send(429, {"error": {"message": "busy"}})
        elif "/embeddings" in self.path:
            self._send(200, _embeddings(body))
        elif self.path == "/api/embed":
            self._send(200, {"embeddings": [_vector(text) for text in body["input"]]})
        elif self.path.endswith("/embed") or self.path.startswith("/hub/"):
            self._send_vectors(body)
        elif self.path == "/api/chat":
            self._chat_as_ollama(body)
        elif self.path == "/v1/messages":
            self._chat_as_anthropic(body)
        else:
            self._chat(body)

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        if self.path.endswith("/api/tags"):
            self._send(200, {"models": [{"name": "pulled:latest"}]})
        elif self.path.endswith("/models"):
            self._send(200, {"data": [{"id": "served-b"}, {"id": "served-a"}]})
        else:
            self._send(404, {})

    def _chat_as_ollama(self, body: dict[str, Any]) -> None:
        question = body["messages"][-1]["content"]
        if question.startswith("error"):
            self._send(int(question.split()[1]), {"error": "no"})
            return
        text = '{"city": "Oslo"}' if body.get("format") else f"Echo: {question}"
        self._send(200, {"model": "m", "message": {"role": "assistant", "content": text}, "done": True, **OLLAMA_USAGE})

    def _chat_as_anthropic(self, body: dict[str, Any]) -> None:
        question = body["messages"][-1]["content"]
        if question.startswith("error"):
            status = int(question.split()[1])
            self._send(status, {"type": "error", "error": {"type": "x", "message": f"no, {self.server.keys[-1]}"}})
            return
        block = {"type": "text", "text": f"Echo: {question}"}
        usage = {"input_tokens": 3, "output_tokens": 2}
        answer = {"id": "m1", "type": "message", "role": "assistant", "model": "m", "content": [block], "usage": usage}
        self._send(200, {**answer, "stop_reason": "end_turn", "stop_sequence": None})

    def _send_vectors(self, body: dict[str, Any]) -> None:
        texts = body.get("texts") or body["inputs"]
        if texts == ["refuse"]:
            self._send(401, {"message": "no"})
        elif "texts" in body:
            self._send(200, {"embeddings": {"float": [_vector(text) for text in texts]}})
        else:
            self._send(200, [_vector(text) for text in texts])

    def _chat(self, body: dict[str, Any]) -> None:
        question = body["messages"][-1]["content"]
        if question == "slow":
            time.sleep(0.5)
        if question.startswith("error"):
            self._send(int(question.split()[1]), {"error": {"message": f"no, {self.server.keys[-1]}"}})
        elif question == "nonsense":
            self._send_page()
        elif body.get("stream"):
            self._stream(f"Echo: {question}", with_usage="stream_options" in body)
        else:
            self._send(200, _completion({"message": self._message(body, question)}, usage=USAGE))

    def _message(self, body: dict[str, Any], question: str) -> dict[str, Any]:
        arguments = self.server.arguments.pop(0) if "tools" in body and self.server.arguments else None
        text = self.server.texts.pop(0) if self.server.texts else f"Echo: {question}"
        if arguments is None:
            return {"role": "assistant", "content": text}
        called = {"name": body["tools"][0]["function"]["name"], "arguments": json.dumps(arguments)}
        call = {"id": "call", "type": "function", "function": called}
        return {"role": "assistant", "content": None, "tool_calls": [call]}

    def _send(self, status: int, answer: Any) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Retry-After", "7")
        self.end_headers()
        self.wfile.write(data)

    def _send_page(self) -> None:
        page = b"<html>Welcome</html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def _stream(self, text: str, *, with_usage: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in text.split(" "):
            self._frame(_completion({"delta": {"content": piece + " "}}))
        if with_usage:
            self._frame({**_completion({}), "choices": [], "usage": USAGE})
        self.wfile.write(b"data: [DONE]\n\n")

    def _frame(self, chunk: dict[str, Any]) -> None:
        self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")

    def log_message(self, *_: object) -> None:
        pass


def _vector(text: str) -> list[float]:
    return [float(len(text)), 1.0]


def _embeddings(body: dict[str, Any]) -> dict[str, Any]:
    texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
    data = [{"object": "embedding", "index": at, "embedding": _vector(text)} for at, text in enumerate(texts)]
    return {"object": "list", "data": data, "model": body["model"], "usage": {"prompt_tokens": 1, "total_tokens": 1}}


def _completion(choice: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "c1", "created": 1, "model": "m", "choices": [{"index": 0, "finish_reason": None, **choice}], **more}


@pytest.fixture
def provider() -> Iterator[FakeOpenAI]:
    server = FakeOpenAI()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class MemoryVariables(dict[str, str]):
    async def value_of(self, name: str, *, is_secret: bool = False, from_environment: bool = True) -> str:
        if name not in self:
            raise UnknownVariable(name=name)
        return self[name]


class MemoryMessages(list[Message]):
    async def add(self, message: Message) -> Message:
        self.append(message)
        return message


Bound = Callable[..., Component]


@pytest.fixture
def bound() -> Bound:
    """Return a function that puts a component into a run whose variables, listener and successor the test chooses."""

    def bind(
        component: type[Component],
        *,
        variables: dict[str, str] | None = None,
        events: list[Event] | None = None,
        stream: bool = False,
        leads_to: str = "ChatOutput",
        **values: Any,
    ) -> Component:
        target = Neighbour(
            vertex_id="out", display_name="Out", type=leads_to, output="text_output", field="input_value"
        )
        run = RunContext(
            run_id="run",
            flow_id="flow",
            flow_name="Flow",
            user_id=None,
            session_id="session",
            variables=MemoryVariables(variables or {}),
            messages=MemoryMessages(),  # type: ignore[arg-type]  # the component only adds
            services={},
            emit=None if events is None else events.append,
            stream=stream,
        )
        vertex = VertexFacts(id="model", display_name="Model", type=component.name, targets={"text_output": (target,)})
        made = component()
        made.bind(vertex=vertex, values=values, run=run)
        return made

    return bind
