"""Every operation of the OpenAPI document answers whatever it is sent as the document says, and never with a 5xx.

The requests are the same in each run. For a search set EXAMPLES to how many requests each operation shall get, some
thousand for a long one: each run then makes other ones. EXAMPLES_ON=postgresql searches on the PostgreSQL of
TEST_POSTGRESQL_URL.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.whole_api.operations import Operation, operations
from tests.whole_api.sending import problem
from tests.whole_api.strategies import Call, calls
from tests.whole_api.world import World

EXAMPLES = os.environ.get("EXAMPLES")
AS_USUAL = 8

pytestmark = [
    pytest.mark.live,
    pytest.mark.xdist_group("whole_api"),
    # Hypothesis says so of a failing request with one of the long texts, and the failure would not be seen.
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]


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
