"""From a server's configuration to what is to be opened. Values that name a variable of the user stand for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from execution.components.mcp_servers import McpChoice, McpServerIncomplete
from execution.engine.errors import UnknownVariable
from execution.engine.ports import VariableStore

STREAMABLE, SSE, STDIO = "streamable_http", "sse", "stdio"
"""What the API calls the transports."""

Pairs: TypeAlias = tuple[tuple[str, str], ...]

_STATED = {
    "sse": SSE,
    "http": STREAMABLE,
    "streamable_http": STREAMABLE,
    "streamablehttp": STREAMABLE,
}
"""What configurations of other programs say about the transport."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandServer:
    """A program of this machine that speaks over its standard input and output."""

    command: str
    args: tuple[str, ...] = ()
    environment: Pairs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebServer:
    """A server that is reached by HTTP."""

    url: str
    headers: Pairs = ()
    verify_tls: bool = True
    transports: tuple[str, ...] = (STREAMABLE, SSE)
    """To be tried in this order: the older transport has no sign of its own."""


Server: TypeAlias = CommandServer | WebServer


def server_of(choice: McpChoice, config: Mapping[str, Any]) -> Server:
    """Return what the configuration says; raise McpServerIncomplete."""
    if config.get("command"):
        args = tuple(str(item) for item in config.get("args") or ())
        return CommandServer(command=str(config["command"]), args=args, environment=_pairs(config.get("env")))
    if not config.get("url"):
        raise McpServerIncomplete(server=choice.name)
    stated = str(config.get("transport") or config.get("type") or "").lower().replace("-", "_")
    headers = {**dict(_pairs(config.get("headers"))), **choice.headers}
    server = WebServer(
        url=str(config["url"]),
        headers=_pairs(headers),
        verify_tls=choice.verify_tls and bool(config.get("verify_ssl", True)),
    )
    return replace(server, transports=(_STATED[stated],)) if stated in _STATED else server


async def with_variables(server: Server, variables: VariableStore) -> Server:
    """Return the server with the values of variables in the place of their names."""
    if isinstance(server, CommandServer):
        return replace(server, environment=await _resolved(server.environment, variables))
    return replace(server, headers=await _resolved(server.headers, variables))


async def _resolved(pairs: Pairs, variables: VariableStore) -> Pairs:
    return tuple([(name, await _value(text, variables)) for name, text in pairs])


async def _value(text: str, variables: VariableStore) -> str:
    try:
        return await variables.value_of(text, is_secret=True) or text
    except UnknownVariable:
        return text  # most values are what they are


def _pairs(value: Any) -> Pairs:
    items = value.items() if isinstance(value, Mapping) else ()
    return tuple(sorted((str(name), str(text)) for name, text in items))
