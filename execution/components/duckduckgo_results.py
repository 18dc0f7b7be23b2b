"""DuckDuckGo's results, read from its page without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from execution.components.result_pages import Found, results_of, search_address
from execution.components.search_services import SearchService

if TYPE_CHECKING:
    from execution.engine.ports import RunContext


async def duckduckgo_results(run: RunContext, query: str, *, most: int) -> list[Found]:
    """Return at most so many results. Raises SearchFailed when the page does not come."""
    if not query.strip() or most < 1:
        return []
    page = await SearchService(name="DuckDuckGo", run=run).ask_text(search_address(query))
    return results_of(page)[:most]
