"""Web Search: pages, news or the entries of a feed."""

from __future__ import annotations

import asyncio
from typing import Any

from execution.components.feeds import (
    entries_of,
    fetch_feed,
    plain_text,
    table_of_entries,
    table_of_problem,
)
from execution.components.news import news_address, news_table
from execution.components.result_pages import Found, results_of, search_address
from execution.components.web import RequestFailed, web_of
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import IntInput, MessageTextInput, Output, TabInput
from execution.engine.values import DataFrame

WEB, NEWS, RSS = "Web", "News", "RSS"
QUERY_LABELS = {WEB: "Search Query", NEWS: "Search Query", RSS: "RSS Feed URL"}
MOST_PAGES = 10


class QueryEmpty(EngineError, ValueError):
    """Nobody said what to look for."""

    code = "query_empty"
    message = "Empty search query"


class UnifiedWebSearch(Component):
    """Look for pages with DuckDuckGo, for news with Google News, or read a feed."""

    display_name = "Web Search"
    description = "Looks for pages or news, or reads a feed."
    icon = "Search"

    inputs = [
        TabInput(
            name="search_mode",
            display_name="Search Mode",
            info="Where to look.",
            options=["Web", "News", "RSS"],
            real_time_refresh=True,
            tool_mode=True,
            value="Web",
        ),
        MessageTextInput(
            name="query",
            display_name="Search Query",
            info="What to look for; for a feed its address.",
            required=True,
            tool_mode=True,
        ),
        MessageTextInput(
            name="hl",
            display_name="Language (hl)",
            info="The language of the news, for example en-US.",
            advanced=True,
            input_types=[],
        ),
        MessageTextInput(
            name="gl",
            display_name="Country (gl)",
            info="The country of the news' readers, for example US.",
            advanced=True,
            input_types=[],
        ),
        MessageTextInput(
            name="ceid",
            display_name="Country:Language (ceid)",
            info="Country and language of the news' edition.",
            advanced=True,
            input_types=[],
            value="US:en",
        ),
        MessageTextInput(
            name="topic",
            display_name="Topic",
            info="A section of the news, for example SCIENCE.",
            advanced=True,
            input_types=[],
        ),
        MessageTextInput(
            name="location",
            display_name="Location (Geo)",
            info="A place that the news are about.",
            advanced=True,
            input_types=[],
        ),
        IntInput(name="timeout", display_name="Timeout", info="How many seconds to wait.", advanced=True, value=5),
    ]
    outputs = [
        Output(name="results", display_name="Results", method="perform_search"),
    ]

    def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        """Call the query what it is in the chosen mode."""
        if field_name == "search_mode" and field_value in QUERY_LABELS:
            build_config["query"]["display_name"] = QUERY_LABELS[field_value]
        return build_config

    async def perform_search(self) -> DataFrame:
        """Return one row per result; where none came, a row and the status say why."""
        searches = {WEB: self._pages, NEWS: self._news, RSS: self._entries}
        problems = {WEB: "Failed request", NEWS: "Failed to fetch news", RSS: "Failed to fetch RSS"}
        try:
            table = await searches.get(self.search_mode, self._pages)()
        except RequestFailed as error:
            self.status = f"{problems.get(self.search_mode, problems[WEB])}: {error}"
            return table_of_problem(str(error))
        self.status = table
        return table

    async def _entries(self) -> DataFrame:
        return table_of_entries(entries_of(await fetch_feed(self.run, self._asked(), seconds=self.timeout)))

    async def _news(self) -> DataFrame:
        address = news_address(
            query=self.query or "",
            topic=self.topic or "",
            location=self.location or "",
            language=self.hl or "",
            country=self.gl or "",
            edition=self.ceid or "",
        )
        return await news_table(self.run, address, seconds=self.timeout)

    async def _pages(self) -> DataFrame:
        page = await fetch_feed(self.run, search_address(self._asked()), seconds=self.timeout)
        return DataFrame(await asyncio.gather(*(self._row(found) for found in results_of(page)[:MOST_PAGES])))

    async def _row(self, found: Found) -> dict[str, str]:
        return {
            "title": found.title.strip(),
            "link": found.link,
            "snippet": found.snippet.strip(),
            "content": await self._content(found.link),
        }

    async def _content(self, link: str) -> str:
        """Return the page's text; of one that does not come, why."""
        try:
            answer = await web_of(self.run).send("GET", link, seconds=self.timeout, follow_redirects=True)
        except RequestFailed as error:
            return f"(Failed to fetch: {error})"
        return plain_text(answer.text)

    def _asked(self) -> str:
        if not (self.query or "").strip():
            raise QueryEmpty
        return str(self.query).strip()
