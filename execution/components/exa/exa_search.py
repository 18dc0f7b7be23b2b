"""Exa Search: tools to look for pages, for pages like one, and to read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.components.search_services import SearchService
from execution.components.search_tools import search_tool
from execution.engine.component import Component
from execution.engine.fields import BoolInput, IntInput, Output, SecretStrInput

_EXA = "https://api.exa.ai"


class ExaSearch(Component):
    """Give an agent the tools of Exa."""

    display_name = "Exa Search"
    description = "Tools for searching by Exa."
    documentation = "https://python.langchain.com/docs/integrations/tools/metaphor_search"
    icon = "ExaSearch"
    beta = True
    extra = "agents"

    inputs = [
        SecretStrInput(
            name="metaphor_api_key", display_name="Exa Search API Key", info="The key of your account at Exa."
        ),
        BoolInput(
            name="use_autoprompt",
            display_name="Use Autoprompt",
            info="Let Exa put the question in better words.",
            value=True,
        ),
        IntInput(
            name="search_num_results",
            display_name="Search Number of Results",
            info="How many results of a search at most.",
            value=5,
        ),
        IntInput(
            name="similar_num_results",
            display_name="Similar Number of Results",
            info="How many similar pages at most.",
            value=5,
        ),
    ]
    outputs = [
        Output(name="tools", display_name="Tools", method="build_toolkit", types=["Tool"]),
    ]

    def build_toolkit(self) -> list[Any]:
        """Return three tools."""
        page = "The address of a page."
        return [
            search_tool("search", "Searches the web for pages about words.", self._search),
            search_tool("get_contents", "Reads the text of a page.", self._read, argument="url", meaning=page),
            search_tool("find_similar", "Looks for pages like one.", self._similar, argument="url", meaning=page),
        ]

    async def _search(self, query: str) -> list[dict[str, Any]]:
        kind = "auto" if self.use_autoprompt else "keyword"
        return await self._ask("search", {"query": query, "numResults": self.search_num_results, "type": kind})

    async def _read(self, url: str) -> list[dict[str, Any]]:
        return await self._ask("contents", {"urls": [url], "text": True})

    async def _similar(self, url: str) -> list[dict[str, Any]]:
        return await self._ask("findSimilar", {"url": url, "numResults": self.similar_num_results})

    async def _ask(self, call: str, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        key = self.metaphor_api_key or ""
        service = SearchService(name="Exa", run=self.run, key=key, key_field="Exa Search API Key")
        answer = await service.ask(f"{_EXA}/{call}", headers={"x-api-key": key}, body=dict(body))
        return service.rows_of(answer, "results")
