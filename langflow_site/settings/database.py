"""The database: SQLite by default, PostgreSQL by `LANGFLOW_DATABASE_URL`."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from langflow_site.settings import langflow

# WAL lets readers go on while one writer writes; NORMAL is safe with WAL and spares an fsync per commit.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"

POOL = {"min_size": 2, "max_size": 20, "timeout": 3.0}
"""Connections of one process. Who waits longer for one learns that the database cannot be reached."""

CONNECT_SECONDS = 5


def database_from_url(url: str) -> dict[str, Any]:
    """Return Django's database settings for `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    engine = parts.scheme.partition("+")[0]
    if engine == "sqlite":
        return _sqlite(unquote(parts.path)[1:] if parts.path.startswith("/") else parts.path)
    if engine in {"postgresql", "postgres"}:
        return _postgresql(parts.hostname, parts.port, parts.username, parts.password, parts.path, parts.query)
    raise ImproperlyConfigured(
        f"LANGFLOW_DATABASE_URL must start with sqlite:// or postgresql://, not '{parts.scheme}'."
    )


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path or ":memory:",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a writer waits at the start instead of failing in the middle
            "timeout": langflow.DATABASE_CONNECTION_RETRY_SECONDS,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _postgresql(
    host: str | None, port: int | None, user: str | None, password: str | None, path: str, query: str
) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(path.lstrip("/")),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "HOST": host or "",
        "PORT": str(port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": dict(POOL), "connect_timeout": CONNECT_SECONDS, **dict(parse_qsl(query))},
    }


DATABASES = {"default": database_from_url(langflow.DATABASE_URL)}
