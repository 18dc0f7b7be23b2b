"""Search services in memory: one answer to whatever is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from execution.engine.component import Component
from tests.execution.components.running import Bench

Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class OneService:
    """In the place of the host's service `web`; remembers what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
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
        request = httpx.Request(method, url, headers=headers, json=json, content=content)
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer if isinstance(self.answer, httpx.Response) else self.answer(request)


def bench_of(component: type[Component], answer: Answer, **values: Any) -> tuple[Bench, OneService]:
    """Return a component with its values whose service gives that answer."""
    bench = Bench(component, **values)
    web = OneService(answer)
    bench.context.services = {"web": web}
    return bench, web


def json_answer(body: Any, status: int = 200, **options: Any) -> httpx.Response:
    """Return an answer."""
    return httpx.Response(status, json=body, **options)


def asked_json(web: OneService) -> Any:
    """Return the body of the last request."""
    return json.loads(web.asked[-1].content)
