"""Flows of two people."""

import uuid

import pytest

from accounts.models import User
from flows.models import Flow
from monitor.timestamps import record_clock


@pytest.fixture
def make_flow(db):
    def make(owner: User, name: str = "echo") -> Flow:
        stamp = record_clock.now()
        return Flow.objects.create(
            user=owner, name=name, data={"nodes": [], "edges": []}, version_stamp=uuid.uuid4(), updated_at=stamp
        )

    return make


@pytest.fixture
def flow(make_flow, alice) -> Flow:
    return make_flow(alice)
