"""Files in requests and answers of DRF views."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from langflow_site.common.errors import BodyTooLarge, RequestInvalid
from langflow_site.common.requests import MISSING_BODY


def uploaded_file(request: Request) -> UploadedFile:
    """Return the file of a multipart body; it stands in the field `file`."""
    return uploaded_files(request, "file")[-1]


def uploaded_files(request: Request | HttpRequest, field: str) -> list[UploadedFile]:
    """Return the files of a multipart body that stand in that field, at least one."""
    files = request.FILES.getlist(field)
    if not files:
        raise RequestInvalid([{**_problem_without_file(request.POST.get(field)), "loc": ["body", field]}])
    if any((file.size or 0) > settings.LANGFLOW.UPLOAD_MAX_BYTES for file in files):  # Django's own limit omits files
        raise BodyTooLarge(bytes=settings.LANGFLOW.UPLOAD_MAX_BYTES, option="LANGFLOW_MAX_FILE_SIZE_UPLOAD")
    return files


def _problem_without_file(text: str | None) -> dict[str, Any]:
    """Return what is wrong where no file came: nothing did, or a text, since a part without a file name is no file."""
    if text is None:
        return MISSING_BODY
    told = "Value error, Expected UploadFile, received: <class 'str'>"
    return {"type": "value_error", "msg": told, "input": text, "ctx": {"error": {}}}


def attachment(content: bytes, name: str, content_type: str, *, is_plain: bool = False) -> HttpResponse:
    """Answer with a file that browsers save instead of showing.

    A plain name, of letters, digits, dots and dashes, stands in the header as it is, for clients that cut it out.
    """
    disposition = f"attachment; filename={name}" if is_plain else f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
