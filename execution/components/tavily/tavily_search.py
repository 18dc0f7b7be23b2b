"""Tavily Search: pages that answer a question, with an answer and images where wanted."""

from __future__ import annotations

from execution.components.tavily_api import tavily_results
from execution.engine.component import Component
from execution.engine.fields import BoolInput, DropdownInput, IntInput, MessageTextInput, Output, SecretStrInput
from execution.engine.values import DataFrame


class TavilySearchComponent(Component):
    """Search the web by Tavily."""

    display_name = "Tavily Search API"
    description = "Searches the web by Tavily, a search engine made for language models."
    icon = "TavilyIcon"

    inputs = [
        SecretStrInput(
            name="api_key", display_name="Tavily API Key", info="The key of your account at Tavily.", required=True
        ),
        MessageTextInput(name="query", display_name="Search Query", info="What to look for.", tool_mode=True),
        DropdownInput(
            name="search_depth",
            display_name="Search Depth",
            info="How thoroughly to search; advanced costs more.",
            advanced=True,
            options=["basic", "advanced"],
            value="advanced",
        ),
        IntInput(
            name="chunks_per_source",
            display_name="Chunks Per Source",
            info="How many passages of each page, 1 to 3; only for the advanced depth.",
            advanced=True,
            value=3,
        ),
        DropdownInput(
            name="topic",
            display_name="Search Topic",
            info="The kind of pages to look among.",
            advanced=True,
            options=["general", "news"],
            value="general",
        ),
        IntInput(name="days", display_name="Days", info="How many days back news may date.", advanced=True, value=7),
        IntInput(
            name="max_results", display_name="Max Results", info="How many results at most.", advanced=True, value=5
        ),
        BoolInput(
            name="include_answer",
            display_name="Include Answer",
            info="Also give a short answer to the question.",
            advanced=True,
            value=True,
        ),
        DropdownInput(
            name="time_range",
            display_name="Time Range",
            info="How far back pages may date.",
            advanced=True,
            options=["day", "week", "month", "year"],
        ),
        BoolInput(
            name="include_images", display_name="Include Images", info="Also give images.", advanced=True, value=True
        ),
        MessageTextInput(
            name="include_domains",
            display_name="Include Domains",
            info="Only these domains, with commas between.",
            advanced=True,
        ),
        MessageTextInput(
            name="exclude_domains",
            display_name="Exclude Domains",
            info="None of these domains, with commas between.",
            advanced=True,
        ),
        BoolInput(
            name="include_raw_content",
            display_name="Include Raw Content",
            info="Also give the whole text of each page.",
            advanced=True,
        ),
    ]
    outputs = [
        Output(name="dataframe", display_name="DataFrame", method="fetch_content_dataframe"),
    ]

    async def fetch_content_dataframe(self) -> DataFrame:
        """Return one row per answer, page and list of images."""
        table = DataFrame(await tavily_results(self, self.query or ""))
        self.status = table
        return table
