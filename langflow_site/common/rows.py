"""Long lists: rows without the price of model instances, answers that are never in memory as a whole."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db.models import BooleanField, Expression, QuerySet
from django.http import HttpResponse, HttpResponseBase

from langflow_site.common.models import WrittenIdField, dumps, encoded
from langflow_site.common.responses import PiecewiseResponse

ROWS_AT_A_TIME = 200
"""Few: rows may hold whole documents."""
MOST_BYTES_IN_MEMORY = 8 * 1024 * 1024
JSON_TYPE = "application/json"

REPEATED = (BooleanField, WrittenIdField)
"""Columns in which few values stand often, as switches and the ids of flows and projects: each is converted once."""

Columns = Mapping[str, str | Expression]
"""What is read, by the names that it shall have."""


def read_rows(rows: QuerySet[Any], columns: Columns, *, at_a_time: int = ROWS_AT_A_TIME) -> Iterator[dict[str, Any]]:
    """Give each row as a dictionary; so many are in memory."""
    for batch in _converted(rows.values_list(*columns.values()), at_a_time):
        yield from [dict(zip(columns, values, strict=True)) for values in batch]


def _converted(rows: QuerySet[Any], at_a_time: int) -> Iterator[Iterable[tuple[Any, ...]]]:
    """Give what the queryset gives. Django converts row after row; column after column takes a third of the time."""
    compiler: Any = rows.query.get_compiler(rows.db)
    has_cursors = not compiler.connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")  # as `iterator` asks
    converters = None
    for batch in compiler.execute_sql(chunked_fetch=has_cursors, chunk_size=at_a_time):
        converters = converters or compiler.get_converters([expression for expression, *_ in compiler.select])
        columns: list[Any] = list(zip(*batch, strict=True))
        for position, (functions, expression) in converters.items():
            for convert in functions:
                columns[position] = _column(columns[position], convert, expression, compiler.connection)
        yield zip(*columns, strict=True)


def _column(values: Iterable[Any], convert: Callable[..., Any], expression: Any, connection: object) -> list[Any]:
    """Return the values of a column as `convert` makes them."""
    if not isinstance(expression.output_field, REPEATED):
        return [convert(value, expression, connection) for value in values]
    converted = {value: convert(value, expression, connection) for value in set(values)}
    return [converted[value] for value in values]


def batches(items: Iterable[Any], size: int = ROWS_AT_A_TIME) -> Iterator[list[Any]]:
    """Give the items in lists of that size, the last of which may be shorter."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def list_answer(items: Iterable[Any]) -> HttpResponseBase:
    """Answer with a JSON list."""
    return _spooled(items, before="[", after="]")


def list_answer_within(facts: Mapping[str, Any], name: str, items: Iterable[Any]) -> HttpResponseBase:
    """Answer with the facts, at least one, as a JSON object that has the list under that name."""
    return _spooled(items, before=f"{dumps(facts)[:-1]},{dumps(name)}:[", after="]}")


def _spooled(items: Iterable[Any], *, before: str, after: str) -> HttpResponseBase:
    """Write a long answer to the disk first: no slow client holds memory, or the database, while it reads."""
    spool = None
    pieces, size = [], 0
    for piece in _pieces(items, before, after):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES_IN_MEMORY:
            spool = spool or tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
            spool.writelines(pieces)
            pieces, size = [], 0
    if spool is None:
        return HttpResponse(b"".join(pieces), content_type=JSON_TYPE)
    spool.writelines(pieces)
    spool.seek(0)
    return PiecewiseResponse(spool, content_type=JSON_TYPE)


def _pieces(items: Iterable[Any], before: str, after: str) -> Iterator[bytes]:
    yield before.encode()
    for number, batch in enumerate(batches(items)):
        if number:
            yield b","
        yield encoded(batch).strip()[1:-1]
    yield after.encode()
