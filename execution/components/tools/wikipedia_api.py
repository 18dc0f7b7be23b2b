"""Wikipedia as a tool. Kept for older flows; the Wikipedia of today is a tool by itself."""

from __future__ import annotations

from typing import Any

from execution.components.search_tools import search_tool
from execution.components.wiki_api import wikipedia_articles
from execution.engine.component import Component
from execution.engine.fields import BoolInput, IntInput, MessageTextInput, MultilineInput, Output
from execution.engine.values import Data


class WikipediaAPI(Component):
    """Look something up in Wikipedia, or give an agent the tool that does."""

    display_name = "Wikipedia API"
    description = "Looks for articles of Wikipedia, as a tool."
    icon = "Wikipedia"
    legacy = True
    replacement = ["wikipedia.WikipediaComponent"]
    extra = "agents"

    inputs = [
        MultilineInput(name="input_value", display_name="Input", info="What to look for."),
        MessageTextInput(
            name="lang", display_name="Language", info="The code of the language, for example en.", value="en"
        ),
        IntInput(name="k", display_name="Number of results", info="How many results at most.", required=True, value=4),
        BoolInput(
            name="load_all_available_meta",
            display_name="Load all available meta",
            info="Also give categories and numbers of the articles.",
            advanced=True,
        ),
        IntInput(
            name="doc_content_chars_max",
            display_name="Document content characters max",
            info="How many characters of an article at most.",
            advanced=True,
            value=4000,
        ),
    ]
    outputs = [
        Output(name="api_run_model", display_name="Data", method="run_model"),
        Output(name="api_build_tool", display_name="Tool", method="build_tool", types=["Tool"]),
    ]

    async def run_model(self) -> list[Data]:
        """Return one record per article."""
        found = await self._search(self.input_value or "")
        self.status = found
        return found

    async def build_tool(self) -> Any:
        """Return the tool for an agent."""
        return search_tool("wikipedia", "Looks up people, places, events and other facts in Wikipedia.", self._search)

    async def _search(self, query: str) -> list[Data]:
        return await wikipedia_articles(
            self.run,
            query,
            language=self.lang or "en",
            most=self.k,
            longest=self.doc_content_chars_max,
            with_all_facts=bool(self.load_all_available_meta),
        )
