"""Visit pages and those they link to, down to a depth."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from execution.components.html_pages import Page, read_page
from execution.components.web import RequestFailed, Web
from execution.engine.errors import EngineError

if TYPE_CHECKING:
    import httpx

MOST_PAGES = 500
AT_ONCE = 8


class PageRefused(EngineError):
    """A page answered with a status that is no success."""

    code = "page_refused"
    message = "Received HTTP status {status}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page that was visited."""

    url: str
    content_type: str
    html: str
    page: Page


@dataclass(slots=True, kw_only=True)
class Crawler:
    """What to visit and how."""

    web: Web
    depth: int
    stays_inside: bool
    """Visit only addresses below the first one."""
    checks_status: bool
    goes_on: bool
    """Leave out pages that do not come; otherwise the first of them ends it."""
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None
    finds_encoding: bool = True

    async def visits_from(self, start: str) -> list[Visit]:
        """Return the pages, those of one depth in the order in which they are linked."""
        seen = {start}
        found: list[Visit] = []
        layer = [start]
        for _ in range(max(1, self.depth)):
            visits = await self._visit_all(layer[: MOST_PAGES - len(found)])
            found += visits
            layer = _new(visits, seen, lambda url: not self.stays_inside or url.startswith(start))
            if not layer:
                break
        return found

    async def _visit_all(self, urls: list[str]) -> list[Visit]:
        places = asyncio.Semaphore(AT_ONCE)

        async def visit(url: str) -> Visit | None:
            async with places:
                return await self._visit(url)

        return [visit for visit in await asyncio.gather(*map(visit, urls)) if visit is not None]

    async def _visit(self, url: str) -> Visit | None:
        try:
            answer = await self._answer(url)
        except (RequestFailed, PageRefused):
            if not self.goes_on:
                raise
            return None
        html = self._text(answer)
        return Visit(url=url, content_type=answer.headers.get("content-type", ""), html=html, page=read_page(html))

    async def _answer(self, url: str) -> httpx.Response:
        answer = await self.web.send("GET", url, headers=self.headers, seconds=self.seconds, follow_redirects=True)
        if self.checks_status and not answer.is_success:
            raise PageRefused(status=answer.status_code)
        return answer

    def _text(self, answer: httpx.Response) -> str:
        if self.finds_encoding and answer.charset_encoding is None:
            return answer.content.decode("utf-8", errors="replace")
        return answer.text


def _new(visits: Iterable[Visit], seen: set[str], may_visit: Callable[[str], bool]) -> list[str]:
    """Return the addresses that the pages lead to and that nobody has seen yet; they count as seen now."""
    links = (urldefrag(urljoin(visit.url, link)).url for visit in visits for link in visit.page.links)
    wanted = dict.fromkeys(
        link for link in links if link.startswith(("http://", "https://")) and link not in seen and may_visit(link)
    )
    seen.update(wanted)
    return list(wanted)
