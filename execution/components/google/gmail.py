"""Gmail Loader: the latest mails under some labels. Kept for older flows."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from execution.components.google_account import Account, GoogleService
from execution.components.search_services import listed
from execution.engine.component import Component
from execution.engine.fields import InputInvalid, MessageTextInput, Output, SecretStrInput
from execution.engine.values import Data

_API = "https://gmail.googleapis.com/gmail/v1/users/me/messages"
_SCOPES = ("https://www.googleapis.com/auth/gmail.readonly",)
_FIELD = "JSON String of the Service Account Token"
_HEADERS = ("from", "to", "subject", "date")
_MOST = 500
_EXAMPLE = """{
    "token": "",
    "refresh_token": "",
    "client_id": "",
    "client_secret": "",
    "token_uri": "https://oauth2.googleapis.com/token",
    "scopes": ["https://www.googleapis.com/auth/gmail.readonly"]
}"""


class GmailLoaderComponent(Component):
    """Read mails of an account."""

    display_name = "Gmail Loader"
    description = "Reads the latest mails of an account at Gmail."
    icon = "Google"
    legacy = True
    replacement = ["composio.ComposioGmailAPIComponent"]

    inputs = [
        SecretStrInput(
            name="json_string",
            display_name=_FIELD,
            info="Credentials of the account, as Google's sign-in writes them.",
            required=True,
            value=_EXAMPLE,
        ),
        MessageTextInput(
            name="label_ids",
            display_name="Label IDs",
            info="Only mails that have all of these labels, separated by commas.",
            required=True,
            value="INBOX,SENT,UNREAD,IMPORTANT",
        ),
        MessageTextInput(
            name="max_results", display_name="Max Results", info="How many mails at most.", required=True, value="10"
        ),
    ]
    outputs = [
        Output(name="data", display_name="Data", method="load_emails"),
    ]

    async def load_emails(self) -> Data:
        """Return the mails as one text, and each by itself under `emails`."""
        most = self._most()
        google = await Account.parse(self.json_string, field=_FIELD).signed_in("Gmail", self.run, _SCOPES)
        ids = await self._ids(google, most)
        mails = [_mail_of(await google.ask(f"{_API}/{mail_id}", query={"format": "full"})) for mail_id in ids]
        self.status = Data(data={"text": "\n\n".join(map(_as_text, mails)), "emails": mails})
        return self.status

    def _most(self) -> int:
        try:
            return max(min(int(self.max_results or 10), _MOST), 1)
        except ValueError:
            raise InputInvalid(field="max_results", expected="a whole number", value=self.max_results) from None

    async def _ids(self, google: GoogleService, most: int) -> list[str]:
        labels = urlencode([("labelIds", label) for label in listed(self.label_ids)])
        answer = await google.ask(f"{_API}?{labels}", query={"maxResults": most})
        return [str(row.get("id")) for row in google.rows_of(answer, "messages")]


def _mail_of(item: Mapping[str, Any]) -> dict[str, str]:
    payload = item.get("payload") or {}
    told = {str(header.get("name")).lower(): str(header.get("value")) for header in payload.get("headers") or []}
    return {
        "id": str(item.get("id") or ""),
        "thread_id": str(item.get("threadId") or ""),
        **{name: told.get(name, "") for name in _HEADERS},
        "text": next(_texts_of(payload), str(item.get("snippet") or "")),
    }


def _texts_of(part: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a mail says as plain text; parts lie inside of parts."""
    data = (part.get("body") or {}).get("data")
    if part.get("mimeType") == "text/plain" and data:
        yield base64.urlsafe_b64decode(str(data) + "==").decode(errors="replace").strip()
    for inner in part.get("parts") or []:
        yield from _texts_of(inner)


def _as_text(mail: Mapping[str, str]) -> str:
    shown = [f"{name.capitalize()}: {mail[name]}" for name in _HEADERS]
    return "\n".join([*shown, "", mail["text"]])
