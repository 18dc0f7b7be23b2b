"""Distances on each database, with and without its extension."""

import os
import sys

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from files.knowledge.vectors import MEASURE, Distance, as_bytes, has_pgvector, measure_on

POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")


def measured() -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {MEASURE}(%s, %s)", [as_bytes([1.0, 2.0]), as_bytes([4.0, 6.0])])
        return cursor.fetchone()[0]


@pytest.fixture
def fresh_connection(transactional_db):
    """Functions of a connection cannot be taken back."""
    connection.close()
    yield connection
    connection.close()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own")
class TestOnSqlite:
    def test_the_extension_measures(self, fresh_connection):
        measure_on(fresh_connection)
        assert measured() == pytest.approx(5.0)

    def test_without_the_package_python_measures(self, fresh_connection, monkeypatch):
        monkeypatch.setitem(sys.modules, "sqlite_vec", None)
        measure_on(fresh_connection)
        assert measured() == pytest.approx(5.0)


class Compiler:
    """Writes a column."""

    def compile(self, expression):
        return "vector", []


class OnPostgresql:
    """As much of Django's connection as the distance asks for."""

    vendor = DatabaseWrapper.vendor

    def __init__(self, cursor):
        self._cursor = cursor

    def cursor(self):
        return self

    def __enter__(self):
        return self._cursor

    def __exit__(self, *problem):
        return None


@pytest.fixture
def postgresql():
    try:
        opened = psycopg.connect(POSTGRESQL, autocommit=False)
    except psycopg.OperationalError:
        pytest.skip("PostgreSQL cannot be reached")
    with opened, opened.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kept (vector real[]) ON COMMIT DROP")
        cursor.execute("INSERT INTO kept VALUES ('{1, 2}')")
        yield cursor
        opened.rollback()


def distance_on(cursor: psycopg.Cursor) -> float:
    sql, parameters = Distance("vector", [4.0, 6.0]).as_postgresql(Compiler(), OnPostgresql(cursor))
    cursor.execute(f"SELECT {sql} FROM kept", parameters)
    return cursor.fetchone()[0]


@pytest.mark.postgresql
def test_plain_postgresql_measures(postgresql, monkeypatch):
    monkeypatch.setattr("files.knowledge.vectors.has_pgvector", lambda _: False)
    assert distance_on(postgresql) == pytest.approx(5.0)


@pytest.mark.postgresql
def test_pgvector_measures(postgresql):
    postgresql.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
    if postgresql.fetchone() is None:
        pytest.skip("this PostgreSQL has no pgvector")
    postgresql.execute("CREATE EXTENSION IF NOT EXISTS vector")
    assert has_pgvector(OnPostgresql(postgresql))
    assert distance_on(postgresql) == pytest.approx(5.0)
