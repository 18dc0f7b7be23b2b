"""Routes of Langflow's API that this server does not serve, so that callers learn it in one sentence.

Without them an editor or a client would read "Not Found" as a missing object. A caller without credentials is refused
first, as on every other route: deny by default holds for what is not there, too.
"""

from typing import Any, NoReturn

from django.urls import URLPattern, re_path
from rest_framework.views import APIView

from langflow_site.common.errors import ServerError

FAMILIES = ("voice",)
"""First segments below `/api/v1/`; any credential opens them."""


class RouteUnserved(ServerError):
    status_code = 501
    code = "route_unserved"
    message = "This server does not serve {method} {path}."


class UnservedView(APIView):
    """Say what is missing to whoever may know."""

    schema = None

    def http_method_not_allowed(self, request: Any, *args: object, **kwargs: object) -> NoReturn:
        raise RouteUnserved(method=request.method, path=request.path)

    options = None  # type: ignore[assignment]  # refused like the rest


def _routes(prefix: str, families: tuple[str, ...], view: type[APIView]) -> URLPattern:
    return re_path(rf"^{prefix}/(?:{'|'.join(families)})(?:/.*)?$", view.as_view())


urlpatterns = [
    _routes("api/v1", FAMILIES, UnservedView),
]
