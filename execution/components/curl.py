"""Read a curl command: what it would ask for. Options about curl itself are skipped."""

from __future__ import annotations

import shlex
from base64 import b64encode
from dataclasses import dataclass, field

from execution.components.web import with_query
from execution.engine.errors import EngineError

_WITH_VALUE = {
    "-X": "method",
    "--request": "method",
    "-H": "header",
    "--header": "header",
    "-d": "data",
    "--data": "data",
    "--data-raw": "data",
    "--data-ascii": "data",
    "--data-binary": "data",
    "--data-urlencode": "data",
    "--json": "json",
    "-u": "user",
    "--user": "user",
    "-A": "agent",
    "--user-agent": "agent",
    "-b": "cookie",
    "--cookie": "cookie",
    "-e": "referer",
    "--referer": "referer",
    "--url": "url",
}
_HEADER_OF = {"agent": "User-Agent", "cookie": "Cookie", "referer": "Referer"}
# Options whose value would otherwise be taken for the address.
_SKIPPED_WITH_VALUE = frozenset(
    {"-o", "--output", "-m", "--max-time", "--connect-timeout", "--retry", "-w", "--write-out", "--cacert", "--cert"}
)


class CurlUnreadable(EngineError, ValueError):
    """The command cannot be read."""

    code = "curl_unreadable"
    message = "Error parsing curl: {reason}"


@dataclass(slots=True)
class CurlRequest:
    """What the command asks for."""

    url: str = ""
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None


def read_curl(command: str) -> CurlRequest:
    """Return what the command asks for; the address is empty where it names none."""
    try:
        words = shlex.split(command.replace("\\\n", " "))
    except ValueError as error:
        raise CurlUnreadable(reason=str(error)) from error
    if not words or words[0] != "curl":
        return CurlRequest()
    return _request_of(_options(words[1:]))


def _options(words: list[str]) -> list[tuple[str, str]]:
    options: list[tuple[str, str]] = []
    rest = iter(words)
    for word in rest:
        name, sign, value = word.partition("=")
        if word in _SKIPPED_WITH_VALUE:
            next(rest, "")
        elif word in _WITH_VALUE:
            options.append((_WITH_VALUE[word], next(rest, "")))
        elif sign and name.startswith("--") and name in _WITH_VALUE:
            options.append((_WITH_VALUE[name], value))
        elif word[:2] in _WITH_VALUE and not word.startswith("--"):  # -XPOST, -HAccept:x
            options.append((_WITH_VALUE[word[:2]], word[2:]))
        elif word in {"-G", "--get"}:
            options.append(("get", ""))
        elif not word.startswith("-"):
            options.append(("url", word))
    return options


def _request_of(options: list[tuple[str, str]]) -> CurlRequest:
    request = CurlRequest()
    data = [value for name, value in options if name in {"data", "json"}]
    names = {name for name, _ in options}
    for name, value in options:
        if name == "url":
            request.url = request.url or value
        elif name == "header":
            key, _, text = value.partition(":")
            request.headers[key.strip()] = text.strip()
        elif name in _HEADER_OF:
            request.headers[_HEADER_OF[name]] = value
        elif name == "user":
            request.headers["Authorization"] = _basic(value)
    if data and "get" in names:
        request.url = with_query(request.url, dict(pair.split("=", 1) for pair in data if "=" in pair))
    elif data:
        request.body, request.method = "&".join(data), "POST"
    if "json" in names:
        request.headers.setdefault("Content-Type", "application/json")
    request.method = next((value.upper() for name, value in options if name == "method"), request.method)
    return request


def _basic(user: str) -> str:
    return f"Basic {b64encode(user.encode()).decode()}"
