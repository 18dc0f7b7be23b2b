"""Servers of vector stores as their documentation describes them: each request has one answer, in this order."""

from typing import Any

import httpx

from execution.components.vector_search.places import SERVICE


class Scripted:
    """The service `web`: gives the answers in their order and remembers what was asked."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, str]] = []
        self.bodies: list[Any] = []
        self.headers: list[dict[str, str]] = []

    async def send(self, method: str, url: str, *, headers=None, json=None, content=None, **_options) -> httpx.Response:
        self.asked.append((method, url))
        self.bodies.append(content if content is not None else json)
        self.headers.append(dict(headers or {}))
        answer = self._answers.pop(0)
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    @property
    def is_done(self) -> bool:
        """Was everything asked for?"""
        return not self._answers

    def services(self, places: Any = None) -> dict[str, Any]:
        return {"web": self, SERVICE: places}


MISSING = httpx.Response(404, json={"message": "not there"})
