"""What the tests of the store share."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services.api_keys import save_store_api_key
from flows.store import services
from flows.store.models import SharedItem, Tag

COMPONENTS = "/api/v1/store/components/"
LIKES = "/api/v1/store/users/likes"

DATA: dict[str, Any] = {
    "nodes": [
        {"id": "OpenAIModel-1", "data": {"type": "OpenAIModel", "node": {"template": {}}}},
        {"id": "ChatInput-1", "data": {"type": "ChatInput", "node": {"template": {}}}},
        {"id": "ChatInput-2", "data": {"type": "ChatInput", "node": {"template": {}}}},
        {"id": "note-1", "type": "noteNode", "data": {"type": "note", "node": {"template": {}}}},
    ],
    "edges": [],
}


def told(answer: Any) -> tuple[int, Any]:
    return answer.status_code, answer.json()


def body(name: str = "Summaries", **fields: Any) -> dict[str, Any]:
    """What a client sends to share."""
    return {"name": name, "description": "Short", "data": DATA, "tags": [], "is_component": False, **fields}


@pytest.fixture
def item_of() -> Callable[..., SharedItem]:
    """Return a function that shares something of a user's, seen by everybody unless it is told otherwise."""

    def share(user: User, name: str = "Summaries", **fields: Any) -> SharedItem:
        return services.share_item(user=user, fields={"name": name, "data": DATA, "is_private": False, **fields})

    return share


@pytest.fixture
def member(user_named: Callable[..., User], client_of: Callable[[str], APIClient]) -> Callable[[str], APIClient]:
    """Return a function that gives a client of a user who takes part in the store."""

    def signed_in(name: str) -> APIClient:
        save_store_api_key(user=user_named(name), api_key="any key")
        return client_of(name)

    return signed_in


@pytest.fixture
def tags(db: None) -> list[Tag]:
    return [Tag.objects.create(name=name) for name in ("Rivers", "Winds")]
