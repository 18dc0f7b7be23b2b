"""Parts of the server that custom code asks for and does not get."""

from __future__ import annotations

from typing import Any, NoReturn

from execution.engine.errors import EngineError


class ServerPartClosed(EngineError):
    """Custom code asked for the server's own database, settings, files or services."""

    code = "server_part_closed"
    message = "Custom code has no access to the server's {part}; use the component's own methods instead."


def _closed(part: str) -> Any:
    def refuse(*_arguments: Any, **_options: Any) -> NoReturn:
        raise ServerPartClosed(part=part)

    return refuse


get_service = _closed("services")
get_settings_service = _closed("settings")
get_storage_service = _closed("files")
get_variable_service = _closed("variables")
get_db_service = _closed("database")
get_session = _closed("database")
session_scope = _closed("database")
get_chat_service = _closed("services")
get_tracing_service = _closed("services")
get_shared_component_cache_service = _closed("cache")
get_user_by_id = _closed("users")
create_user_longterm_token = _closed("users")
decrypt_api_key = _closed("secrets")
encrypt_api_key = _closed("secrets")
upload_user_file = _closed("files")
get_server = _closed("MCP servers")
update_tools = _closed("MCP servers")
MCPSseClient = _closed("MCP servers")
MCPStdioClient = _closed("MCP servers")
MCPStreamableHttpClient = _closed("MCP servers")
run_flow = _closed("other flows")
list_flows = _closed("other flows")
load_flow = _closed("other flows")
get_flow_by_id_or_name = _closed("other flows")
get_knowledge_bases = _closed("knowledge bases")
