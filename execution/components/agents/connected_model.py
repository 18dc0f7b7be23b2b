"""Agents of older flows get their model along an edge and have no other way to choose one."""

from __future__ import annotations

from typing import Any

from execution.components.agents.own_tools import AgentWithOwnTools


class AgentOfConnectedModel(AgentWithOwnTools):
    """Base of the agents with a field `llm`."""

    llm: Any

    def connected_model(self) -> Any:
        return self.llm
