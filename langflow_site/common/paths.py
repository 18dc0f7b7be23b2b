"""One route with and without its trailing slash: a redirect would drop the body of a POST."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, path

View = Callable[..., HttpResponseBase] | Callable[..., Any]


def both_slashes(route: str, view: View, *, name: str) -> list[URLPattern]:
    """Return patterns for `route` and `route/`; reversing the name gives the form without the slash."""
    bare = route.rstrip("/")
    return [path(f"{bare}/", view, name=name), path(bare, view, name=name)]
