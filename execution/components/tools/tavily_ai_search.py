"""Tavily as a tool. Kept for older flows; the Tavily Search of today is a tool by itself."""

from __future__ import annotations

from typing import Any

from execution.components.search_tools import search_tool
from execution.components.tavily_api import API_KEY, SEARCH_FIELDS, tavily_results
from execution.engine.component import Component
from execution.engine.fields import MessageTextInput, Output
from execution.engine.values import Data


class TavilyAISearch(Component):
    """Search the web by Tavily, or give an agent the tool that does."""

    display_name = "Tavily Search API"
    description = "Searches the web by Tavily, as a tool."
    documentation = "https://docs.tavily.com/"
    icon = "TavilyIcon"
    legacy = True
    replacement = ["tavily.TavilySearchComponent"]
    extra = "agents"

    inputs = [
        API_KEY,
        MessageTextInput(name="query", display_name="Search Query", info="What to look for."),
        *SEARCH_FIELDS,
    ]
    outputs = [
        Output(name="api_run_model", display_name="Data", method="run_model"),
        Output(name="api_build_tool", display_name="Tool", method="build_tool", types=["Tool"]),
    ]

    async def run_model(self) -> list[Data]:
        """Return one record per answer, page and list of images."""
        found = await self._search(self.query or "")
        self.status = found
        return found

    async def build_tool(self) -> Any:
        """Return the tool for an agent."""
        return search_tool("tavily_search", "Searches the web and returns pages with their texts.", self._search)

    async def _search(self, query: str) -> list[Data]:
        return await tavily_results(self, query)
