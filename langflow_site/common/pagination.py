"""Pages of lists, in the shape that clients of the reference read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
    named = page_of_ids(rows, page=page, size=size)
    # By nothing but the ids: asked for the rows once more, the database may look through all of them.
    source = QuerySet(rows.model, using=rows.db) if read_from is None else read_from
    found: dict[Any, Any] = source.in_bulk(named.items)
    return replace(named, items=[found[pk] for pk in named.items if pk in found])


def page_of_ids(rows: QuerySet[Any], *, page: int, size: int) -> Page:
    """Return the page with nothing but the rows' ids.

    A database that sorts and skips whole rows carries their documents along.
    """
    start = (page - 1) * size
    ids = list(rows.values_list("pk", flat=True)[start : start + size + 1])
    # The last page, which none follows, tells by itself how many there are; so does an empty one that none precedes.
    is_last = len(ids) <= size and (ids or not start)
    total = start + len(ids) if is_last else rows.count()
    return Page(items=ids[:size], total=total, page=page, size=size)


def page_wire(named: Page, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the page as clients read it; `rows` are those of its ids, in any order."""
    found = {row["id"]: row for row in rows}
    items = [found[str(pk)] for pk in named.items if str(pk) in found]
    return {"items": items, "total": named.total, "page": named.page, "size": named.size, "pages": named.pages}
