"""The routes of the catalogue: read it, draw flows with it, change its nodes and check what people write into them."""

import asyncio
import re

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import LangflowAuthentication, caller_of
from accounts.credentials import Credentials
from execution.catalogue.code_checks import problems_of
from execution.catalogue.expand import expanded
from execution.catalogue.prompts import checked_prompt
from execution.catalogue.selectors import Catalogue, catalogue, own_node
from execution.catalogue.serializers import (
    CodeBody,
    CodeResponse,
    CompactFlowData,
    ComponentBody,
    ComponentResponse,
    PromptBody,
    PromptResponse,
    UpdateBody,
)
from execution.catalogue.sources import WrittenComponent, component_for
from execution.runtime.editing import editing_context
from execution.wire.redaction import Secrets
from langflow_site.common.async_views import AsyncView, json_response
from langflow_site.common.database import in_database
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


class WriteView(AsyncView):
    """The node of a component that somebody wrote. The code is read here and run, if at all, in a confined process."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(operation_id="create_component", request=ComponentBody, responses=ComponentResponse)
    async def post(self, request: HttpRequest) -> HttpResponse:
        caller = await in_database(caller_of, Credentials.of_request(request))
        source = WrittenComponent(ComponentBody.parse(json_body(request)).code)
        secrets = Secrets()
        return json_response(await source.described(editing_context(caller.user.pk, secrets), secrets))


class UpdateView(AsyncView):
    """A node after somebody changed one of its fields. A component may ask its provider on the way."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(operation_id="update_component", request=UpdateBody, responses={200: OpenApiTypes.OBJECT})
    async def post(self, request: HttpRequest) -> HttpResponse:
        caller = await in_database(caller_of, Credentials.of_request(request))
        change = UpdateBody.parse(json_body(request))
        source = await asyncio.to_thread(component_for, change.code)  # the first call reads every component's source
        secrets = Secrets()
        return json_response(await source.refreshed(change, editing_context(caller.user.pk, secrets), secrets))


class CheckCodeView(APIView):
    """What is wrong with a piece of code. It is read, never run."""

    @extend_schema(operation_id="validate_code", request=CodeBody, responses=CodeResponse)
    def post(self, request: Request) -> Response:
        problems = problems_of(CodeBody.parse(json_body(request)).code)
        return Response({"imports": {"errors": problems.imports}, "function": {"errors": problems.syntax}})


class CheckPromptView(APIView):
    """The variables of a prompt, and its node with a field for each."""

    @extend_schema(operation_id="validate_prompt", request=PromptBody, responses=PromptResponse)
    def post(self, request: Request) -> Response:
        return Response(checked_prompt(PromptBody.parse(json_body(request))))


def _encoded(found: Catalogue, *, accepts_gzip: bool) -> HttpResponse:
    if not accepts_gzip:
        return HttpResponse(found.json, content_type="application/json")
    return HttpResponse(found.gzipped, content_type="application/json", headers={"Content-Encoding": "gzip"})
