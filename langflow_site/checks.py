"""What `manage.py check` says about options that are allowed one by one and unwise together."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.caches)
def several_processes(app_configs: Any, **facts: Any) -> list[CheckMessage]:
    """What is kept in memory is not shared between processes."""
    if settings.LANGFLOW.WORKERS == 1 or settings.LANGFLOW.REDIS_URL:
        return []
    return [
        Error(
            f"LANGFLOW_WORKERS={settings.LANGFLOW.WORKERS} without LANGFLOW_REDIS_URL: a build that one process runs "
            "cannot be followed through another, and limits hold per process.",
            hint="Set LANGFLOW_REDIS_URL, or use one process.",
            id="langflow.E003",
        )
    ]


@register(Tags.caches)
def broker_without_redis(app_configs: Any, **facts: Any) -> list[CheckMessage]:
    """Events travel through Redis, whatever carries the messages of Celery."""
    if not settings.LANGFLOW.BROKER_URL or settings.LANGFLOW.REDIS_URL:
        return []
    return [
        Error(
            "LANGFLOW_BROKER_URL without LANGFLOW_REDIS_URL: what workers do could not be followed.",
            hint="Set LANGFLOW_REDIS_URL too.",
            id="langflow.E004",
        )
    ]


@register(Tags.database)
def several_processes_on_sqlite(app_configs: Any, **facts: Any) -> list[CheckMessage]:
    if settings.LANGFLOW.WORKERS == 1 or not settings.LANGFLOW.DATABASE_URL.startswith("sqlite"):
        return []
    return [
        Warning(
            "Several processes share one SQLite file: writers wait for each other.",
            hint="Set LANGFLOW_DATABASE_URL to a PostgreSQL database.",
            id="langflow.W002",
        )
    ]


@register(Tags.security, deploy=True)
def auto_login_beyond_loopback(app_configs: Any, **facts: Any) -> list[CheckMessage]:
    if not settings.LANGFLOW.AUTO_LOGIN or settings.LANGFLOW.LISTENS_ON_LOOPBACK_ONLY:
        return []
    return [
        Error(
            "Auto login is on and the server listens beyond loopback: everybody who reaches it is the superuser.",
            hint="Set LANGFLOW_AUTO_LOGIN=false and LANGFLOW_SUPERUSER_PASSWORD.",
            id="langflow.E001",
        )
    ]


@register(Tags.security)
def trusted_code_beyond_loopback(app_configs: Any, **facts: Any) -> list[CheckMessage]:
    """Not only for deployment: whoever reaches such a server may run anything on the machine."""
    if settings.LANGFLOW.CUSTOM_CODE != "trusted" or settings.LANGFLOW.LISTENS_ON_LOOPBACK_ONLY:
        return []
    return [
        Error(
            "LANGFLOW_CUSTOM_CODE=trusted and the server listens beyond loopback: everybody who may save a flow can "
            "run any code as the server.",
            hint="Use LANGFLOW_CUSTOM_CODE=isolated, or listen on loopback only.",
            id="langflow.E002",
        )
    ]


@register(Tags.security, deploy=True)
def unguarded_outbound_requests(app_configs: Any, **facts: Any) -> list[CheckMessage]:
    if settings.LANGFLOW.OUTBOUND_GUARD:
        return []
    return [
        Warning(
            "LANGFLOW_SSRF_PROTECTION_ENABLED is off: flows may reach every address that this machine reaches.",
            hint="Turn it on and name what flows need in LANGFLOW_SSRF_ALLOWED_HOSTS.",
            id="langflow.W003",
        )
    ]


@register(Tags.security, deploy=True)
def cookies_without_tls(app_configs: Any, **facts: Any) -> list[CheckMessage]:
    options = settings.LANGFLOW
    if options.LISTENS_ON_LOOPBACK_ONLY or (options.ACCESS_COOKIE_SECURE and options.REFRESH_COOKIE_SECURE):
        return []
    return [
        Warning(
            "Sign-in cookies may travel without TLS.",
            hint="Serve behind TLS and set LANGFLOW_ACCESS_SECURE and LANGFLOW_REFRESH_SECURE.",
            id="langflow.W004",
        )
    ]


@register(Tags.urls)
def frontend_without_a_page(app_configs: Any, **facts: Any) -> list[CheckMessage]:
    folder = settings.LANGFLOW.FRONTEND_PATH
    if folder is None or (folder / "index.html").is_file():
        return []
    return [
        Error(
            f"LANGFLOW_FRONTEND_PATH names {folder}, where no index.html is.",
            hint="Name the folder of a build of the editor.",
            id="langflow.E005",
        )
    ]
