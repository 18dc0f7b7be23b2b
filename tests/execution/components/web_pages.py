"""A web of pages in memory, in the place of the host's service `web`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from execution.components.web import RequestFailed
from execution.engine.component import Component
from tests.execution.components.running import Bench

Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class PagesInMemory:
    """Answers by address; what is not there cannot be reached. Remembers what it was asked."""

    def __init__(self, pages: Mapping[str, Answer]) -> None:
        self.pages = pages
        self.asked: list[httpx.Request] = []

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        content: str | bytes | None = None,
        seconds: float | None = None,
        follow_redirects: bool = False,
    ) -> httpx.Response:
        assert seconds is None or seconds > 0
        request = httpx.Request(method, url, headers=headers, json=json, content=content)
        self.asked.append(request)
        answer = self.pages.get(url)
        if answer is None:
            raise RequestFailed(reason=f"nobody at {url}")
        if isinstance(answer, Exception):
            raise answer
        found = answer if isinstance(answer, httpx.Response) else answer(request)
        found.request = request
        if follow_redirects and found.has_redirect_location:
            target = await self.send("GET", str(request.url.join(found.headers["location"])))
            target.history = [found]
            return target
        return found


def bench_on(pages: Mapping[str, Answer], component: type[Component], **values: Any) -> tuple[Bench, PagesInMemory]:
    """Return a component with its values that reaches these pages."""
    bench = Bench(component, **values)
    web = PagesInMemory(pages)
    bench.context.services = {"web": web}
    return bench, web


def html(text: str, **options: Any) -> httpx.Response:
    """Return a page."""
    return httpx.Response(200, html=text, **options)
