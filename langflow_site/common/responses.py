"""Answers that several apps give."""

from collections.abc import AsyncIterator
from functools import partial
from http import HTTPStatus
from typing import Any

from asgiref.sync import sync_to_async
from django.http import FileResponse, HttpResponse

CHUNK_BYTES = 256 * 1024


class NoContent(HttpResponse):
    """204. The reference labels even the empty body as JSON, which DRF's own response would drop."""

    def __init__(self) -> None:
        super().__init__(status=HTTPStatus.NO_CONTENT, content_type="application/json")


class PiecewiseResponse(FileResponse):
    """A file that is never in memory as a whole.

    Django's own collects all pieces of a blocking source before the first one is sent, where it serves by ASGI.
    """

    block_size = CHUNK_BYTES

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces: Any = self.streaming_content  # of a file it is a blocking iterator
        following = sync_to_async(partial(next, iter(pieces), b""))
        while piece := await following():
            yield piece
