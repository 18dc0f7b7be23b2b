"""Pages of lists, in the shape that clients of the reference read."""

from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import Field

PageNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""With any size that we take, the first row's number still fits the databases' integers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list and how much there is in all."""

    items: list[Any]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        return -(-self.total // self.size)


def page_of(rows: QuerySet[Any], *, page: int, size: int, read_from: QuerySet[Any] | None = None) -> Page:
    """Return the page, counted from 1; one past the end is empty. `read_from` says what is read along with its rows."""
    start = (page - 1) * size
    # Ids first: a database that sorts and skips whole rows carries their documents along. Then by nothing but these:
    # asked for the rows once more, it may look through all of them.
    ids = list(rows.values_list("pk", flat=True)[start : start + size])
    source = QuerySet(rows.model, using=rows.db) if read_from is None else read_from
    found: dict[Any, Any] = source.in_bulk(ids)
    return Page(items=[found[pk] for pk in ids if pk in found], total=rows.count(), page=page, size=size)
