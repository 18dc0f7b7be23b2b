"""SearchApi as a tool. Kept for older flows; the SearchApi component of today is a tool by itself."""

from __future__ import annotations

from typing import Any

from execution.components.search_apis import searchapi_rows
from execution.components.search_tools import search_tool
from execution.engine.component import Component
from execution.engine.fields import DictInput, IntInput, MessageTextInput, MultilineInput, Output, SecretStrInput
from execution.engine.values import Data


class SearchAPI(Component):
    """Search by SearchApi, or give an agent the tool that does."""

    display_name = "Search API"
    description = "Searches by SearchApi, as a tool."
    documentation = "https://www.searchapi.io/docs/google"
    icon = "SearchAPI"
    legacy = True
    replacement = ["searchapi.SearchComponent"]
    extra = "agents"

    inputs = [
        MessageTextInput(name="engine", display_name="Engine", info="The search engine to ask.", value="google"),
        SecretStrInput(
            name="api_key",
            display_name="SearchAPI API Key",
            info="The key of your account at SearchApi.",
            required=True,
        ),
        MultilineInput(name="input_value", display_name="Input", info="What to look for."),
        DictInput(
            name="search_params",
            display_name="Search parameters",
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
            "search_api", "Searches the web by SearchApi and returns titles, links and texts.", self._search
        )

    async def _search(self, query: str) -> list[Data]:
        return [Data(text=row["snippet"], data=row) for row in await searchapi_rows(self, query)]
