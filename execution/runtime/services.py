"""What the host hands to components besides the engine's ports."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from execution.components import knowledge, mcp_servers
from execution.components.model_catalogue import ports as model_catalogue
from execution.components.vector_search import places
from execution.runtime.code_runs import ConfinedCode
from execution.runtime.databases import GuardedDatabases
from execution.runtime.knowledge import StoredKnowledge
from execution.runtime.mcp.servers import UserMcpServers
from execution.runtime.user_models import StoredModelCatalogue
from execution.runtime.vector_places import GuardedPlaces
from execution.runtime.web import GuardedWeb

HOST_SERVICES: Mapping[str, Any] = MappingProxyType(
    {
        "code": ConfinedCode(),
        "databases": GuardedDatabases(),
        knowledge.SERVICE: StoredKnowledge(),
        mcp_servers.SERVICE: UserMcpServers(),
        model_catalogue.SERVICE: StoredModelCatalogue(),
        places.SERVICE: GuardedPlaces(),
        "web": GuardedWeb(),
    }
)

STRANGERS_SERVICES: Mapping[str, Any] = MappingProxyType(
    {name: HOST_SERVICES[name] for name in (knowledge.SERVICE, places.SERVICE, "web")}
)
"""The same for runs that strangers start: neither files nor databases nor code. What is known may be asked."""
