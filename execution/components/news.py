"""Google News as a feed: which feed answers which question."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, urlencode

from execution.components.feeds import entries_of, fetch_feed, plain_text, table_of_entries
from execution.engine.errors import EngineError
from execution.engine.values import DataFrame

if TYPE_CHECKING:
    from execution.engine.ports import RunContext

FEEDS = "https://news.google.com/rss"


class NothingAsked(EngineError, ValueError):
    """Nobody said what the news should be about."""

    code = "nothing_asked"
    message = "No search query, topic, or location provided."


def news_address(*, query: str, topic: str, location: str, language: str, country: str, edition: str) -> str:
    """Return the address of the feed; a topic wins over a place, a place over words."""
    options = urlencode({"hl": language or "en-US", "gl": country or "US", "ceid": edition or "US:en"}, safe=":")
    if topic:
        return f"{FEEDS}/headlines/section/topic/{quote(topic.upper())}?{options}"
    if location:
        return f"{FEEDS}/headlines/section/geo/{quote(location)}?{options}"
    if query:
        return f"{FEEDS}/search?q={quote_plus(query)}&{options}"
    raise NothingAsked


async def news_table(run: RunContext, url: str, *, seconds: float | None) -> DataFrame:
    """Return one row per article, its summary as plain text."""
    entries = entries_of(await fetch_feed(run, url, seconds=seconds))
    return table_of_entries([{**entry, "summary": plain_text(entry["summary"])} for entry in entries])
