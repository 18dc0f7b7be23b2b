"""What the host hands to components besides the engine's ports."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from execution.runtime.code_runs import ConfinedCode
from execution.runtime.databases import GuardedDatabases
from execution.runtime.web import GuardedWeb

HOST_SERVICES: Mapping[str, Any] = MappingProxyType(
    {"code": ConfinedCode(), "databases": GuardedDatabases(), "web": GuardedWeb()}
)

STRANGERS_SERVICES: Mapping[str, Any] = MappingProxyType({"web": HOST_SERVICES["web"]})
"""The same for runs that strangers start: neither files nor databases nor code."""
