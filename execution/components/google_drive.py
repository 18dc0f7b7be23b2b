"""Files at Google Drive, by its HTTP API and a service account of the flow's own: no library of the vendor."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jwt

from execution.components.files import ReadFile
from execution.components.web import web_of
from execution.engine.errors import EngineError
from execution.engine.fields import SecretStrInput

if TYPE_CHECKING:
    import httpx

    from execution.engine.ports import RunContext

TOKEN_URL = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
FILES_URL = "https://www.googleapis.com/drive/v3/files"
UPLOAD_URL = "https://www.googleapis.com/upload/drive/v3/files?uploadType=multipart&fields=id,webViewLink"
SCOPE = "https://www.googleapis.com/auth/drive"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
TOKEN_SECONDS = 600

NATIVE = "application/vnd.google-apps."
EXPORTS: Mapping[str, tuple[str, str]] = {
    f"{NATIVE}document": ("text/plain", ".txt"),
    f"{NATIVE}spreadsheet": ("text/csv", ".csv"),
    f"{NATIVE}presentation": ("text/plain", ".txt"),
}
"""Google's own kinds have no bytes: what is asked for in their place, and the ending that it gets."""

ACCOUNT = SecretStrInput(
    name="service_account_key",
    display_name="GCP Credentials Secret Key",
    info="The JSON key of a service account.",
    required=True,
)


class DriveFailed(EngineError):
    """The account, the file or the folder is not there, or Google refuses."""

    code = "google_drive_failed"
    message = "Google Drive cannot be used: {reason}"


class Drive:
    """Drive, seen with one service account."""

    def __init__(self, run: RunContext, key: str | None) -> None:
        self._web = web_of(run)
        self._account = _account(key)
        self._headers: dict[str, str] = {}

    async def read(self, file_id: str) -> ReadFile:
        address = f"{FILES_URL}/{quote(file_id.strip(), safe='')}"
        facts = (await self._asked("GET", f"{address}?fields=name,mimeType&supportsAllDrives=true")).json()
        name, kind = str(facts.get("name") or file_id), str(facts.get("mimeType"))
        if kind in EXPORTS:
            media_type, ending = EXPORTS[kind]
            answer = await self._asked("GET", f"{address}/export?mimeType={quote(media_type, safe='')}")
            name += ending
        else:
            answer = await self._asked("GET", f"{address}?alt=media&supportsAllDrives=true")
        return ReadFile(path=f"gdrive://{file_id}/{name}", name=name, content=answer.content)

    async def save(self, name: str, content: bytes, *, folder_id: str, kind: str) -> str:
        """Keep the content as a new file in the folder and return its address. A native `kind` is converted to."""
        boundary = uuid.uuid4().hex
        facts: dict[str, Any] = {"name": name, "parents": [folder_id]}
        if kind.startswith(NATIVE):
            facts["mimeType"] = kind
        parts = (
            f"--{boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{json.dumps(facts)}\r\n"
            f"--{boundary}\r\nContent-Type: {'text/plain' if kind.startswith(NATIVE) else kind}\r\n\r\n"
        )
        answer = await self._asked(
            "POST",
            f"{UPLOAD_URL}&supportsAllDrives=true",
            headers={"Content-Type": f"multipart/related; boundary={boundary}"},
            content=parts.encode() + content + f"\r\n--{boundary}--".encode(),
        )
        told = answer.json()
        return str(told.get("webViewLink") or told.get("id"))

    async def _asked(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> httpx.Response:
        if not self._headers:
            self._headers = {"Authorization": f"Bearer {await self._token()}"}
        answer = await self._web.send(method, url, headers={**self._headers, **(headers or {})}, content=content)
        if answer.is_error:
            raise DriveFailed(reason=f"it answers {answer.status_code}")
        return answer

    async def _token(self) -> str:
        now = int(time.time())
        claims = {"iss": self._account["client_email"], "scope": SCOPE, "aud": TOKEN_URL, "iat": now}
        try:
            asked = jwt.encode({**claims, "exp": now + TOKEN_SECONDS}, self._account["private_key"], algorithm="RS256")
        except (ValueError, TypeError, jwt.PyJWTError):
            raise DriveFailed(reason="the private key of the service account is none") from None
        form = f"grant_type={quote(GRANT, safe='')}&assertion={asked}"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await self._web.send("POST", TOKEN_URL, headers=headers, content=form)
        if answer.is_error or "access_token" not in answer.json():
            raise DriveFailed(reason="Google does not accept the service account")
        return str(answer.json()["access_token"])


def _account(key: str | None) -> Mapping[str, str]:
    try:
        account = json.loads(key or "")
        return {name: str(account[name]) for name in ("client_email", "private_key")}
    except (ValueError, KeyError, TypeError):
        raise DriveFailed(reason="the service account's key is not the JSON that Google gives out") from None
