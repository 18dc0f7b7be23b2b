"""What can go wrong with MCP servers and with flows as tools."""

from typing import Any

from langflow_site.common.errors import Conflict, NotFound, Refused, ServerError, Unacceptable


class ServerNameTaken(Conflict):
    code = "mcp_server_name_taken"
    message = "An MCP server of yours is called '{name}' already."


class ServerNotFound(NotFound):
    code = "mcp_server_not_found"
    message = "You have no MCP server '{name}'."


class CommandsRefused(Refused):
    """The operator does not let this user start programs on the server's machine."""

    code = "mcp_commands_refused"
    message = (
        "This server does not start commands for you; add an MCP server by its URL. "
        "The operator can allow commands by LANGFLOW_MCP_STDIO."
    )


class SecretNotGiven(Unacceptable):
    """A mask came where no secret is stored."""

    code = "mcp_secret_not_given"
    message = "The value of '{name}' is hidden and not known under this server; give it anew."


class McpNotInstalled(ServerError):
    """The operator has installed the server without the protocol's SDK."""

    status_code = 501
    code = "mcp_not_installed"
    message = "{reason}"


class ProjectKeyRequired(ServerError):
    """A project that is not open to everybody was asked without a credential. MCP clients know a sign-in by 401."""

    status_code = 401
    code = "mcp_project_key_required"
    message = "This project wants an API key: send it as x-api-key, in a header or in the query."


class ProjectKeyUnknown(ServerError):
    status_code = 401
    code = "mcp_project_key_unknown"
    message = "Invalid API key"


class ClientUnknown(Unacceptable):
    """No program of that name is known here."""

    code = "mcp_client_unknown"
    message = "Unsupported client"

    @property
    def body(self) -> dict[str, Any]:
        return {"detail": self.detail, "clients": self.facts["known"]}


class ClientNotHere(Unacceptable):
    """The program has no settings on this machine."""

    code = "mcp_client_not_here"
    message = "{client} is not installed on the machine of this server."


class ClientSettingsUnreadable(Unacceptable):
    code = "mcp_client_settings_unreadable"
    message = "The settings of {client} are not JSON; nothing was changed."


class InstallRefused(Refused):
    """Settings of programs on the server's machine are for the one user of that machine."""

    code = "mcp_install_refused"
    message = "This server changes the settings of programs only while it listens on loopback only."


class StreamNotAccepted(ServerError):
    status_code = 406
    code = "mcp_stream_not_accepted"
    message = "Not Acceptable: Client must accept text/event-stream"


class NothingToListenTo(ServerError):
    """The protocol's way to say that a server sends nothing by itself."""

    status_code = 405
    code = "mcp_nothing_to_listen_to"
    message = "This server says nothing by itself; it answers what is posted."
    headers = {"Allow": "POST, HEAD"}
