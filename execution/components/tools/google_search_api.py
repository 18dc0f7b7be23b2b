"""Google Search as a tool. Kept for older flows; the one of the category google is for new ones."""

from __future__ import annotations

from typing import Any

from execution.components.google_search_api import google_rows
from execution.components.search_tools import search_tool
from execution.engine.component import Component
from execution.engine.fields import IntInput, MultilineInput, Output, SecretStrInput
from execution.engine.values import Data


class GoogleSearchAPI(Component):
    """Search by Google, or give an agent the tool that does."""

    display_name = "Google Search API [DEPRECATED]"
    description = "Searches by Google, as a tool."
    icon = "Google"
    legacy = True
    extra = "agents"

    inputs = [
        SecretStrInput(
            name="google_api_key",
            display_name="Google API Key",
            info="The key of your project at Google.",
            required=True,
        ),
        SecretStrInput(
            name="google_cse_id",
            display_name="Google CSE ID",
            info="The identifier of your search engine at Google.",
            required=True,
        ),
        MultilineInput(name="input_value", display_name="Input", info="What to look for."),
        IntInput(name="k", display_name="Number of results", info="How many results at most.", required=True, value=4),
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
            "google_search", "Searches the web by Google and returns titles, links and texts.", self._search
        )

    async def _search(self, query: str) -> list[Data]:
        return [Data(text=row["snippet"], data=row) for row in await google_rows(self, query)]
