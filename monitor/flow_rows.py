"""Rows that lists and searches read instead of records, each of a flow and its owner.

Runs only add such rows, by one statement that changes nothing where a row is there. Whoever takes records away looks
afterwards which rows nothing belongs to any more.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, models, transaction
from django.db.models.constants import OnConflict

from flows.models import Flow

FlowRow = tuple[uuid.UUID, Sequence[Any]]
"""A flow, and the row's other values."""


def add(model: type[models.Model], columns: tuple[str, ...], rows: Iterable[FlowRow]) -> None:
    """Add those of the rows that are not there; the flow's owner is read along. Those of flows that are gone are not.

    In an order of their own: two processes that do so do not wait for each other in a ring.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in (*columns, "flow")]  # noqa: SLF001 - Django's public name
    statement = _statement(model, columns, connection.vendor)
    for flow_id, values in sorted(rows):
        wanted = zip(fields, (*values, flow_id), strict=True)
        with connection.cursor() as cursor:  # mostly of one row: `executemany` takes longer for it
            cursor.execute(statement, [field.get_db_prep_value(value, connection) for field, value in wanted])


@cache
def _statement(model: type[models.Model], columns: tuple[str, ...], vendor: str) -> str:
    """One statement, since every run pays for it."""
    operations, ignore = connection.ops, OnConflict.IGNORE
    table, flows = (kind._meta.db_table for kind in (model, Flow))  # noqa: SLF001 - Django's public name
    # PostgreSQL looks at foreign keys when a transaction ends, which is too late for who waits in `held`.
    held = " FOR KEY SHARE" if vendor == "postgresql" else ""
    return (
        f"{operations.insert_statement(on_conflict=ignore)} {table} ({', '.join(columns)}, flow_id, user_id)"  # noqa: S608 - our own names
        f" SELECT {'%s, ' * len(columns)}id, user_id FROM {flows} WHERE id = %s{held}"
        f" {operations.on_conflict_suffix_sql([], ignore, [], [])}"
    )


@contextmanager
def held(flow_id: uuid.UUID) -> Iterator[None]:
    """Hold the flow in a transaction, until the runs that store something of it now have done so.

    One flow at a time, so that nobody who stores something of several flows waits for us in a ring.
    """
    with transaction.atomic():
        Flow.objects.select_for_update().filter(pk=flow_id).values_list("pk").first()
        yield
