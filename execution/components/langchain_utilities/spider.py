"""Spider: pages as Markdown, one or a whole site, read by the service of that name."""

from __future__ import annotations

from typing import Any

from execution.components.search_services import SearchService
from execution.engine.component import Component
from execution.engine.fields import (
    BoolInput,
    DictInput,
    DropdownInput,
    IntInput,
    Output,
    SecretStrInput,
    StrInput,
)
from execution.engine.values import Data

_API = "https://api.spider.cloud"
MODES = ["scrape", "crawl"]


class SpiderTool(Component):
    """Read pages with Spider."""

    display_name = "Spider Web Crawler & Scraper"
    description = "Reads web pages as Markdown, with the service Spider."
    documentation = "https://spider.cloud/docs/api"
    icon = "globe"

    inputs = [
        SecretStrInput(name="spider_api_key", display_name="Spider API Key", info="Your key at Spider.", required=True),
        StrInput(name="url", display_name="URL", info="The page to read, or to begin with.", required=True),
        DropdownInput(
            name="mode",
            display_name="Mode",
            info="One page (scrape), or those behind it, too (crawl).",
            options=MODES,
            value=MODES[0],
            required=True,
        ),
        IntInput(name="limit", display_name="Limit", info="How many pages at most; 0 is all.", advanced=True),
        IntInput(
            name="depth", display_name="Depth", info="How many links away from the first page; 0 is any.", advanced=True
        ),
        StrInput(name="blacklist", display_name="Blacklist", info="Paths to leave out.", advanced=True),
        StrInput(name="whitelist", display_name="Whitelist", info="Only paths like these.", advanced=True),
        BoolInput(
            name="readability",
            display_name="Use Readability",
            info="Leave out what is not the page's own text.",
            advanced=True,
        ),
        IntInput(
            name="request_timeout",
            display_name="Request Timeout",
            info="Seconds that a page may take; 0 leaves it to Spider.",
            advanced=True,
        ),
        BoolInput(
            name="metadata", display_name="Metadata", info="Also give what pages tell about themselves.", advanced=True
        ),
        DictInput(
            name="params",
            display_name="Additional Parameters",
            info="Parameters of Spider's API; then the other settings do not count.",
        ),
    ]
    outputs = [
        Output(name="content", display_name="Markdown", method="crawl"),
    ]

    async def crawl(self) -> list[Data]:
        """Return the pages."""
        key = self.spider_api_key or ""
        service = SearchService(name="Spider", run=self.run, key=key, key_field="Spider API Key")
        is_one_page = self.mode != "crawl"
        body = {**self._parameters(), "url": self.url, **({"limit": 1} if is_one_page else {})}
        address = f"{_API}/{'scrape' if is_one_page else 'crawl'}"
        pages = await service.ask_rows(address, headers={"Authorization": f"Bearer {key}"}, body=body)
        return [Data(data=self._record(page)) for page in pages]

    def _parameters(self) -> dict[str, Any]:
        if self.params:
            given = self.params.get("data", self.params)
            return dict(given) if isinstance(given, dict) else self.params
        chosen = {
            "limit": self.limit,
            "depth": self.depth,
            "blacklist": self.blacklist,
            "whitelist": self.whitelist,
            "request_timeout": self.request_timeout,
        }
        return {
            **{name: value for name, value in chosen.items() if value},
            "readability": bool(self.readability),
            "metadata": bool(self.metadata),
            "return_format": "markdown",
        }

    def _record(self, page: dict[str, Any]) -> dict[str, Any]:
        record = {"content": page.get("content") or "", "url": page.get("url") or ""}
        return {**record, "metadata": page.get("metadata")} if self.metadata else record
