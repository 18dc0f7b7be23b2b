"""The routes of the catalogue: read it, and draw flows with it."""

import re

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from execution.catalogue.expand import expanded
from execution.catalogue.selectors import Catalogue, catalogue, own_node
from execution.catalogue.serializers import CompactFlowData
from langflow_site.common.requests import json_body

FORCE_REFRESH = OpenApiParameter(
    "force_refresh", bool, description="Accepted for older editors; the catalogue is never out of date."
)
ACCEPTS_GZIP = re.compile(r"\b(gzip|x-gzip)\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))|\*(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


class CatalogueView(APIView):
    """Every component by category and type name. Compressed once per process; an unchanged one is answered by 304."""

    @extend_schema(operation_id="get_all", parameters=[FORCE_REFRESH], responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> HttpResponseBase:
        found = catalogue()
        response = _encoded(found, accepts_gzip=bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", ""))))
        response.headers["ETag"] = found.etag
        response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Accept-Encoding"])
        return get_conditional_response(request._request, etag=found.etag, response=response) or response  # noqa: SLF001 - DRF's documented way to Django's request


class ExpandView(APIView):
    """From a compact flow, which names components and values only, to one that the editor can show."""

    @extend_schema(operation_id="expand_flow", request=CompactFlowData, responses={200: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        return Response(expanded(CompactFlowData.parse(json_body(request)), own_node))


def _encoded(found: Catalogue, *, accepts_gzip: bool) -> HttpResponse:
    if not accepts_gzip:
        return HttpResponse(found.json, content_type="application/json")
    return HttpResponse(found.gzipped, content_type="application/json", headers={"Content-Encoding": "gzip"})
