"""A build of the editor, served from a folder of the operator's (`LANGFLOW_FRONTEND_PATH`); this server brings none.

The editor is one page that draws what its address says: whatever is no file of the build gets the page itself. Anybody
may load it, as it holds nothing but code; what it shows comes by the API.
"""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from django.views.static import serve

PAGE = "index.html"
FOLDER_OF_NAMED_CONTENTS = "assets/"
"""Builds give the files in it another name whenever they change."""

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


def frontend_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with the file of the build, else with its page; 404 to what is no reading."""
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    folder: Path = settings.LANGFLOW.FRONTEND_PATH
    is_file = _is_file_of(folder, path)
    response = serve(request, path if is_file else PAGE, document_root=str(folder))
    response["Cache-Control"] = FOR_EVER if is_file and path.startswith(FOLDER_OF_NAMED_CONTENTS) else ASK_AGAIN
    return response


def _is_file_of(folder: Path, path: str) -> bool:
    try:
        file = (folder / path).resolve()
        return file.is_relative_to(folder) and file.is_file()
    except ValueError:  # it holds what no path can
        return False


# An unknown address of the API is an error in JSON, not a page.
urlpatterns: list[URLPattern] = [re_path(r"^(?!api/)(?P<path>.*)$", frontend_file, name="frontend")]
