"""Vectors in the database that is there anyway, and how far they are from each other.

SQLite keeps them as bytes and measures by sqlite-vec, or where that cannot be loaded by a function of Python's.
PostgreSQL keeps arrays and measures by pgvector where the extension exists, else in plain SQL.
"""

import math
from array import array
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

Vector = Sequence[float]

BYTES_PER_NUMBER = 4
MEASURE = "vec_distance_l2"

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class VectorField(_Field):
    """Numbers of single precision. Reading gives a list of floats."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "real[]" if connection.vendor == "postgresql" else "blob"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002, RUF100  # Django's signature
        if value is None:
            return None
        return list(value) if connection.vendor == "postgresql" else as_bytes(value)

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> list[float] | None:
        if value is None or isinstance(value, list):
            return value
        return list(array("f", bytes(value)))


class Distance(models.Func):
    """The length of the way between a column's vector and a given one."""

    output_field = models.FloatField()

    def __init__(self, column: str, vector: Vector) -> None:
        super().__init__(column)
        self._vector = vector

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        measure_on(connection)
        column, parameters = compiler.compile(self.source_expressions[0])
        return f"{MEASURE}({column}, %s)", [*parameters, as_bytes(self._vector)]

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        column, parameters = compiler.compile(self.source_expressions[0])
        given = [float(number) for number in self._vector]
        if has_pgvector(connection):
            return f"({column}::vector <-> %s::real[]::vector)", [*parameters, given]
        pairs = f"unnest({column}, %s::real[]) AS pair(mine, given)"
        return f"(SELECT sqrt(sum((mine - given) ^ 2)) FROM {pairs})", [*parameters, given]  # noqa: S608  # a column


def as_bytes(vector: Vector) -> bytes:
    return array("f", vector).tobytes()


def has_pgvector(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'vector'")
        return cursor.fetchone() is not None


def measure_on(connection: BaseDatabaseWrapper) -> None:
    """Make sure that this connection to SQLite can measure distances."""
    connection.ensure_connection()
    database = connection.connection
    known = database.execute("SELECT 1 FROM pragma_function_list WHERE lower(name) = ? LIMIT 1", [MEASURE])
    if known.fetchone() is None and not _loads_extension(database):
        database.create_function(MEASURE, 2, _plain_distance, deterministic=True)


def _loads_extension(database: Any) -> bool:
    """Load sqlite-vec; say no where it is not installed, or Python's SQLite takes no extensions."""
    try:
        extension = import_module("sqlite_vec")
    except ModuleNotFoundError:
        return False
    if not hasattr(database, "enable_load_extension"):
        return False
    database.enable_load_extension(True)
    extension.load(database)
    database.enable_load_extension(False)
    return True


def _plain_distance(one: bytes, other: bytes) -> float:
    return math.dist(array("f", one), array("f", other))
