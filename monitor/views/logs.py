"""The server's log, for superusers, where the operator wants it read over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.utils import extend_schema

from accounts.authentication import Caller, LangflowAuthentication, caller_of
from accounts.credentials import Credentials
from accounts.errors import NotSuperuser
from langflow_site.common.async_views import AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.models import dumps
from langflow_site.common.openapi import query_parameters, refusals
from monitor import selectors
from monitor.recent_logs import RecentLogs
from monitor.serializers.logs import LogsQuery

LOOKS_EVERY_SECONDS = 0.25
KEEPS_ALIVE_EVERY_SECONDS = 5.0
EVENT_STREAM = "text/event-stream"


class LogsView(AsyncView):
    """Lines of the log by the millisecond at which they were written."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="get_logs",
        parameters=query_parameters(LogsQuery),
        responses={200: dict[str, str], **refusals(400, 501)},
    )
    async def get(self, request: HttpRequest) -> HttpResponse:
        caller = await in_database(caller_of, Credentials.of_request(request))
        query = LogsQuery.parse(request.GET)
        logs = _logs_for(caller)
        lines = selectors.log_lines(logs, moment=query.timestamp, before=query.lines_before, after=query.lines_after)
        return json_response({str(at): line for at, line in lines.items()})


class LogStreamView(AsyncView):
    """New lines of the log as they are written."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(operation_id="stream_logs", responses={(HTTPStatus.OK, EVENT_STREAM): str, **refusals(501)})
    async def get(self, request: HttpRequest) -> HttpResponseBase:
        logs = _logs_for(await in_database(caller_of, Credentials.of_request(request)))
        headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        return StreamingHttpResponse(_frames(logs), content_type=EVENT_STREAM, headers=headers)


def _logs_for(caller: Caller) -> RecentLogs:
    if not caller.user.is_superuser:
        raise NotSuperuser
    return selectors.recent_logs()


async def _frames(logs: RecentLogs) -> AsyncIterator[str]:
    """Yield a frame for each line from now on. Lines come from any thread, so this looks now and then."""
    seen, quiet = logs.last, 0.0
    while True:
        for at, line in logs.since(seen + 1).items():
            seen, quiet = at, 0.0
            yield dumps({str(at): line}) + "\n\n"
        await asyncio.sleep(LOOKS_EVERY_SECONDS)
        quiet += LOOKS_EVERY_SECONDS
        if quiet >= KEEPS_ALIVE_EVERY_SECONDS:
            quiet = 0.0
            yield "keepalive\n\n"
