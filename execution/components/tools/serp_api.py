"""SerpApi as a tool. Kept for older flows; the SerpApi component of today is a tool by itself."""

from __future__ import annotations

from typing import Any

from execution.components.search_apis import serpapi_rows
from execution.components.search_tools import search_tool
from execution.engine.component import Component
from execution.engine.fields import DictInput, IntInput, MultilineInput, Output, SecretStrInput
from execution.engine.values import Data


class SerpAPI(Component):
    """Search by SerpApi, or give an agent the tool that does."""

    display_name = "Serp Search API"
    description = "Searches by SerpApi, as a tool."
    icon = "SerpSearch"
    legacy = True
    replacement = ["serpapi.Serp"]
    extra = "agents"

    inputs = [
        SecretStrInput(
            name="serpapi_api_key",
            display_name="SerpAPI API Key",
            info="The key of your account at SerpApi.",
            required=True,
        ),
        MultilineInput(name="input_value", display_name="Input", info="What to look for."),
        DictInput(
            name="search_params",
            display_name="Parameters",
            info="More parameters of the service.",
            advanced=True,
            is_list=True,
        ),
        IntInput(
            name="max_results", display_name="Max Results", info="How many results at most.", advanced=True, value=5
        ),
        IntInput(
            name="max_snippet_length",
            display_name="Max Snippet Length",
            info="How many characters of a text at most.",
            advanced=True,
            value=100,
        ),
    ]
    outputs = [
        Output(name="api_run_model", display_name="Data", method="run_model"),
        Output(name="api_build_tool", display_name="Tool", method="build_tool", types=["Tool"]),
    ]

    async def run_model(self) -> list[Data]:
        """Return one record per result."""
        found = await self._search(self.input_value or "")
        self.status = found
        return found

    async def build_tool(self) -> Any:
        """Return the tool for an agent."""
        return search_tool(
            "serp_search_api", "Searches the web by SerpApi and returns titles, links and texts.", self._search
        )

    async def _search(self, query: str) -> list[Data]:
        return [Data(text=row["snippet"], data=row) for row in await serpapi_rows(self, query)]
