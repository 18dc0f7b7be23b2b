"""News Search: articles about words, a topic or a place. Kept for older flows; Web Search does the same and more."""

from __future__ import annotations

from execution.components.feeds import FeedUnavailable, table_of_problem
from execution.components.news import NothingAsked, news_address, news_table
from execution.engine.component import Component
from execution.engine.fields import IntInput, MessageTextInput, Output
from execution.engine.values import DataFrame


class NewsSearch(Component):
    """Look for news."""

    display_name = "News Search"
    description = "Looks for articles in Google News."
    icon = "Newspaper"
    legacy = True
    replacement = []

    inputs = [
        MessageTextInput(
            name="query",
            display_name="Search Query",
            info="What the articles are about.",
            required=True,
            tool_mode=True,
        ),
        MessageTextInput(
            name="hl",
            display_name="Language (hl)",
            info="The language of the articles, for example en-US.",
            advanced=True,
            input_types=[],
        ),
        MessageTextInput(
            name="gl",
            display_name="Country (gl)",
            info="The country of the readers, for example US.",
            advanced=True,
            input_types=[],
        ),
        MessageTextInput(
            name="ceid",
            display_name="Country:Language (ceid)",
            info="Country and language of the edition.",
            advanced=True,
            input_types=[],
            value="US:en",
        ),
        MessageTextInput(
            name="topic",
            display_name="Topic",
            info="One of the edition's sections, for example SCIENCE.",
            advanced=True,
            input_types=[],
        ),
        MessageTextInput(
            name="location",
            display_name="Location (Geo)",
            info="A place that the articles are about.",
            advanced=True,
            input_types=[],
        ),
        IntInput(name="timeout", display_name="Timeout", info="How many seconds to wait.", advanced=True, value=5),
    ]
    outputs = [
        Output(name="articles", display_name="News Articles", method="search_news"),
    ]

    async def search_news(self) -> DataFrame:
        """Return one row per article; where none came, a row and the status say why."""
        try:
            table = await news_table(self.run, self._address(), seconds=self.timeout)
        except (FeedUnavailable, NothingAsked) as error:
            self.status = str(error) if isinstance(error, NothingAsked) else f"Failed to fetch news: {error}"
            return table_of_problem(str(error))
        self.status = table
        return table

    def _address(self) -> str:
        return news_address(
            query=self.query or "",
            topic=self.topic or "",
            location=self.location or "",
            language=self.hl or "",
            country=self.gl or "",
            edition=self.ceid or "",
        )
