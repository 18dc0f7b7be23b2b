"""MCP servers, as components reach them: the user's own, through connections that the host opens, guards and keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from execution.engine.errors import EngineError

if TYPE_CHECKING:
    from execution.engine.ports import RunContext

SERVICE = "mcp"

Json = dict[str, Any]


class McpError(EngineError):
    """Root of what can go wrong with MCP servers; each message names the server."""

    code = "mcp_error"
    message = "The MCP server '{server}' cannot be used."


class McpUnavailable(McpError):
    """This host gives components no MCP servers, or nobody is known to own some."""

    code = "mcp_unavailable"
    message = "This run has no access to MCP servers."


class McpServerUnknown(McpError, LookupError):
    """The flow names one that its owner has not added."""

    code = "mcp_server_unknown"
    message = "There is no MCP server '{server}'. Add it among the MCP servers of the settings, or choose another one."


class McpServerIncomplete(McpError, ValueError):
    code = "mcp_server_incomplete"
    message = "The MCP server '{server}' has neither a command nor a URL."


class McpCommandRefused(McpError):
    """The operator does not let this user start programs on the server's machine."""

    code = "mcp_command_refused"
    message = (
        "The MCP server '{server}' is a command, and this server does not start commands for you. "
        "The operator can allow it by LANGFLOW_MCP_STDIO."
    )


class McpServerFailed(McpError):
    """No conversation came about, or it broke off."""

    code = "mcp_server_failed"
    message = "The MCP server '{server}' cannot be used: {reason}"


class McpServerSilent(McpServerFailed):
    code = "mcp_server_silent"
    message = "The MCP server '{server}' did not answer within {seconds:g} seconds."


class McpToolUnknown(McpError, LookupError):
    code = "mcp_tool_unknown"
    message = "The MCP server '{server}' has no tool '{tool}'. It has: {known}."


class McpToolNotChosen(McpError, ValueError):
    code = "mcp_tool_not_chosen"
    message = "Choose a tool of the MCP server '{server}'."


class McpToolFailed(McpError):
    """The server refused the call, or broke off in it. What a tool itself says against a call is an answer."""

    code = "mcp_tool_failed"
    message = "The tool '{tool}' of the MCP server '{server}' failed: {reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class McpChoice:
    """A server as a flow names it."""

    name: str
    config: Mapping[str, Any] = field(default_factory=dict)
    """What stands in the flow besides the name. What the user has added under that name wins."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """These win over the headers of the configuration."""
    verify_tls: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class McpTool:
    """A tool as its server describes it."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    """JSON schema of an object: the arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class McpAnswer:
    """What a tool answered."""

    items: Sequence[Json]
    """Texts, images, resources, each in the protocol's form."""
    is_error: bool = False
    """Whether the tool says that it failed; the items then say why."""

    @property
    def text(self) -> str:
        """What a model reads of it: texts as they are, of other things their kind."""
        return "\n".join(_text_of(item) for item in self.items)


class McpServers(Protocol):
    """The host's service `mcp`. Raises McpError."""

    async def tools(self, choice: McpChoice, run: RunContext, *, from_cache: bool = False) -> list[McpTool]:
        """Return the tools of the server; `from_cache` takes those that it had when the connection was opened."""

    async def call(self, choice: McpChoice, run: RunContext, tool: str, arguments: Mapping[str, Any]) -> McpAnswer:
        """Call a tool of the server."""


def mcp_servers_of(run: RunContext) -> McpServers:
    """Return the run's way to MCP servers; raise McpUnavailable where it has none."""
    service: McpServers | None = run.services.get(SERVICE)
    if service is None or run.user_id is None:
        raise McpUnavailable
    return service


def _text_of(item: Json) -> str:
    resource = item.get("resource")
    if isinstance(resource, dict):
        return str(resource.get("text") or f"[{resource.get('mimeType') or 'resource'}: {resource.get('uri')}]")
    if item.get("type") == "text":
        return str(item.get("text") or "")
    # Bytes are of no use to a model that reads texts, and would fill its context.
    return f"[{item.get('mimeType') or item.get('type') or 'item'}{_address(item)}]"


def _address(item: Json) -> str:
    return f": {item['uri']}" if item.get("uri") else ""
