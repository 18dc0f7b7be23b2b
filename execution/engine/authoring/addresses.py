"""Addresses: of this machine as containers see it, of databases, and which ones flows had better not ask."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
USER_AGENT = "langflow-site"


class SSRFProtectionError(ValueError):
    """An address leads where flows are not to go."""


def detect_container_environment() -> str | None:
    """Return docker, podman, or None outside of containers, as far as can be seen."""
    if Path("/run/.containerenv").exists():
        return "podman"
    return "docker" if Path("/.dockerenv").exists() else None


def get_container_host() -> str | None:
    """Return the name of the machine around the container; None outside of containers."""
    around = {"docker": "host.docker.internal", "podman": "host.containers.internal"}
    found = detect_container_environment()
    return around[found] if found else None


def transform_localhost_url(url: str | None) -> str | None:
    """Return the address with the machine around the container in place of loopback; outside of one as it is."""
    around = get_container_host()
    if not url or not around:
        return url
    parts = urlsplit(url)
    if parts.hostname not in LOOPBACK:
        return url
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"{around}{port}"))


def transform_connection_string(connection_string: str) -> str:
    """Return a database's address with its password written so that any sign may be in it."""
    scheme, separator, rest = connection_string.partition("://")
    account, at, host = rest.rpartition("@")
    user, colon, password = account.partition(":")
    if not (separator and at and colon):
        return connection_string
    return f"{scheme}://{user}:{quote(unquote(password), safe='')}@{host}"


def get_user_agent() -> str:
    """Return what requests call themselves."""
    return os.environ.get("USER_AGENT") or USER_AGENT


def validate_url_for_ssrf(url: str, *, warn_only: bool = False) -> None:
    """Raise SSRFProtectionError for addresses of private networks and of this machine.

    Where code is isolated the server checks each connection again, whatever the code asked before.
    """
    host = urlsplit(url).hostname
    if not host:
        raise SSRFProtectionError(f"There is no host in {url}.")
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except socket.gaierror as error:
        raise SSRFProtectionError(f"{host} is not known.") from error
    inside = [address for address in found if not ipaddress.ip_address(address.partition("%")[0]).is_global]
    if inside and not warn_only:
        raise SSRFProtectionError(f"{host} is an address of a private network: {inside[0]}.")
