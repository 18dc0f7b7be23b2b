"""Answers that several apps give."""

from http import HTTPStatus

from django.http import HttpResponse


class NoContent(HttpResponse):
    """204. The reference labels even the empty body as JSON, which DRF's own response would drop."""

    def __init__(self) -> None:
        super().__init__(status=HTTPStatus.NO_CONTENT, content_type="application/json")
