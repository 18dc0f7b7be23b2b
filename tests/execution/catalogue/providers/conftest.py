"""Providers on loopback, and users who have their keys."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from accounts.models import User
from accounts.services.variables import create_variable
from execution.components.model_catalogue.ollama_models import forget_pulled_models

REFUSALS = {"wrong": 401, "busy": 429, "forbidden": 403, "broken": 500}
"""What a key means to the fake provider; it takes all others."""


class FakeProvider(ThreadingHTTPServer):
    """Lists models to whoever has a good key, and answers as an Ollama that has pulled `models`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[tuple[str, str]] = []
        """Path and key of each request."""
        self.models: dict[str, list[str] | None] = {}
        """Name -> abilities; None for a server that does not tell them."""
        self.google_refuses = False

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answers(BaseHTTPRequestHandler):
    server: FakeProvider

    def do_GET(self) -> None:
        key = (self.headers.get("Authorization") or self.headers.get("x-api-key") or "").removeprefix("Bearer ")
        self.server.asked.append((self.path, key))
        if self.path == "/api/tags":
            self._send(200, {"models": [{"name": name} for name in self.server.models]})
        elif self.server.google_refuses:
            self._send(400, [{"error": {"status": "INVALID_ARGUMENT", "message": "API key not valid."}}])
        else:
            self._send(REFUSALS.get(key, 200), {"data": []})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body["model"]))
        abilities = self.server.models[body["model"]]
        self._send(200, {} if abilities is None else {"capabilities": abilities})

    def _send(self, status: int, answer: Any) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def fake_provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeProvider]:
    """A provider in the place of OpenAI and Anthropic."""
    forget_pulled_models()
    server = FakeProvider()
    monkeypatch.setenv("OPENAI_BASE_URL", f"{server.root}/v1")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.root)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def give() -> Callable[..., None]:
    """Return a function that stores variables of a user, past the routes."""

    def store(user: User, **variables: str) -> None:
        for name, value in variables.items():
            create_variable(user=user, name=name, value=value, kind=None, default_fields=[])

    return store
