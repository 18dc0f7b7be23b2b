"""Databases as components reach them: only those that the host lets them, by SQLAlchemy, without going on to others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from execution.components.optional_import import optional_import
from execution.engine.errors import EngineError
from execution.engine.ports import RunContext
from execution.engine.values.json_values import to_json_value

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

Found = TypeVar("Found")

EXTRA = "sql"
SQLITE = "sqlite"
MOST_ROWS = 100_000
_ATTACH = 24
"""sqlite's number for statements that open another file."""
_DENIED, _ALLOWED = 1, 0


class DatabaseRefused(EngineError):
    """The operator does not let components reach that database."""

    code = "database_refused"
    message = "An error occurred while connecting to the database: {reason}"


class DatabaseUnreachable(EngineError):
    """There is no such database, or nobody there."""

    code = "database_unreachable"
    message = "An error occurred while connecting to the database: {reason}"


class QueryFailed(EngineError):
    """The database refused the query."""

    code = "query_failed"
    message = "An error occurred while running the SQL Query: {reason}"


class DatabasesUnavailable(EngineError):
    """This host gives components no databases."""

    code = "databases_unavailable"
    message = "This server gives components no access to databases."


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseAddress:
    """Where a database is."""

    kind: str
    """`sqlite`, `postgresql`, ...: SQLAlchemy's name for it."""
    host: str | None
    port: int | None
    path: str | None
    """The file, of databases that are one."""
    name: str | None = None
    """What the server calls the database, of databases that a server keeps; None leaves it to the server."""
    options: frozenset[str]
    """Names of what stands behind the question mark."""


class Databases(Protocol):
    """The host's service `databases`."""

    def check(self, address: DatabaseAddress) -> None:
        """Raise DatabaseRefused for a database that components must not reach."""


def databases_of(run: RunContext) -> Databases:
    """Return the host's databases; raise DatabasesUnavailable where it has none."""
    databases: Databases | None = run.services.get("databases")
    if databases is None:
        raise DatabasesUnavailable
    return databases


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlDatabase:
    """One database, asked on behalf of a run. Everything here blocks; no connection outlives a call."""

    run: RunContext
    url: str
    """As SQLAlchemy writes it."""

    def rows(self, statement: str, *, most: int = MOST_ROWS) -> list[dict[str, Any]]:
        """Run a statement and return its rows as JSON; none of one that gives none. Raises QueryFailed and others."""

        def run(connection: Connection) -> list[dict[str, Any]]:
            # As it is: a colon in the statement is no parameter of ours.
            result = connection.exec_driver_sql(statement)
            found = result.mappings().fetchmany(most) if result.returns_rows else []
            return [to_json_value(dict(row)) for row in found]

        return self._with_connection(run)

    @property
    def dialect(self) -> str:
        """The maker of the database, as models know it: sqlite, postgresql."""
        name: str = self._engine(_sqlalchemy()).dialect.name
        return name

    def tables(self) -> list[str]:
        """Return the names of tables and views."""

        def look(connection: Connection) -> list[str]:
            inspector = _sqlalchemy().inspect(connection)
            return [*inspector.get_table_names(), *inspector.get_view_names()]

        return self._with_connection(look)

    def described(self, tables: Iterable[str] | None = None) -> str:
        """Return tables with their columns and keys, as a text for models; all of them where none is named."""
        chosen = self.tables() if tables is None else list(tables)
        return self._with_connection(lambda connection: "\n\n".join(_described(connection, name) for name in chosen))

    def _with_connection(self, work: Callable[[Connection], Found]) -> Found:
        sqlalchemy = _sqlalchemy()
        engine = self._engine(sqlalchemy)
        try:
            with engine.begin() as connection:
                return work(connection)
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise QueryFailed(reason=str(error)) from error
        finally:
            engine.dispose()

    def _engine(self, sqlalchemy: Any) -> Engine:
        try:
            url = sqlalchemy.make_url(self.url)
            engine: Engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool)
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise DatabaseUnreachable(reason=str(error)) from error
        except ModuleNotFoundError as error:
            raise DatabaseUnreachable(reason=f"the driver '{error.name}' is not installed") from error
        self._check(url)
        if url.get_backend_name() == SQLITE:
            sqlalchemy.event.listen(engine, "connect", _keep_to_one_file)
        return engine

    def _check(self, url: Any) -> None:
        kind = url.get_backend_name()
        path, name = (url.database, None) if kind == SQLITE else (None, url.database or url.username)
        options = frozenset(url.query)
        address = DatabaseAddress(kind=kind, host=url.host, port=url.port, path=path, name=name, options=options)
        databases_of(self.run).check(address)


def _sqlalchemy() -> Any:
    return optional_import("sqlalchemy", extra=EXTRA)


def _keep_to_one_file(connection: Any, _record: Any) -> None:
    """A statement must not open other files than the one that was checked."""
    connection.set_authorizer(lambda action, *_: _DENIED if action == _ATTACH else _ALLOWED)


def _described(connection: Connection, table: str) -> str:
    inspector = _sqlalchemy().inspect(connection)
    keys = set(inspector.get_pk_constraint(table)["constrained_columns"])
    lines = [
        f"  {column['name']} {column['type']}{' primary key' if column['name'] in keys else ''}"
        for column in inspector.get_columns(table)
    ]
    for key in inspector.get_foreign_keys(table):
        own, theirs = ", ".join(key["constrained_columns"]), ", ".join(key["referred_columns"])
        lines.append(f"  foreign key ({own}) references {key['referred_table']} ({theirs})")
    return "\n".join([f"table {table}", *lines])
