"""Accounts in the states that the tests of this app need."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from accounts import usage
from accounts.models import User
from accounts.services.api_keys import create_api_key


@pytest.fixture(autouse=True)
def _no_uses_counted_by_earlier_tests() -> Iterator[None]:
    usage.counter.take()
    yield
    usage.counter.take()


@pytest.fixture
def option(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], None]:
    """Return a function that sets an option of the server for one test."""
    return lambda name, value: monkeypatch.setattr(settings.LANGFLOW, name, value)


@pytest.fixture
def alices_key(alice: User) -> str:
    _, text = create_api_key(user=alice, name="alice's")
    return text


@pytest.fixture
def browser(db: None) -> APIClient:
    """A client that keeps its cookies and sends no header, as the editor does."""
    return APIClient()


@pytest.fixture
def signed_in_browser(browser: APIClient, alice: User) -> APIClient:
    assert log_in(browser, "alice").status_code == 200
    return browser


def log_in(client: APIClient, username: str, password: str = "correct horse", **extra: Any) -> Any:
    return client.post("/api/v1/login", {"username": username, "password": password}, format="multipart", **extra)
