"""What most tests need: people, and clients that are signed in as them.

Every client signs in by the login route, so tests use the credentials that real callers use.
"""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.cache import cache
from django.db import connections
from rest_framework.test import APIClient

from accounts.models import User
from tests.clients import HeaderClient

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def _nothing_counted_by_earlier_tests() -> Iterator[None]:
    """Login attempts and throttles are counted in the cache."""
    yield
    cache.clear()


@pytest.fixture
def user_named(db: None) -> Callable[..., User]:
    """Return a function that gives the active user of that name, made on first use."""

    def get_or_make(name: str, *, is_superuser: bool = False) -> User:
        user = User.objects.filter(username=name).first()
        if user is None:
            user = User(username=name, is_active=True, is_superuser=is_superuser)
            user.set_password(PASSWORD)
            user.save()
        return user

    return get_or_make


@pytest.fixture
def alice(user_named: Callable[..., User]) -> User:
    return user_named("alice")


@pytest.fixture
def bob(user_named: Callable[..., User]) -> User:
    return user_named("bob")


@pytest.fixture
def admin(user_named: Callable[..., User]) -> User:
    return user_named("admin", is_superuser=True)


@pytest.fixture
def anonymous(db: None) -> APIClient:
    return APIClient()


@pytest.fixture
def client_of(user_named: Callable[..., User]) -> Callable[[str], APIClient]:
    """Return a function that gives a client signed in as the user of that name; "admin" is a superuser."""

    def signed_in(name: str) -> APIClient:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {_token_of(user_named, name)}")
        return client

    return signed_in


@pytest.fixture
def async_client_of(
    user_named: Callable[..., User], shared_connection: None
) -> Callable[[str], Coroutine[Any, Any, HeaderClient]]:
    """The same for async tests and for answers that are streams: `client = await async_client_of("alice")`."""

    async def signed_in(name: str) -> HeaderClient:
        token = await sync_to_async(_token_of)(user_named, name)
        return HeaderClient({"Authorization": f"Bearer {token}"})

    return signed_in


def _token_of(user_named: Callable[..., User], name: str) -> str:
    user_named(name, is_superuser=name == "admin")
    answer = APIClient().post("/api/v1/login", {"username": name, "password": PASSWORD}, format="multipart")
    assert answer.status_code == 200, answer.content
    return answer.json()["access_token"]


@pytest.fixture
def own_connection(db: None) -> Any:
    """The test's connection. Read outside of the event loop, inside of which Django would open another one."""
    return connections["default"]


@pytest.fixture
async def shared_connection(own_connection: Any) -> AsyncIterator[None]:
    """Let async code under test see what the test wrote: its database thread borrows the test's connection."""
    connection: Any = own_connection
    connection.inc_thread_sharing()
    before = await sync_to_async(_swap_connection)(connection)
    yield
    await sync_to_async(_swap_connection)(before)
    connection.dec_thread_sharing()


def _swap_connection(connection: Any) -> Any:
    before = connections["default"]
    connections["default"] = connection
    return before
