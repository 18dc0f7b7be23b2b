"""The database: SQLite by default, PostgreSQL, MySQL or MariaDB by `LANGFLOW_DATABASE_URL`."""

import importlib
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from langflow_site.settings import langflow

# WAL lets readers go on while one writer writes; NORMAL is safe with WAL and spares an fsync per commit. What is sorted
# stays in memory up to the size of the cache (2 MB) and goes to a temporary file from there on.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=FILE;"

POOL = {"min_size": 2, "max_size": 20, "timeout": 3.0}
"""Connections of one process. Who waits longer for one learns that the database cannot be reached."""

CONNECT_SECONDS = 5


def database_from_url(url: str) -> dict[str, Any]:
    """Return Django's database settings for `sqlite:///path` or `postgresql://user:password@host:port/name`.

    `mysql://` and `mariadb://` read like `postgresql://`.
    """
    parts = urlsplit(url)
    engine = parts.scheme.partition("+")[0]
    if engine == "sqlite":
        return _sqlite(unquote(parts.path)[1:] if parts.path.startswith("/") else parts.path)
    if engine in {"postgresql", "postgres"}:
        return _postgresql(parts.hostname, parts.port, parts.username, parts.password, parts.path, parts.query)
    if engine in {"mysql", "mariadb"}:
        return _mysql(parts.hostname, parts.port, parts.username, parts.password, parts.path)
    raise ImproperlyConfigured(
        f"LANGFLOW_DATABASE_URL must start with sqlite://, postgresql:// or mysql://, not '{parts.scheme}'."
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


def _mysql(host: str | None, port: int | None, user: str | None, password: str | None, path: str) -> dict[str, Any]:
    try:
        pymysql = importlib.import_module("pymysql")
    except ImportError:
        raise ImproperlyConfigured("LANGFLOW_DATABASE_URL names a MySQL database: install the extra `mysql`.") from None
    pymysql.install_as_MySQLdb()  # Django asks for the other client's name; this one needs no compiler
    return {
        "ENGINE": "django.db.backends.mysql",
        "NAME": unquote(path.lstrip("/")),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "HOST": host or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": int(CONNECT_SECONDS), "charset": "utf8mb4", "isolation_level": "read committed"},
    }


DATABASES = {"default": database_from_url(langflow.DATABASE_URL)}
