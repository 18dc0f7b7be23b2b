"""Wikidata as a tool. Kept for older flows; the Wikidata of today is a tool by itself."""

from __future__ import annotations

from typing import Any

from execution.components.search_tools import search_tool
from execution.components.wiki_api import wikidata_entities
from execution.engine.component import Component
from execution.engine.fields import MultilineInput, Output
from execution.engine.values import Data


class WikidataAPI(Component):
    """Look for entities of Wikidata, or give an agent the tool that does."""

    display_name = "Wikidata API"
    description = "Looks for entities of Wikidata, as a tool."
    icon = "Wikipedia"
    legacy = True
    replacement = ["wikipedia.WikidataComponent"]
    extra = "agents"

    inputs = [
        MultilineInput(name="query", display_name="Query", info="What to look for.", required=True),
    ]
    outputs = [
        Output(name="api_run_model", display_name="Data", method="run_model"),
        Output(name="api_build_tool", display_name="Tool", method="build_tool", types=["Tool"]),
    ]

    async def run_model(self) -> list[Data]:
        """Return one record per entity; where there are none, one that says so."""
        found = await self._search(self.query or "")
        self.status = found
        return found

    async def build_tool(self) -> Any:
        """Return the tool for an agent."""
        return search_tool("wikidata_search_api", "Looks for entities of Wikidata by their names.", self._search)

    async def _search(self, query: str) -> list[Data]:
        return await wikidata_entities(self.run, query)
