"""Read RSS and Atom feeds."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from execution.components.html_pages import read_page
from execution.components.web import RequestFailed, status_problem, web_of
from execution.engine.values import DataFrame

if TYPE_CHECKING:
    from execution.engine.ports import RunContext

COLUMNS = ("title", "link", "published", "summary")
_NAMES = {
    "title": ("title",),
    "link": ("link",),
    "published": ("pubDate", "published", "updated"),
    "summary": ("description", "summary", "content"),
}


class FeedUnavailable(RequestFailed):
    """The feed did not come."""

    code = "feed_unavailable"


async def fetch_feed(run: RunContext, url: str, *, seconds: float | None) -> str:
    """Return the feed's text; raise FeedUnavailable when it does not come or is refused."""
    try:
        answer = await web_of(run).send("GET", url, seconds=seconds, follow_redirects=True)
    except RequestFailed as error:
        raise FeedUnavailable(reason=str(error)) from error
    problem = status_problem(answer)
    if problem is not None:
        raise FeedUnavailable(reason=problem)
    return answer.text


def entries_of(feed: str) -> list[dict[str, str]]:
    """Return the feed's entries; of anything that is no feed, none."""
    try:
        # expat limits what entities may grow to, and fetches none
        root = ET.fromstring(feed.strip())  # noqa: S314  # see above
    except ET.ParseError:
        return []
    return [_entry(item) for item in root.iter() if _local(item) in {"item", "entry"}]


def table_of_entries(entries: list[dict[str, str]]) -> DataFrame:
    """Return the entries as a table that has its columns also where it has no rows."""
    return DataFrame(entries) if entries else DataFrame({column: [] for column in COLUMNS})


def table_of_problem(problem: str) -> DataFrame:
    """Return a problem as the one row that flows find in the place of entries."""
    return DataFrame([{"title": "Error", "link": "", "published": "", "summary": problem}])


def plain_text(html: str) -> str:
    """Return the text of a summary that holds HTML."""
    return read_page(html).text.strip()


def _entry(item: Any) -> dict[str, str]:
    return {column: next(_texts(item, names), "") for column, names in _NAMES.items()}


def _texts(item: Any, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        for child in item:
            if _local(child) == name:
                # Atom's link has its address in an attribute.
                yield unescape("".join(child.itertext()).strip()) or child.get("href", "")


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
