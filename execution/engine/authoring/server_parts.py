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
