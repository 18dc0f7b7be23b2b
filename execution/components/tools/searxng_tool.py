"""SearXNG: a search engine of the own house, as a tool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.components.search_services import SearchService
from execution.components.search_tools import search_tool
from execution.components.web import web_address
from execution.engine.component import Component, Node
from execution.engine.fields import DropdownInput, IntInput, MessageTextInput, MultiselectInput, Output


def _server(url: str) -> str:
    return web_address(url).rstrip("/")


def _names(known: Any) -> list[str]:
    """Return the names in a list, or those that a mapping has."""
    return [str(name) for name in known] if isinstance(known, list | Mapping) else []


class SearXNGTool(Component):
    """Give an agent a search by SearXNG."""

    display_name = "SearXNG Search"
    description = "Searches by a SearXNG server, as a tool."
    icon = "Search"
    legacy = True
    extra = "agents"

    inputs = [
        MessageTextInput(
            name="url",
            display_name="URL",
            info="The address of the SearXNG server.",
            required=True,
            refresh_button=True,
            value="http://localhost",
        ),
        IntInput(
            name="max_results", display_name="Max Results", info="How many results at most.", required=True, value=10
        ),
        MultiselectInput(
            name="categories", display_name="Categories", info="The kinds of results to look among.", value=[]
        ),
        DropdownInput(name="language", display_name="Language", info="The language to search in.", options=[]),
    ]
    outputs = [
        Output(name="result_tool", display_name="Tool", method="build_tool", types=["Tool"]),
    ]

    async def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Offer the kinds and languages that the server knows, when its address was given."""
        if field_name != "url" or not field_value:
            return build_config
        known = await self._service().ask(f"{_server(field_value)}/config")
        build_config["url"]["value"] = field_value
        build_config["categories"]["options"] = _names(known.get("categories"))
        build_config["language"]["options"] = _names(known.get("locales"))
        return build_config

    def build_tool(self) -> Any:
        """Return the tool."""
        return search_tool("searxng_search_tool", "Searches the web by SearXNG.", self._search)

    async def _search(self, query: str) -> list[dict[str, Any]]:
        asked = {
            "q": query,
            "format": "json",
            "categories": ",".join(self.categories or []) or None,
            "language": self.language or None,
        }
        service = self._service()
        rows = service.rows_of(await service.ask(f"{_server(self.url)}/search", query=asked), "results")
        return rows[: max(self.max_results or 0, 0)]

    def _service(self) -> SearchService:
        return SearchService(name="SearXNG", run=self.run)
