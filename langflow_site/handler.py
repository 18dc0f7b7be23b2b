"""Django's ASGI handler without the changes of thread that it makes around every request.

Django tells the start and the end of a request by signals, each on a thread of its own choice, so that database
connections are looked after there. Here the threads do that themselves (common/threads.py, common/database.py), and a
request that an async view answers meets no thread at all.
"""

import asyncio
from typing import Any

from asgiref.sync import sync_to_async
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, ASGIRequest, get_script_prefix
from django.http import HttpResponseBase
from django.urls import set_script_prefix

BODY = "langflow.body"
"""Where in the scope the body may stand, as a file. Messages would bring it piece by piece, to be written anew."""


class QuietHandler(ASGIHandler):
    """Reads the request, runs the view, sends the answer; stops the view when the client goes away."""

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        body = scope.get(BODY)  # our own server hands the file over that it has read the body into
        if body is None:
            try:
                body = await self.read_body(receive)
            except RequestAborted:
                return
        set_script_prefix(get_script_prefix(scope))
        request, refusal = self.create_request(scope, body)
        try:
            if refusal is not None:
                await self.send_response(refusal, send)
            if request is not None:
                await self._answer(request, receive, send)
        finally:
            body.close()

    async def _answer(self, request: ASGIRequest, receive: Any, send: Any) -> None:
        answering = asyncio.create_task(self._respond(request, send))
        watching = asyncio.create_task(_until_disconnected(receive))
        try:
            await asyncio.wait((answering, watching), return_when=asyncio.FIRST_COMPLETED)
        finally:
            watching.cancel()
            if not answering.done():
                answering.cancel()
        try:
            await answering
        except asyncio.CancelledError:
            if not watching.done() or watching.cancelled():
                raise

    async def _respond(self, request: ASGIRequest, send: Any) -> None:
        response = await self.run_get_response(request)
        try:
            await self.send_response(response, send)
        finally:
            await _close(response)


async def _until_disconnected(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _close(response: HttpResponseBase) -> None:
    """Close what the answer holds open. The source of a sync stream may block in doing so; all else is quick."""
    if response.streaming and not getattr(response, "is_async", False):
        await sync_to_async(response.close)()
    else:
        response.close()
