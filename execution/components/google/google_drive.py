"""Google Drive Loader: the text of a document. Kept for older flows."""

from __future__ import annotations

from execution.components.google_account import Account
from execution.components.google_drive_api import SCOPES, file_text, page_of
from execution.engine.component import Component
from execution.engine.fields import MessageTextInput, Output, SecretStrInput
from execution.engine.values import Data

_FIELD = "JSON String of the Service Account Token"


class GoogleDriveComponent(Component):
    """Read a document of an account."""

    display_name = "Google Drive Loader"
    description = "Reads a document in Google Drive."
    icon = "Google"
    legacy = True

    inputs = [
        SecretStrInput(
            name="json_string",
            display_name=_FIELD,
            info="Credentials of the account, as Google's sign-in writes them.",
            required=True,
        ),
        MessageTextInput(
            name="document_id", display_name="Document ID", info="Which document, by its identifier.", required=True
        ),
    ]
    outputs = [
        Output(name="docs", display_name="Loaded Documents", method="load_documents"),
    ]

    async def load_documents(self) -> Data:
        """Return the document's text, its title and where it is."""
        google = await Account.parse(self.json_string, field=_FIELD).signed_in("Google Drive", self.run, SCOPES)
        facts, text = await file_text(google, (self.document_id or "").strip())
        found = Data(data={"text": text, "title": facts.get("name", ""), "source": page_of(facts)})
        self.status = found
        return found
