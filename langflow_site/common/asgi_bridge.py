"""Answer a request of Django's by an ASGI application of a library: our checks come first, our errors stay ours."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from langflow_site.common.async_views import json_response

if TYPE_CHECKING:
    from django.core.handlers.asgi import ASGIRequest

Message: TypeAlias = MutableMapping[str, Any]
Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

_WORKING: set["asyncio.Task[None]"] = set()
"""Applications that go on after their answer; the event loop alone would let them vanish."""


async def answer_by(application: Application, request: HttpRequest) -> HttpResponseBase:
    """Return what the application answers. It ends when the client stops reading."""
    exchange = _Exchange(cast("ASGIRequest", request))  # there is no other kind in a view that is async
    task = asyncio.ensure_future(exchange.run(application))
    _WORKING.add(task)
    task.add_done_callback(_WORKING.discard)
    return await exchange.response(task)


class _Exchange:
    """One request and its answer, as messages of ASGI."""

    def __init__(self, request: "ASGIRequest") -> None:
        self._scope = dict(request.scope)
        self._body: bytes | None = request.body
        self._sent: asyncio.Queue[Message | None] = asyncio.Queue(maxsize=1)

    async def run(self, application: Application) -> None:
        try:
            await application(self._scope, self._receive, self._sent.put)
        finally:
            if self._sent.empty():
                self._sent.put_nowait(None)

    async def response(self, task: "asyncio.Task[None]") -> HttpResponseBase:
        start = await self._sent.get()
        if start is None:
            await task  # raises what kept the application from answering
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        body = await self._sent.get()
        if body is None or not body.get("more_body", False):
            return _whole(start, body.get("body", b"") if body else b"")
        pieces = self._pieces(body, task)
        return _labelled(StreamingHttpResponse(pieces, status=start["status"]), start)

    async def _pieces(self, first: Message, task: "asyncio.Task[None]") -> AsyncIterator[bytes]:
        message: Message | None = first
        try:
            while message is not None:
                yield message.get("body", b"")
                message = await self._sent.get() if message.get("more_body", False) else None
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def _receive(self) -> Message:
        """Hand over the body once; then there is nothing to tell: the task ends when the client goes away."""
        if self._body is None:
            await asyncio.Event().wait()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


def _whole(start: Message, body: bytes) -> HttpResponseBase:
    """Libraries refuse in bare words; whoever calls the API reads JSON."""
    is_labelled = any(name.lower() == b"content-type" for name, _ in start.get("headers", ()))
    if start["status"] >= HTTPStatus.BAD_REQUEST and not is_labelled:
        return json_response({"detail": body.decode(errors="replace")}, status=start["status"])
    return _labelled(HttpResponse(body, status=start["status"]), start)


def _labelled(response: HttpResponseBase, start: Message) -> HttpResponseBase:
    del response.headers["Content-Type"]  # a default of Django's
    for name, value in start.get("headers", ()):
        if name.lower() == b"connection":
            continue  # between this server and the client it is not the application's to say
        response.headers[name.decode("latin-1")] = value.decode("latin-1")
    return response
