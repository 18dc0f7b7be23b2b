"""Parts of addresses: one route with and without its trailing slash, and names that may be any text."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.urls.resolvers import RoutePattern

View = Callable[..., HttpResponseBase] | Callable[..., Any]


class AnyText(StringConverter):
    """Takes slashes and, unlike Django's `path`, ends of lines, which a session's name may hold."""

    regex = r"[\s\S]+"


register_converter(AnyText, "any_text")


class TwinPattern(URLPattern):
    """The other form of a route: answers alike, and the OpenAPI document leaves it out."""


def both_slashes(route: str, view: View, *, name: str) -> list[URLPattern]:
    """Return patterns for the route as given and for its other form; reversing the name gives the one as given."""
    other = route.rstrip("/") if route.endswith("/") else f"{route}/"
    return [
        TwinPattern(RoutePattern(other, name=name, is_endpoint=True), view, None, name),
        path(route, view, name=name),
    ]
