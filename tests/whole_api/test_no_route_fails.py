"""Every operation of the OpenAPI document answers whatever it is sent as the document says, and never with a 5xx.

The requests are the same in each run. For a search set EXAMPLES to how many requests each operation shall get, some
thousand for a long one: each run then makes other ones. EXAMPLES_ON=postgresql searches on the PostgreSQL of
TEST_POSTGRESQL_URL.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.live_server import running_server
from tests.services import own_database
from tests.whole_api.operations import Operation, operations
from tests.whole_api.sending import problem
from tests.whole_api.strategies import Call, calls
from tests.whole_api.world import World

EXAMPLES = os.environ.get("EXAMPLES")
AS_USUAL = 8

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("whole_api")]

SERVER = {
    "LANGFLOW_AUTO_LOGIN": "false",
    "LANGFLOW_ENABLE_LOG_RETRIEVAL": "true",
    "LANGFLOW_LOGIN_ATTEMPTS_PER_MINUTE": "1000000",
    "LANGFLOW_PUBLIC_RUNS_PER_MINUTE": "1000000",
    "LANGFLOW_RUN_TIMEOUT": "10",
    "LANGFLOW_MCP_SERVER_TIMEOUT": "2",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with ExitStack() as stack:
        options = dict(SERVER)
        if os.environ.get("EXAMPLES_ON") == "postgresql":
            options["LANGFLOW_DATABASE_URL"] = stack.enter_context(own_database())
        server = stack.enter_context(running_server(tmp_path_factory.mktemp("whole_api"), **options))
        headers = {"x-api-key": server.api_key()}
        client = httpx.Client(base_url=server.base, headers=headers, timeout=60, trust_env=False)
        yield World(stack.enter_context(client))


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_every_answer_is_declared(world: World, operation: Operation) -> None:
    @settings(
        max_examples=int(EXAMPLES or AS_USUAL),
        derandomize=EXAMPLES is None,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(calls(operation))
    def holds(call: Call) -> None:
        assert problem(world, operation, call) is None

    holds()
