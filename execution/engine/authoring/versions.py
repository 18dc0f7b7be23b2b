"""What custom code asks about the server it runs in."""

from __future__ import annotations

from importlib import metadata

RELEASE = "1.8.4"
"""The release whose components this server runs."""


def get_version_info() -> dict[str, str]:
    """Return the release whose behaviour this server has, and its own version."""
    try:
        own = metadata.version("langflow-site")
    except metadata.PackageNotFoundError:
        own = RELEASE
    return {"version": RELEASE, "main_version": RELEASE, "package": "Langflow", "server": own}


def is_astra_cloud_environment() -> bool:
    """Is this DataStax's own cloud? It is not."""
    return False


def raise_error_if_astra_cloud_disable_component(message: str) -> None:  # raised elsewhere only
    """Do nothing: no component is switched off here."""
