"""Tavily Search: pages that answer a question, with an answer and images where wanted."""

from __future__ import annotations

from execution.components.earlier_outputs import GivesRecords
from execution.components.tavily_api import API_KEY, SEARCH_FIELDS, tavily_results
from execution.engine.fields import MessageTextInput, Output
from execution.engine.values import DataFrame


class TavilySearchComponent(GivesRecords):
    """Search the web by Tavily."""

    display_name = "Tavily Search API"
    description = "Searches the web by Tavily, a search engine made for language models."
    icon = "TavilyIcon"

    inputs = [
        API_KEY,
        MessageTextInput(name="query", display_name="Search Query", info="What to look for.", tool_mode=True),
        *SEARCH_FIELDS,
    ]
    outputs = [
        Output(name="dataframe", display_name="DataFrame", method="fetch_content_dataframe"),
    ]

    async def fetch_content_dataframe(self) -> DataFrame:
        """Return one row per answer, page and list of images."""
        table = DataFrame(await tavily_results(self, self.query or ""))
        self.status = table
        return table
