"""Queries that are built once.

Django builds the SQL of a query anew each time, which on the hottest paths takes longer than the database needs for the
answer. A prepared query is built at its first use and keeps its SQL; only the values of its parameters change.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet


class Parameter(Expression):
    """Stands in the filters of a prepared query for a value of the field's kind."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)

    def bound(self, value: Any, connection: Any) -> Any:
        """Return the value as the database takes it."""
        return self.output_field.get_db_prep_value(value, connection=connection)


class PreparedQuery:
    """The rows of `build()`, which returns a `values_list` with parameters in its filters."""

    def __init__(self, build: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._compiled: dict[str, tuple[Any, str, tuple[Any, ...]]] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Ask the default database; `values` are the parameters' by name."""
        compiler, sql, parameters = self._compiled.get(connection.vendor) or self._compile()
        bound = [
            each.bound(values[each.name], connection) if isinstance(each, Parameter) else each for each in parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, bound)
            found = cursor.fetchall()
        return list(compiler.results_iter(results=[found], tuple_expected=True))

    def _compile(self) -> tuple[Any, str, tuple[Any, ...]]:
        compiler: Any = self._build().query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        self._compiled[connection.vendor] = compiled = (compiler, sql, tuple(parameters))
        return compiled
