"""SQL Database: rows, statements without rows, errors, and what must not be reached."""

from pathlib import Path
from typing import Any

import pytest

from execution.components.data_source.sql_component import SQLComponent
from execution.components.sql_databases import (
    DatabaseAddress,
    DatabaseRefused,
    DatabasesUnavailable,
    DatabaseUnreachable,
    QueryFailed,
)
from tests.execution.components.running import Bench, give


class AllowsAll:
    def __init__(self) -> None:
        self.asked: list[DatabaseAddress] = []

    def check(self, address: DatabaseAddress) -> None:
        self.asked.append(address)


class AllowsNone:
    def check(self, address: DatabaseAddress) -> None:
        raise DatabaseRefused(reason=address.kind)


async def rows(url: str, query: str, databases: Any = None, **values: Any) -> list[dict[str, Any]]:
    bench = Bench(SQLComponent, database_url=url, query=query, **values)
    bench.context.services = {"databases": databases or AllowsAll()}
    return (await bench.give("run_sql_query")).to_records()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/some.db"


async def test_rows_come_with_their_columns(url: str) -> None:
    assert await rows(url, "create table t (a int, b text, c blob)") == []
    assert await rows(url, "insert into t values (1, 'x:y', null), (2, null, x'41')") == []
    assert await rows(url, "select * from t") == [{"a": 1, "b": "x:y", "c": None}, {"a": 2, "b": None, "c": "A"}]
    assert await rows(url, "select count(*) from t where b like '%:%'") == [{"count(*)": 1}]
    assert await rows(url, "select * from t where a > 5") == []


async def test_errors_fail_or_come_as_a_row(url: str) -> None:
    with pytest.raises(QueryFailed, match="no such table: nope"):
        await rows(url, "select * from nope")
    with pytest.raises(QueryFailed):
        await rows(url, "select 1; select 2")
    (row,) = await rows(url, "select * from nope", add_error=True)
    assert "no such table" in row["error"]


@pytest.mark.parametrize(
    ("address", "problem"),
    [("nosuch://x", "Can't load plugin"), ("", "parse"), ("oracle+oracledb://h/x", "driver 'oracledb'")],
)
async def test_an_unknown_database_is_told(address: str, problem: str) -> None:
    with pytest.raises(DatabaseUnreachable, match=problem):
        await rows(address, "select 1")


async def test_the_host_decides_what_may_be_reached(url: str) -> None:
    with pytest.raises(DatabaseRefused, match="sqlite"):
        await rows(url, "select 1", AllowsNone())
    with pytest.raises(DatabasesUnavailable):
        await give(SQLComponent, "run_sql_query", database_url=url, query="select 1")
    allows = AllowsAll()
    await rows(url, "select 1", allows)
    assert [(asked.kind, asked.path) for asked in allows.asked] == [("sqlite", url.removeprefix("sqlite:///"))]


@pytest.mark.parametrize("statement", ["attach '{file}' as other", "vacuum into '{file}'"])
async def test_a_statement_cannot_open_other_files(url: str, tmp_path: Path, statement: str) -> None:
    other = tmp_path / "other.db"
    with pytest.raises(QueryFailed):
        await rows(url, statement.format(file=other))
    assert not other.exists()
