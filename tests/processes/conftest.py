"""A cluster that all tests of a module share; those that break it for good start their own."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.execution.runs.provider import Provider, running_provider
from tests.processes.cluster import Cluster, running_cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running_cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    """A model server in this process, which says its next piece when the test lets it."""
    async with running_provider() as started:
        yield started
