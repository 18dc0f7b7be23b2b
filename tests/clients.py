"""Clients that tests call the server with."""

from typing import Any

from django.test import AsyncClient


class HeaderClient(AsyncClient):
    """An async client that sends these headers with every request; Django's own forgets the ones it was made with."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__()
        self.own_headers = headers

    def generic(self, method: str, path: str, *args: Any, headers: Any = None, **extra: Any) -> Any:
        return super().generic(method, path, *args, headers={**self.own_headers, **(headers or {})}, **extra)
