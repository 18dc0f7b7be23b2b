"""Google's Programmable Search: pages of ten until there are as many as wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from execution.components.search_services import SearchService

if TYPE_CHECKING:
    from execution.engine.component import Component

_SEARCH = "https://www.googleapis.com/customsearch/v1"
_PAGE = 10
_MOST = 100
"""The service tells no more, however many there are."""


async def google_rows(component: Component, query: str) -> list[dict[str, Any]]:
    """Return title, link and snippet of the best results."""
    key = component.google_api_key or ""
    service = SearchService(name="Google Search", run=component.run, key=key, key_field="Google API Key")
    wanted = min(component.k or 0, _MOST)
    found: list[dict[str, Any]] = []
    while len(found) < wanted:
        size = min(_PAGE, wanted - len(found))
        asked = {"key": key, "cx": component.google_cse_id, "q": query, "num": size, "start": len(found) + 1}
        page = service.rows_of(await service.ask(_SEARCH, query=asked), "items")
        found += [{name: row.get(name, "") for name in ("title", "link", "snippet")} for row in page]
        if len(page) < size:
            break
    return found[:wanted]
