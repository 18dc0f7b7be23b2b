"""SQL Database: ask a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from execution.components.optional_import import optional_import
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, MessageTextInput, MultilineInput, Output
from execution.engine.values import DataFrame
from execution.engine.values.json_values import to_json_value

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from execution.engine.ports import RunContext

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


class SQLComponent(Component):
    """Run one SQL statement."""

    display_name = "SQL Database"
    description = "Asks an SQL database."
    icon = "Database"
    extra = EXTRA
    blocking = True
    is_trusted_only = True

    inputs = [
        MessageTextInput(
            name="database_url",
            display_name="Database URL",
            info="The database, as SQLAlchemy names it, for example sqlite:///folder/file.db",
            required=True,
        ),
        MultilineInput(
            name="query", display_name="SQL Query", info="The statement to run.", required=True, tool_mode=True
        ),
        BoolInput(
            name="include_columns",
            display_name="Include Columns",
            info="Kept for flows that have it; rows always come with their columns.",
            advanced=True,
            tool_mode=True,
            value=True,
        ),
        BoolInput(
            name="add_error",
            display_name="Add Error",
            info="Give an error as a row instead of failing.",
            advanced=True,
            tool_mode=True,
        ),
    ]
    outputs = [
        Output(name="run_sql_query", display_name="Result Table", method="run_sql_query"),
    ]

    def run_sql_query(self) -> DataFrame:
        """Return the rows; of a statement that gives none, an empty table."""
        try:
            table = DataFrame(self._rows())
        except (QueryFailed, DatabaseUnreachable) as error:
            if not self.add_error:
                raise
            table = DataFrame([{"error": str(error)}])
        return table

    def _rows(self) -> list[dict[str, Any]]:
        sqlalchemy = optional_import("sqlalchemy", extra=EXTRA)
        engine = self._engine(sqlalchemy)
        try:
            with engine.begin() as connection:
                # As it is: a colon in the statement is no parameter of ours.
                result = connection.exec_driver_sql(self.query or "")
                rows = result.mappings().fetchmany(MOST_ROWS) if result.returns_rows else []
                return [to_json_value(dict(row)) for row in rows]
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise QueryFailed(reason=str(error)) from error
        finally:
            engine.dispose()

    def _engine(self, sqlalchemy: Any) -> Engine:
        try:
            url = sqlalchemy.make_url(self.database_url or "")
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


def _keep_to_one_file(connection: Any, _record: Any) -> None:
    """A statement must not open other files than the one that was checked."""
    connection.set_authorizer(lambda action, *_: _DENIED if action == _ATTACH else _ALLOWED)
