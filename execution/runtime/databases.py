"""Which databases components may reach: none of the server's own, and no address that the guard forbids."""

import ipaddress
import socket
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings

from execution.components.sql_databases import SQLITE, DatabaseAddress, DatabaseRefused
from execution.runtime.own_places import is_own
from langflow_site.common import http
from langflow_site.common.addresses import HostUnknown, OutboundRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

POSTGRESQL = "postgresql"
PORTS = {POSTGRESQL: 5432, "mysql": 3306, "mariadb": 3306, "mssql": 1433, "oracle": 1521}
"""The kinds that are reached by host and port, by SQLAlchemy's names."""
KINDS_BY_ENGINE = {POSTGRESQL: {POSTGRESQL}, "mysql": {"mysql", "mariadb"}}
"""Which of them the server's own database may be, by Django's names."""

# Options by which drivers go elsewhere than to the host that was checked, or read files.
DETOURS = frozenset(
    {"host", "hostaddr", "port", "dbname", "database", "db", "service", "servicefile", "passfile", "unix_socket"}
    | {"read_default_file", "sslkey", "sslcert", "sslrootcert", "ssl_ca", "ssl_cert", "ssl_key", "uri", "dsn"}
    | {"odbc_connect"}
)


class GuardedDatabases:
    """What components get as the service `databases`."""

    def check(self, address: DatabaseAddress) -> None:
        """Raise DatabaseRefused for a database that components must not reach."""
        detours = DETOURS & address.options
        if detours:
            raise DatabaseRefused(reason=f"the option '{min(detours)}' is not allowed")
        if address.kind == SQLITE:
            _check_file(address.path)
        elif address.kind in PORTS and address.host:
            _check_address(address.host, address.port or PORTS[address.kind], address)
        else:
            raise DatabaseRefused(reason=f"a database of the kind '{address.kind}' needs a known kind and a host")


def _check_file(path: str | None) -> None:
    if not path or path == ":memory:":
        return
    if path.startswith("file:"):
        raise DatabaseRefused(reason="name the file by its path, not as a 'file:' address")
    if is_own(Path(path).resolve()):
        raise DatabaseRefused(reason="this file belongs to the server itself")


def _check_address(host: str, port: int, address: DatabaseAddress) -> None:
    found = http.resolved(host, port)
    try:
        http.policy_of_settings().permitted(host, found)
    except (OutboundRefused, HostUnknown) as error:
        raise DatabaseRefused(reason=str(error)) from error
    if _is_own(address.kind, found, port, address.name):
        raise DatabaseRefused(reason="this database belongs to the server itself")


def _is_own(kind: str, addresses: list[str], port: int, name: str | None) -> bool:
    """Is it the server's own database? Its host may have several names, and a socket beside its address."""
    own = settings.DATABASES["default"]
    engine = next((engine for engine, kinds in KINDS_BY_ENGINE.items() if kind in kinds), None)
    if engine is None or engine not in own["ENGINE"] or port != int(own["PORT"] or PORTS[engine]):
        return False
    # A statement in MySQL reaches all databases of its server, so there the name does not matter.
    if engine == POSTGRESQL and unquote(name or "") != (own["NAME"] or own["USER"]):
        return False
    host = str(own["HOST"] or "")
    own_hosts = ["localhost", socket.gethostname()] if not host or host.startswith("/") else [host]
    own_addresses = {_plain(found) for own_host in own_hosts for found in http.resolved(own_host, port)}
    theirs = {_plain(found) for found in addresses}
    return bool(theirs & own_addresses) or (_has_loopback(theirs) and _has_loopback(own_addresses))


def _plain(address: str) -> Address:
    """Return the address as it is met on the network, an IPv4 one also where it is written as IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return getattr(found, "ipv4_mapped", None) or found


def _has_loopback(addresses: set[Address]) -> bool:
    return any(address.is_loopback or address.is_unspecified for address in addresses)
