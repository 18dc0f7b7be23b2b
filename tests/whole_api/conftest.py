"""A server of our own with a superuser's things, on SQLite and, where it is reachable, on PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.live_server import running_server
from tests.services import own_database, postgresql_is_needed
from tests.whole_api.world import World

SERVER = {
    "LANGFLOW_AUTO_LOGIN": "false",
    "LANGFLOW_ENABLE_LOG_RETRIEVAL": "true",
    "LANGFLOW_LOGIN_ATTEMPTS_PER_MINUTE": "1000000",
    "LANGFLOW_PUBLIC_RUNS_PER_MINUTE": "1000000",
    "LANGFLOW_AGENTIC_EXPERIENCE": "true",  # opens /run/session
    "LANGFLOW_RUN_TIMEOUT": "10",
    "LANGFLOW_MCP_SERVER_TIMEOUT": "2",
}


@contextmanager
def world_on(database: str, folder: Path) -> Iterator[World]:
    with ExitStack() as stack:
        options = dict(SERVER)
        if database == "postgresql":
            options["LANGFLOW_DATABASE_URL"] = stack.enter_context(own_database())
        server = stack.enter_context(running_server(folder, **options))
        headers = {"x-api-key": server.api_key()}
        client = httpx.Client(base_url=server.base, headers=headers, timeout=60, trust_env=False)
        yield World(stack.enter_context(client))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    database = os.environ.get("EXAMPLES_ON", "sqlite")
    with world_on(database, tmp_path_factory.mktemp("whole_api")) as world:
        yield world


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql, postgresql_is_needed])]
)
def each_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same on one database after the other."""
    with world_on(request.param, tmp_path_factory.mktemp(request.param)) as world:
        yield world
