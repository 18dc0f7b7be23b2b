"""Google by Serper as a tool. Kept for older flows; the one of the category google is for new ones."""

from __future__ import annotations

from typing import Any

from execution.components.search_apis import serper_rows
from execution.components.search_tools import search_tool
from execution.engine.component import Component
from execution.engine.fields import DictInput, DropdownInput, IntInput, MultilineInput, Output, SecretStrInput
from execution.engine.values import Data


class GoogleSerperAPI(Component):
    """Search by Serper, or give an agent the tool that does."""

    display_name = "Google Serper API [DEPRECATED]"
    description = "Searches Google by Serper, as a tool."
    icon = "Google"
    legacy = True
    extra = "agents"

    inputs = [
        SecretStrInput(
            name="serper_api_key",
            display_name="Serper API Key",
            info="The key of your account at Serper.",
            required=True,
        ),
        MultilineInput(name="query", display_name="Query", info="What to look for."),
        IntInput(name="k", display_name="Number of results", info="How many results at most.", required=True, value=4),
        DropdownInput(
            name="query_type",
            display_name="Query Type",
            info="Whether to look for pages or for news.",
            options=["news", "search"],
            value="search",
        ),
        DictInput(
            name="query_params",
            display_name="Query Params",
            info="More parameters of the service.",
            is_list=True,
            value={"gl": "us", "hl": "en"},
        ),
    ]
    outputs = [
        Output(name="api_run_model", display_name="Data", method="run_model"),
        Output(name="api_build_tool", display_name="Tool", method="build_tool", types=["Tool"]),
    ]

    async def run_model(self) -> list[Data]:
        """Return one record per result."""
        found = await self._search(self.query or "")
        self.status = found
        return found

    async def build_tool(self) -> Any:
        """Return the tool for an agent."""
        return search_tool(
            "google_search", "Searches the web or the news by Google and returns titles, links and texts.", self._search
        )

    async def _search(self, query: str) -> list[Data]:
        rows = await serper_rows(
            self.run,
            self.serper_api_key or "",
            query,
            most=self.k,
            kind=self.query_type or "search",
            options=self.query_params,
        )
        return [Data(text=row.get("snippet") or "", data=row) for row in rows]
