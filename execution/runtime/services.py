"""What the host hands to components besides the engine's ports."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from execution.runtime.databases import GuardedDatabases
from execution.runtime.web import GuardedWeb

HOST_SERVICES: Mapping[str, Any] = MappingProxyType({"databases": GuardedDatabases(), "web": GuardedWeb()})
