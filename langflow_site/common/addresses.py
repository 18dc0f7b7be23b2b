"""Which addresses this server may connect to. Pure: resolving and connecting are http.py's work."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from langflow_site.common.errors import ServerError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Azure answers instance metadata on an address that looks public; every other cloud uses link-local ones.
METADATA_ADDRESSES = frozenset({ipaddress.ip_address("168.63.129.16")})
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class OutboundRefused(ServerError):
    """A run asked for an address that this server does not connect to. The address itself is not told."""

    status_code = 400
    code = "outbound_refused"
    message = (
        "This server does not connect to '{host}': it is {kind}. "
        "The operator can allow it by LANGFLOW_SSRF_ALLOWED_HOSTS."
    )


class HostUnknown(ServerError):
    """The name does not resolve."""

    status_code = 502
    code = "host_unknown"
    message = "The host '{host}' cannot be found."


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundPolicy:
    """The operator's rules; `permitted` applies them to a name and what it resolves to."""

    allowed_hosts: tuple[str, ...] = ()
    """Names, `*.suffix` patterns, addresses and networks that are never refused."""
    loopback_allowed: bool = False
    enabled: bool = True

    def permitted(self, host: str, addresses: Iterable[str]) -> list[str]:
        """Return the addresses to try, in their order; raise OutboundRefused when none is left."""
        found = list(addresses)
        if not found:
            raise HostUnknown(host=host)
        if not self.enabled or self._names(host):
            return found
        kinds = {address: self._refusal(_parsed(address)) for address in found}
        allowed = [address for address, kind in kinds.items() if kind is None]
        if not allowed:
            raise OutboundRefused(host=host, kind=kinds[found[0]])
        return allowed

    def _names(self, host: str) -> bool:
        name = host.lower().rstrip(".")
        return any(_matches(name, pattern.lower()) for pattern in self.allowed_hosts)

    def _refusal(self, address: Address) -> str | None:
        """Return why the address is refused, or None."""
        inner = _embedded(address)
        if self._lists(address) or self._lists(inner):
            return None
        if inner.is_loopback:
            return None if self.loopback_allowed else "this machine itself"
        return kind_of(inner)

    def _lists(self, address: Address) -> bool:
        return any(address in network for network in map(_network, self.allowed_hosts) if network is not None)


def kind_of(address: Address) -> str | None:
    """Return what makes the address unfit for outbound requests; None for a public one."""
    if address in METADATA_ADDRESSES or address.is_link_local:
        return "a link-local or cloud metadata address"
    if address.is_loopback or address.is_unspecified:
        return "this machine itself"
    if address.is_multicast or not address.is_global:
        return "in a private or reserved network"
    return None


def is_address(host: str) -> bool:
    """Is it an address already, so that there is nothing to resolve?"""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _parsed(address: str) -> Address:
    return ipaddress.ip_address(address.partition("%")[0])


def _embedded(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address carries, else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _matches(name: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return name.endswith(pattern[1:])
    return name == pattern.rstrip(".")


def _network(pattern: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Return the pattern as a network; None if it is a name."""
    try:
        return ipaddress.ip_network(pattern, strict=False)
    except ValueError:
        return None
