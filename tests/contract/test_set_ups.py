"""What works in one process on SQLite works as well in the set-ups of larger installations."""

from pathlib import Path

import pytest

from tests.contract.comparing import Comparison, captured, compared_with_golden
from tests.live_server import running_server
from tests.processes.balancer import balanced
from tests.processes.cluster import running_cluster
from tests.services import (
    mysql_is_needed,
    own_database,
    own_mysql_database,
    postgresql_is_needed,
    redis_server_is_needed,
)

AREAS = ("build", "responses", "run", "webhook", "workflows")
LEAST_MATCH = 0.95

pytestmark = pytest.mark.live


def compared(base: str, shared: Path, folder: Path) -> Comparison:
    observed = captured(base, shared, folder / "observed.json", areas=AREAS)
    assert not observed["errors"], observed["errors"]
    return compared_with_golden(observed, shared, areas=AREAS)


@postgresql_is_needed
@pytest.mark.xdist_group("postgresql")
def test_one_process_on_postgresql(shared: Path, tmp_path: Path) -> None:
    with (
        own_database() as url,
        running_server(tmp_path, LANGFLOW_AUTO_LOGIN="false", LANGFLOW_DATABASE_URL=url) as server,
    ):
        comparison = compared(server.base, shared, tmp_path)
    assert comparison.share >= LEAST_MATCH, comparison.report()


@mysql_is_needed
@pytest.mark.xdist_group("mysql")
def test_one_process_on_mysql(shared: Path, tmp_path: Path) -> None:
    with (
        own_mysql_database() as url,
        running_server(tmp_path, LANGFLOW_AUTO_LOGIN="false", LANGFLOW_DATABASE_URL=url) as server,
    ):
        comparison = compared(server.base, shared, tmp_path)
    assert comparison.share >= LEAST_MATCH, comparison.report()


@postgresql_is_needed
@redis_server_is_needed
@pytest.mark.xdist_group("cluster")
def test_two_serving_processes_and_two_workers(shared: Path, tmp_path: Path) -> None:
    with running_cluster(tmp_path) as cluster, balanced([web.base for web in cluster.webs]) as base:
        comparison = compared(base, shared, tmp_path)
    assert comparison.share >= LEAST_MATCH, comparison.report()
