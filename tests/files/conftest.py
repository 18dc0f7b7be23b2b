"""People with flows, and requests that bring files along."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from flows.models import Flow

Upload = Callable[..., Any]


@pytest.fixture
def flow(alice: User) -> Flow:
    return Flow.objects.create(user=alice, name="Alice's flow", data={"nodes": [], "edges": []})


@pytest.fixture
def upload() -> Upload:
    """Return a function that sends a file to an address."""

    def send(client: APIClient, address: str, name: str, content: bytes = b"content") -> Any:
        # By hand: Django's own client sends the last part of a name only.
        head = f'--part\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        body = head + content + b"\r\n--part--\r\n"
        return client.post(address, body, content_type="multipart/form-data; boundary=part")

    return send
