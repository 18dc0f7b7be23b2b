"""The web, as components reach it: through a client of the host's that guards where connections go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from execution.engine.errors import EngineError

if TYPE_CHECKING:
    import httpx

    from execution.engine.ports import RunContext

_AUTHORITY = re.compile(r"([^\s@/]+@)?(\[[0-9a-fA-F:.]+\]|[\w-]+(\.[\w-]+)*\.?)(:\d{1,5})?")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


class WebUnavailable(EngineError):
    """This host gives components no way out."""

    code = "web_unavailable"
    message = "This server gives components no access to the web."


class RequestFailed(EngineError):
    """No answer came: unknown name, nobody there, too slow, too long."""

    code = "request_failed"
    message = "{reason}"


class RequestRefused(RequestFailed):
    """The operator does not let this server connect there."""

    code = "request_refused"


class UrlEmpty(EngineError, ValueError):
    """Nobody said where to."""

    code = "url_empty"
    message = "URL cannot be empty"


class UrlInvalid(EngineError, ValueError):
    """That is no address of the web."""

    code = "url_invalid"
    message = "Invalid URL provided: {url}"


class Web(Protocol):
    """The host's service `web`."""

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        content: str | bytes | None = None,
        seconds: float | None = None,
        follow_redirects: bool = False,
    ) -> httpx.Response:
        """Return the answer with its body. Raises RequestFailed when there is none, whatever the status if there is."""


def web_of(run: RunContext) -> Web:
    """Return the run's way to the web; raise WebUnavailable where the host has none."""
    web: Web | None = run.services.get("web")
    if web is None:
        raise WebUnavailable
    return web


def web_address(url: str | None) -> str:
    """Return a typed address in full, `https://` where it names no scheme. Raises UrlEmpty or UrlInvalid."""
    address = (url or "").strip()
    if not address:
        raise UrlEmpty
    if not _SCHEME.match(address):
        address = f"https://{address}"
    parts = urlsplit(address)
    if not _AUTHORITY.fullmatch(parts.netloc) or re.search(r"\s", address):
        raise UrlInvalid(url=address)
    return address


def with_query(url: str, query: Mapping[str, Any]) -> str:
    """Return the address with more query parameters; those of the same name are replaced."""
    if not query:
        return url
    parts = urlsplit(url)
    known = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in query]
    added = [(name, str(value)) for name, value in query.items()]
    return urlunsplit(parts._replace(query=urlencode([*known, *added])))


def status_problem(answer: httpx.Response) -> str | None:
    """Return what a refusing answer says, in the words that clients of older releases know; None for a good one."""
    if answer.status_code < 400:
        return None
    side = "Client" if answer.status_code < 500 else "Server"
    return f"{answer.status_code} {side} Error: {answer.reason_phrase} for url: {answer.url}"
