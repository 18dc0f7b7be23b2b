"""Answer a request once: the HTTP side."""

import asyncio
import contextlib
import hashlib
import logging
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter

from accounts.credentials import API_KEY_NAME
from execution.runtime.idempotency import keys
from execution.runtime.idempotency.errors import KeyUnusable
from execution.runtime.idempotency.keys import Answer, KeyedRequest
from langflow_site.common.database import in_database
from langflow_site.common.error_handler import as_response
from langflow_site.common.errors import ServerError

Refusal = Callable[[Exception], HttpResponse]

logger = logging.getLogger(__name__)

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY_PARAMETER = OpenApiParameter(
    HEADER, str, OpenApiParameter.HEADER, description="The same request under the same key is done once within a day."
)
"""For the OpenAPI document of each route that hands its work over."""
MOST_CHARACTERS = 255
USABLE_KEY = re.compile(rf"[\x21-\x7e]{{1,{MOST_CHARACTERS}}}")
MOST_BYTES = 1024 * 1024
"""A larger answer is not kept."""
PROLONGED_BEFORE = 3
"""A lease is prolonged after this part of its time."""
ASK_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
"""Statuses below 500 after which the caller shall try again."""


async def answered_once(
    request: HttpRequest,
    user_id: uuid.UUID,
    answer: Callable[[], Awaitable[HttpResponseBase]],
    *,
    key: str | None = None,
    scope: str = "",
    refusal: Refusal = as_response,
) -> HttpResponseBase:
    """Return the answer to the request, or the one that it got before under the same key.

    The key is the one given, else the request's own; without either the request is simply answered. `scope` keeps the
    keys of callers apart that are not the user; `refusal` makes answers of errors, as the view does.
    """
    key = key or request.headers.get(HEADER)
    if key is None:
        return await answer()
    keyed = _keyed(request, user_id, key=key, scope=scope)
    found = await in_database(keys.claim_or_answer, keyed)
    if isinstance(found, Answer):
        return HttpResponse(found.body, status=found.status, headers={**found.headers, REPLAYED: "true"})
    return await Answering(found, refusal).answer(answer)


def _keyed(request: HttpRequest, user_id: uuid.UUID, *, key: str, scope: str) -> KeyedRequest:
    if not USABLE_KEY.fullmatch(key):
        raise KeyUnusable(most=MOST_CHARACTERS)
    query = sorted((name, value) for name, values in request.GET.lists() for value in values if name != API_KEY_NAME)
    digest = hashlib.sha256(urlencode(query).encode() + b"\n" + request.body)
    route = f"{request.method} {request.path.rstrip('/')}"
    return KeyedRequest(user_id=user_id, scope=scope, key=key, route=route, body_hash=digest.hexdigest())


class Answering:
    """One request that is being answered: keeps its claim alive, then keeps the answer or releases the key."""

    def __init__(self, claim: uuid.UUID, refusal: Refusal) -> None:
        self._claim = claim
        self._refusal = refusal
        self._prolonging = asyncio.create_task(self._prolong())

    async def answer(self, answer: Callable[[], Awaitable[HttpResponseBase]]) -> HttpResponseBase:
        response: HttpResponseBase | None = None
        try:
            response = await self._response(answer)
        finally:
            if response is None:  # it was cancelled, or failed in a way that nobody foresaw
                await self._settle(None)
        if isinstance(response, StreamingHttpResponse):
            # A stream that nobody reads shall not keep its key for ever.
            self._prolonging.cancel()
            response.streaming_content = self._copied(response, response.streaming_content)
        elif isinstance(response, HttpResponse):
            await self._settle(_answer_of(response, response.content))
        return response

    async def _response(self, answer: Callable[[], Awaitable[HttpResponseBase]]) -> HttpResponseBase:
        try:
            return await answer()
        except ServerError as error:  # what the caller did wrong is an answer, too
            return self._refusal(error)

    async def _copied(self, response: HttpResponseBase, chunks: Any) -> AsyncIterator[bytes]:
        """Yield the stream, and keep what was sent if it came to its end."""
        self._prolonging = asyncio.create_task(self._prolong())
        copy: bytearray | None = bytearray()
        is_whole = False
        try:
            async with contextlib.aclosing(chunks):
                async for chunk in chunks:
                    if copy is not None:
                        copy += chunk
                        copy = copy if len(copy) <= MOST_BYTES else None
                    yield chunk
            is_whole = True
        finally:
            kept = _answer_of(response, bytes(copy)) if is_whole and copy is not None else None
            await self._settle(kept)

    async def _settle(self, answer: Answer | None) -> None:
        """Keep the answer or release the key, also while the caller's task is being cancelled."""
        self._prolonging.cancel()
        await asyncio.shield(self._stored(answer))

    async def _stored(self, answer: Answer | None) -> None:
        try:
            if answer is None:
                await in_database(keys.release, self._claim)
            else:
                await in_database(keys.keep, self._claim, answer)
        except DatabaseError as error:  # the lease runs out, and the key is free again
            logger.warning("The answer to a request with a key was not kept: %s", error)

    async def _prolong(self) -> None:
        while True:
            await asyncio.sleep(keys.lease().total_seconds() / PROLONGED_BEFORE)
            try:
                await in_database(keys.prolong, self._claim)
            except DatabaseError as error:  # it may be back before the lease runs out
                logger.warning("The lease of a request with a key was not prolonged: %s", error)


def _answer_of(response: HttpResponseBase, body: bytes) -> Answer | None:
    """Return what is kept of the answer; None where the caller shall try again, or where it is too large."""
    asks_again = response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or response.status_code in ASK_AGAIN
    if asks_again or len(body) > MOST_BYTES:
        return None
    return Answer(status=response.status_code, headers=dict(response.headers), body=body)
