"""What can go wrong with MCP servers and with flows as tools."""

from langflow_site.common.errors import Conflict, NotFound, Refused, Unacceptable


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
