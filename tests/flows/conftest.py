"""What the tests of flows share."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from flows import services
from flows.models import Flow

EMPTY: dict[str, Any] = {"nodes": [], "edges": []}


@pytest.fixture
def flow_of() -> Callable[..., Flow]:
    """Return a function that stores a flow for a user."""

    def make(user: User, name: str = "Echo", **fields: Any) -> Flow:
        return services.create_flow(user=user, fields={"name": name, "data": EMPTY, **fields})

    return make


@pytest.fixture
def starter(db: None) -> Flow:
    return Flow.objects.create(name="Starter", endpoint_name="starter", data=EMPTY, tags=["chatbots"])
