"""The OpenAPI document: what drf-spectacular does not see by itself.

Async views are no DRF views. Their handlers carry `@extend_schema` all the same; for the document each class gets a
DRF stand-in with the same handlers. Twins of routes (see common/paths.py) stay out, so operation ids are unique.
"""

from typing import Any

from django.urls import URLPattern, URLResolver
from drf_spectacular.generators import EndpointEnumerator as SpectacularEnumerator
from drf_spectacular.generators import SchemaGenerator as SpectacularGenerator
from rest_framework.views import APIView

from langflow_site.common.async_views import AsyncView
from langflow_site.common.paths import TwinPattern

Pattern = URLPattern | URLResolver

METHODS = ("get", "post", "put", "patch", "delete")
CLASS_FACTS = ("authentication_classes", "permission_classes", "schema")


class EndpointEnumerator(SpectacularEnumerator):
    def _get_api_endpoints(self, patterns: list[Pattern] | None, prefix: str) -> Any:
        found = (self.patterns or ()) if patterns is None else patterns
        documented = [_documented(pattern) for pattern in found if not isinstance(pattern, TwinPattern)]
        return super()._get_api_endpoints(documented, prefix)


class SchemaGenerator(SpectacularGenerator):
    endpoint_inspector_cls = EndpointEnumerator


def _documented(pattern: Pattern) -> Pattern:
    if not isinstance(pattern, URLPattern):
        return pattern
    view = getattr(pattern.callback, "view_class", None)
    if view is None or not issubclass(view, AsyncView):
        return pattern
    return URLPattern(pattern.pattern, _stand_in(view).as_view(), pattern.default_args, pattern.name)


def _stand_in(view: type[AsyncView]) -> type[APIView]:
    """Return a DRF view with the same name, docstring and handlers. It is described, never called."""
    facts = {name: getattr(view, name) for name in (*METHODS, *CLASS_FACTS) if hasattr(view, name)}
    return type(view.__name__, (APIView,), {"__doc__": view.__doc__, "__module__": view.__module__, **facts})
