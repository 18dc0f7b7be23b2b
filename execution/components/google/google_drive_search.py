"""Google Drive Search: documents of an account by a property. Kept for older flows."""

from __future__ import annotations

from typing import Any

from execution.components.google_account import Account
from execution.components.google_drive_api import SCOPES, found_files, page_of
from execution.engine.component import Component
from execution.engine.fields import DropdownInput, MessageTextInput, Output, SecretStrInput
from execution.engine.values import Data

_FIELD = "Token String"
MOST_FILES = 5
OPERATORS = ["contains", "=", "!=", "<=", "<", ">", ">=", "in", "has"]
ITEMS = [
    "name",
    "fullText",
    "mimeType",
    "modifiedTime",
    "viewedByMeTime",
    "trashed",
    "starred",
    "parents",
    "owners",
    "writers",
    "readers",
    "sharedWithMe",
    "createdTime",
    "properties",
    "appProperties",
    "visibility",
    "shortcutDetails.targetId",
]
_YES_OR_NO = frozenset({"trashed", "starred", "sharedWithMe"})
_PEOPLE_AND_FOLDERS = frozenset({"parents", "owners", "writers", "readers"})


class GoogleDriveSearchComponent(Component):
    """Search the documents of an account."""

    display_name = "Google Drive Search"
    description = "Searches the documents in Google Drive."
    icon = "Google"
    legacy = True

    inputs = [
        SecretStrInput(
            name="token_string",
            display_name=_FIELD,
            info="Credentials of the account, as Google's sign-in writes them.",
            required=True,
        ),
        DropdownInput(
            name="query_item",
            display_name="Query Item",
            info="Which property of the documents is looked at.",
            options=ITEMS,
            required=True,
        ),
        DropdownInput(
            name="valid_operator",
            display_name="Valid Operator",
            info="How it is compared.",
            options=OPERATORS,
            required=True,
        ),
        MessageTextInput(name="search_term", display_name="Search Term", info="With what.", required=True),
        MessageTextInput(
            name="query_string",
            display_name="Query String",
            info="A query in Drive's own language; then the other fields do not count.",
        ),
    ]
    outputs = [
        Output(name="doc_urls", display_name="Document URLs", method="search_doc_urls", types=["Text"]),
        Output(name="doc_ids", display_name="Document IDs", method="search_doc_ids", types=["Text"]),
        Output(name="doc_titles", display_name="Document Titles", method="search_doc_titles", types=["Text"]),
        Output(name="Data", display_name="Data", method="search_data"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: list[dict[str, Any]] | None = None

    async def search_doc_urls(self) -> list[str]:
        """Return where the documents are."""
        return [page_of(file) for file in await self._files()]

    async def search_doc_ids(self) -> list[str]:
        """Return the documents' identifiers."""
        return [str(file.get("id", "")) for file in await self._files()]

    async def search_doc_titles(self) -> list[str]:
        """Return what the documents are called."""
        return [str(file.get("name", "")) for file in await self._files()]

    async def search_data(self) -> Data:
        """Return title and address of each document."""
        rows = [{"title": file.get("name", ""), "url": page_of(file)} for file in await self._files()]
        return Data(data={"text": rows})

    async def _files(self) -> list[dict[str, Any]]:
        """Return what is found; Drive is asked once for all outputs."""
        if self._found is None:
            account = Account.parse(self.token_string, field=_FIELD)
            google = await account.signed_in("Google Drive", self.run, SCOPES)
            query = self.query_string or query_of(self.query_item, self.valid_operator, self.search_term or "")
            self._found = await found_files(google, query, most=MOST_FILES)
        return self._found


def query_of(item: str, sign: str, term: str) -> str:
    """Return a query in Drive's language: a term is quoted, unless it is yes or no or a pair in braces."""
    escaped = term.replace("\\", "\\\\").replace("'", "\\'")
    if item in _YES_OR_NO:
        return f"{item} {sign} {term.strip().lower()}"
    if sign == "in" and item in _PEOPLE_AND_FOLDERS:
        # There the language wants it the other way round.
        return f"'{escaped}' in {item}"
    return f"{item} {sign} {term}" if sign == "has" else f"{item} {sign} '{escaped}'"
