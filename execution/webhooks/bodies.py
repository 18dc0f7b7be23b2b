"""The body of a webhook as the text that its component gets: JSON and plain text as they are, forms as JSON."""

import base64
import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from execution.webhooks.errors import BodyEmpty, FormUnreadable
from langflow_site.common.models import dumps

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def text_of(request: HttpRequest) -> str:
    """Return what was sent; raise BodyEmpty where nothing was."""
    if not request.body:
        raise BodyEmpty
    # curl calls everything a form that it is not told about, JSON too.
    if request.content_type == MULTIPART or (request.content_type == FORM and not _is_json(request.body)):
        return dumps(_fields_of(request))
    return _decoded(request)


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def _fields_of(request: HttpRequest) -> dict[str, Any]:
    """Return the form's fields by name; a field that came several times is a list."""
    try:
        texts, files = request.POST, request.FILES
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise FormUnreadable(reason=str(error)) from None
    values: dict[str, list[Any]] = {name: [_file_wire(file) for file in files.getlist(name)] for name in files}
    for name in texts:
        values[name] = [*texts.getlist(name), *values.get(name, [])]
    return {name: items[0] if len(items) == 1 else items for name, items in values.items()}


def _file_wire(file: "UploadedFile[bytes]") -> dict[str, Any]:
    content = file.read()
    facts = {"name": file.name, "content_type": file.content_type, "size": len(content)}
    return {**facts, **_content_wire(content, ["utf-8"])}


def _content_wire(content: bytes, encodings: Iterable[str]) -> dict[str, str]:
    """Return the content as text, or in base64 where it is none."""
    for encoding in encodings:
        try:
            return {"text": content.decode(encoding)}
        except (UnicodeDecodeError, LookupError):
            continue
    return {"base64": base64.b64encode(content).decode("ascii")}


def _decoded(request: HttpRequest) -> str:
    charset = (request.content_params or {}).get("charset", "utf-8")
    content = _content_wire(request.body, [charset, "utf-8"])
    if "text" in content:
        return content["text"]
    return dumps({"content_type": request.content_type, "size": len(request.body), **content})
