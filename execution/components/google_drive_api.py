"""Google Drive: search for files, and read what stands in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from execution.components.google_account import GoogleService

SCOPES = ("https://www.googleapis.com/auth/drive.readonly",)
_API = "https://www.googleapis.com/drive/v3/files"
_GOOGLE_KIND = "application/vnd.google-apps."
_EXPORTS = {
    f"{_GOOGLE_KIND}document": "text/plain",
    f"{_GOOGLE_KIND}presentation": "text/plain",
    f"{_GOOGLE_KIND}spreadsheet": "text/csv",
}
"""Google's own kinds of files have no bytes; they are written out as something else."""
_EDITORS = {
    f"{_GOOGLE_KIND}document": "document",
    f"{_GOOGLE_KIND}spreadsheet": "spreadsheets",
    f"{_GOOGLE_KIND}presentation": "presentation",
    f"{_GOOGLE_KIND}drawing": "drawings",
}


async def found_files(google: GoogleService, query: str, *, most: int) -> list[dict[str, Any]]:
    """Return id, name and kind of the files that a query of Drive's own language finds."""
    fields = "nextPageToken, files(id, name, mimeType)"
    return google.rows_of(await google.ask(_API, query={"q": query, "pageSize": most, "fields": fields}), "files")


async def file_text(google: GoogleService, file_id: str) -> tuple[dict[str, Any], str]:
    """Return what Drive knows about a file, and its text."""
    address = f"{_API}/{quote(file_id, safe='')}"
    facts = await google.ask(address, query={"fields": "id, name, mimeType", "supportsAllDrives": "true"})
    written_as = _EXPORTS.get(str(facts.get("mimeType")))
    if written_as is None:
        return facts, await google.ask_text(address, query={"alt": "media", "supportsAllDrives": "true"})
    return facts, await google.ask_text(f"{address}/export", query={"mimeType": written_as})


def page_of(file: Mapping[str, Any]) -> str:
    """Return the address at which a person opens the file."""
    editor = _EDITORS.get(str(file.get("mimeType")))
    if editor is not None:
        return f"https://docs.google.com/{editor}/d/{file.get('id')}/edit"
    return f"https://drive.google.com/file/d/{file.get('id')}/view?usp=drivesdk"
