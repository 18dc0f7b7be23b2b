"""Programs of this machine that use MCP servers, and their settings: JSON files in the home of who runs the server.

They are read and written only while the server listens on loopback only: then its caller sits at this machine.
"""

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from accounts.services.api_keys import create_api_key
from execution.mcp.audiences import is_open
from execution.mcp.errors import ClientNotHere, ClientSettingsUnreadable, ClientUnknown, InstallRefused
from execution.mcp.tools import snake_cased

if TYPE_CHECKING:
    from accounts.models import User
    from projects.models import Project

SERVERS = "mcpServers"
"""The key under which all of these programs keep their servers."""

_CLAUDE_FOLDERS = {"Darwin": "Library/Application Support/Claude", "Windows": "AppData/Roaming/Claude"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a project's tools are."""

    streamable: str
    sse: str

    def by(self, transport: str) -> str:
        return self.sse if transport == "sse" else self.streamable


def listed(addresses: Addresses) -> list[dict[str, Any]]:
    """Return each program, whether it is on this machine and whether it uses the project."""
    return [
        {
            "name": client,
            "installed": _may_touch() and _uses(path, addresses),
            "available": _may_touch() and path.parent.is_dir(),
        }
        for client, path in _settings_files().items()
    ]


def install(*, user: "User", project: "Project", client: str, addresses: Addresses, transport: str) -> None:
    """Add the project to the settings of the program, with a key of its own unless anybody may use it."""
    path = _settings_files().get(client.lower())
    if path is None:
        raise ClientUnknown(known=list(_settings_files()))
    if not _may_touch():
        raise InstallRefused
    if not path.parent.is_dir():
        raise ClientNotHere(client=client)
    found = _read(path, client)
    headers: dict[str, str] = {}
    if not is_open(project.auth_settings):
        _, key = create_api_key(user=user, name=f"MCP project {project.name}"[:1024])
        headers = {"x-api-key": key}
    name = f"lf-{snake_cased(project.name) or project.pk.hex[:8]}"
    servers = {**found.get(SERVERS, {}), name: _entry(client.lower(), addresses.by(transport), headers)}
    path.write_text(json.dumps({**found, SERVERS: servers}, indent=2, ensure_ascii=False), encoding="utf-8")
    path.chmod(0o600)  # a key is in it


def _may_touch() -> bool:
    return bool(settings.LANGFLOW.LISTENS_ON_LOOPBACK_ONLY)


def _settings_files() -> Mapping[str, Path]:
    home = Path.home()
    return {
        "cursor": home / ".cursor" / "mcp.json",
        "windsurf": home / ".codeium" / "windsurf" / "mcp_config.json",
        "claude": home / _CLAUDE_FOLDERS.get(platform.system(), ".config/Claude") / "claude_desktop_config.json",
    }


def _entry(client: str, address: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return the server as the program wants it. Claude starts commands only, so a proxy goes between."""
    if client == "claude":
        options = [part for name, value in headers.items() for part in ("--headers", name, value)]
        transport = [] if address.endswith("/sse") else ["--transport", "streamablehttp"]
        return {"command": "uvx", "args": ["mcp-proxy", *transport, *options, address]}
    key = "serverUrl" if client == "windsurf" else "url"
    return {key: address, **({"headers": dict(headers)} if headers else {})}


def _uses(path: Path, addresses: Addresses) -> bool:
    try:
        found = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return addresses.streamable in found or addresses.sse in found


def _read(path: Path, client: str) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8") or "{}")
    except ValueError:
        raise ClientSettingsUnreadable(client=client) from None
    if not isinstance(found, dict) or not isinstance(found.get(SERVERS, {}), dict):
        raise ClientSettingsUnreadable(client=client)
    return found
