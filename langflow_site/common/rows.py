"""Long lists: rows without the price of model instances, answers that are never in memory as a whole."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db.models import Expression, QuerySet
from django.http import HttpResponse, HttpResponseBase

from langflow_site.common.models import dumps, encoded
from langflow_site.common.responses import PiecewiseResponse

ROWS_AT_A_TIME = 200
MOST_BYTES_IN_MEMORY = 8 * 1024 * 1024
JSON_TYPE = "application/json"

Columns = Mapping[str, str | Expression]
"""What is read, by the names that it shall have."""


def read_rows(rows: QuerySet[Any], columns: Columns) -> Iterator[dict[str, Any]]:
    """Give each row as a dictionary, a few at a time."""
    for values in _converted(rows.values_list(*columns.values())):
        yield dict(zip(columns, values, strict=True))


def _converted(rows: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """Give what the queryset gives. Django converts row after row; column after column takes half of the time."""
    compiler: Any = rows.query.get_compiler(rows.db)
    has_cursors = not compiler.connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")  # as `iterator` asks
    batches = compiler.execute_sql(chunked_fetch=has_cursors, chunk_size=ROWS_AT_A_TIME)
    converters = compiler.get_converters([expression for expression, *_ in compiler.select])
    for batch in batches:
        columns: list[Any] = list(zip(*batch, strict=True))
        for position, (functions, expression) in converters.items():
            for convert in functions:
                columns[position] = [convert(value, expression, compiler.connection) for value in columns[position]]
        yield from zip(*columns, strict=True)


def list_answer(items: Iterable[Any]) -> HttpResponseBase:
    """Answer with a JSON list."""
    return _spooled(items, before="[", after="]")


def list_answer_within(facts: Mapping[str, Any], name: str, items: Iterable[Any]) -> HttpResponseBase:
    """Answer with the facts, at least one, as a JSON object that has the list under that name."""
    return _spooled(items, before=f"{dumps(facts)[:-1]},{dumps(name)}:[", after="]}")


def _spooled(items: Iterable[Any], *, before: str, after: str) -> HttpResponseBase:
    """Write a long answer to the disk first: no slow client holds memory, or the database, while it reads."""
    spool = tempfile.SpooledTemporaryFile(max_size=MOST_BYTES_IN_MEMORY)  # noqa: SIM115 - the response closes it
    spool.write(before.encode())
    for number, piece in enumerate(_batches(items)):
        spool.write(b"," if number else b"")
        spool.write(encoded(piece).strip()[1:-1])
    spool.write(after.encode())
    is_long = spool.tell() > MOST_BYTES_IN_MEMORY
    spool.seek(0)
    if is_long:
        return PiecewiseResponse(spool, content_type=JSON_TYPE)
    with spool:
        return HttpResponse(spool.read(), content_type=JSON_TYPE)


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(items)
    while batch := list(islice(remaining, ROWS_AT_A_TIME)):
        yield batch
