"""What every websocket owes: strangers are refused, and nothing of Alice's opens for Bob.

A new one is covered by being there.
"""

from collections.abc import Callable
from typing import Any

import pytest
from channels.testing import WebsocketCommunicator
from django.utils.regex_helper import normalize

from accounts.models import User
from langflow_site.asgi import application, sockets
from tests.things import key_of, things_of

NAMED = [pattern for pattern in sockets if pattern.name]

PATHS = [pytest.param(form, id=form) for pattern in NAMED for form, _ in normalize(pattern.pattern.regex.pattern)]


def communicator(path: str, things: dict[str, str], key: str | None = None) -> WebsocketCommunicator:
    headers = [(b"host", b"testserver"), *([(b"x-api-key", key.encode())] if key else [])]
    return WebsocketCommunicator(application, f"/{path % things}", headers=headers)


@pytest.fixture
def of_alice(alice: User, shared_connection: None) -> dict[str, str]:
    return things_of(alice)


@pytest.fixture
def key(alice: User, bob: User, shared_connection: None) -> Callable[[str], str]:
    keys = {"alice": key_of(alice), "bob": key_of(bob)}
    return keys.__getitem__


def test_there_are_sockets_of_each_family() -> None:
    assert {pattern.name for pattern in NAMED} >= {"build-socket", "flow-as-tool-socket", "flow-speech-socket"}


@pytest.mark.parametrize("path", PATHS)
async def test_a_stranger_is_refused(path: str, of_alice: dict[str, str]) -> None:
    assert not (await communicator(path, of_alice).connect())[0]


@pytest.mark.parametrize("path", PATHS)
async def test_a_wrong_key_opens_nothing(path: str, of_alice: dict[str, str]) -> None:
    assert not (await communicator(path, of_alice, "sk-wrong").connect())[0]


@pytest.mark.parametrize("path", PATHS)
async def test_what_is_alices_does_not_open_for_bob(path: str, of_alice: dict[str, str], key: Any) -> None:
    assert not (await communicator(path, of_alice, key("bob")).connect())[0]


@pytest.mark.parametrize("path", PATHS)
async def test_it_opens_for_alice(
    path: str, of_alice: dict[str, str], key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)  # whoever is let in is told at once, and nobody else is called
    own = communicator(path, of_alice, key("alice"))
    assert (await own.connect())[0]
    await own.disconnect()
