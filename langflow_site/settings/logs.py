"""Logging: one line an entry on standard error, at `LANGFLOW_LOG_LEVEL`, and in memory if superusers may read it."""

from typing import Any

from langflow_site.settings import langflow

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname:<8} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": langflow.LOG_LEVEL.upper()},
    "loggers": {
        "daphne": {"level": "WARNING"},
        "django.server": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a caller's mistake is no news here
        "httpx": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "httpcore2": {"level": "WARNING"},
        "asyncio": {"level": "WARNING"},
        "websockets": {"level": "WARNING"},  # what it tells at `debug` holds the keys of the handshake
        "mcp": {"level": "ERROR"},  # so are those of its protocol
    },
}

if langflow.ENABLE_LOG_RETRIEVAL and langflow.LOG_RETRIEVER_BUFFER_SIZE:
    LOGGING["handlers"]["recent"] = {
        "class": "monitor.recent_logs.RecentLogs",
        "size": langflow.LOG_RETRIEVER_BUFFER_SIZE,
        "formatter": "line",
    }
    LOGGING["root"]["handlers"].append("recent")
