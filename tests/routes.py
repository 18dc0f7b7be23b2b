"""Every HTTP route of the server, with its methods and a path that can be asked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from langflow_site.common.paths import TwinPattern

METHODS = ("get", "post", "put", "patch", "delete")
NOWHERE = "00000000-0000-4000-8000-000000000000"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """One path of the URL configuration."""

    pattern: str
    methods: tuple[str, ...]
    is_twin: bool
    view: str

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(PARAMETER.findall(self.pattern))

    @property
    def documented_path(self) -> str:
        """As the OpenAPI document writes it."""
        return "/" + PARAMETER.sub(r"{\1}", self.pattern)

    @property
    def plain_name(self) -> str:
        """The documented path without its outer slashes: the same for both forms."""
        return self.documented_path.strip("/")

    def path(self, values: Mapping[str, str] | None = None) -> str:
        """Return the path with these values, and ids of nothing for the rest."""
        return "/" + PARAMETER.sub(lambda match: (values or {}).get(match[1], NOWHERE), self.pattern)

    def __str__(self) -> str:
        return self.pattern


@cache
def routes() -> tuple[Route, ...]:
    """The admin's own routes are Django's."""
    return tuple(sorted(_routes(get_resolver().url_patterns, "")))


def _routes(patterns: list[Any], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        text = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from () if text.startswith("admin/") else _routes(pattern.url_patterns, text)
        elif not text.startswith("^"):
            yield Route(text, _methods(pattern), isinstance(pattern, TwinPattern), pattern.callback.__name__)


def _methods(pattern: URLPattern) -> tuple[str, ...]:
    callback: Any = pattern.callback
    if actions := getattr(callback, "actions", None):
        return tuple(actions)
    view = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    return tuple(method for method in METHODS if hasattr(view, method)) if view else ("get",)
