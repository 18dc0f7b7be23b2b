"""Vector stores that are servers with a JSON API: asked through the guarded web, without a library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from execution.components.vector_search.errors import StoreFailed
from execution.components.web import Web

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonServer:
    """One server, and how a store's requests get there."""

    name: str
    """What the store is called in errors."""
    address: str
    web: Web = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    seconds: float | None = None

    async def ask(
        self, method: str, path: str, body: Any = None, *, content: str | None = None, missing_is_none: bool = False
    ) -> Any:
        """Return the JSON of the answer; None for an empty one, and for a 404 where `missing_is_none`.

        Raises StoreFailed with the server's own words.
        """
        answer = await self.web.send(
            method,
            self.address.rstrip("/") + path,
            headers=self._headers(content),
            json=None if content is not None else body,
            content=content,
            seconds=self.seconds,
        )
        if missing_is_none and answer.status_code == httpx.codes.NOT_FOUND:
            return None
        if not answer.is_success:
            raise StoreFailed(store=self.name, reason=f"{answer.status_code} {answer.text[:LONGEST_REASON]}".strip())
        return self._read(answer)

    def _headers(self, content: str | None) -> dict[str, str]:
        lines = {"Content-Type": "application/x-ndjson"} if content is not None else {}
        return {**self.headers, **lines}

    def _read(self, answer: httpx.Response) -> Any:
        if not answer.content:
            return None
        try:
            return answer.json()
        except ValueError:
            raise StoreFailed(store=self.name, reason="something that is not JSON. Is the address right?") from None
