"""Which databases components may reach: none of the server's own, and no address that the guard forbids."""

from pathlib import Path

from django.conf import settings

from execution.components.data_source.sql_component import SQLITE, DatabaseAddress, DatabaseRefused
from langflow_site.common import http
from langflow_site.common.addresses import HostUnknown, OutboundRefused

PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306, "mssql": 1433, "oracle": 1521}
"""The kinds that are reached by host and port, by SQLAlchemy's names."""

# Options by which drivers go elsewhere than to the host that was checked, or read files.
DETOURS = frozenset(
    {"host", "hostaddr", "port", "service", "servicefile", "passfile", "unix_socket", "odbc_connect"}
    | {"read_default_file", "sslkey", "sslcert", "sslrootcert", "ssl_ca", "ssl_cert", "ssl_key", "uri", "dsn"}
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
            _check_address(address.host, address.port or PORTS[address.kind])
        else:
            raise DatabaseRefused(reason=f"a database of the kind '{address.kind}' needs a known kind and a host")


def _check_file(path: str | None) -> None:
    if not path or path == ":memory:":
        return
    if path.startswith("file:"):
        raise DatabaseRefused(reason="name the file by its path, not as a 'file:' address")
    wanted = Path(path).resolve()
    if any(wanted == own or own in wanted.parents for own in _own_places()):
        raise DatabaseRefused(reason="this file belongs to the server itself")


def _check_address(host: str, port: int) -> None:
    try:
        http.policy_of_settings().permitted(host, http.resolved(host, port))
    except (OutboundRefused, HostUnknown) as error:
        raise DatabaseRefused(reason=str(error)) from error


def _own_places() -> list[Path]:
    places = [Path(settings.LANGFLOW.CONFIG_DIR), Path(settings.LANGFLOW.SECRET_KEY_FILE).parent]
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        places.append(Path(str(database["NAME"])))
    return [place.resolve() for place in places]
