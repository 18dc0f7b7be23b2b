"""Names that existing code imports and that cannot be offered: the import itself says why."""

from __future__ import annotations

from collections.abc import Mapping

_FLOWS = "runs other flows, which custom code cannot reach. Connect Run Flow instead."
_GRAPH = "works with the graph of the run, which custom code cannot reach. Connect Loop instead."
_ALTK = "needs parts of the package agent-lifecycle-toolkit that this server does not have. Use Agent instead."
_ASTRA = "needs the package astra-assistants and its own process. Use Agent instead."
_DOCLING = "starts a process with the package docling, which custom code cannot. Use Read File instead."
_AGENTICS = "needs the package agentics-py, for which this server has no component. Use Smart Transform instead."

EVERY_NAME = "*"

CLOSED: Mapping[str, Mapping[str, str]] = {
    "base.agents.altk_base_agent": {EVERY_NAME: _ALTK},
    "base.agents.altk_tool_wrappers": {EVERY_NAME: _ALTK},
    "base.astra_assistants.util": {EVERY_NAME: _ASTRA},
    "base.data.docling_utils": {
        "docling_worker": _DOCLING,
        "_serialize_pydantic_model": _DOCLING,
        "_deserialize_pydantic_model": _DOCLING,
    },
    "base.flow_controls.loop_utils": {EVERY_NAME: _GRAPH},
    "base.tools.flow_tool": {"FlowTool": _FLOWS},
    "base.tools.run_flow": {"RunFlowBaseComponent": _FLOWS},
    "components.agentics.constants": {EVERY_NAME: _AGENTICS},
    "components.agentics.helpers": {EVERY_NAME: _AGENTICS},
    "components.agentics.helpers.llm_factory": {EVERY_NAME: _AGENTICS},
    "components.agentics.helpers.model_config": {EVERY_NAME: _AGENTICS},
    "components.agentics.inputs": {EVERY_NAME: _AGENTICS},
    "components.agentics.inputs.base_component": {EVERY_NAME: _AGENTICS},
}
"""Module below `lfx` or `langflow` -> name -> what its import says."""


def reason_against(module: str, name: str) -> str | None:
    """Return why the name cannot be imported, None where nothing is known against it."""
    names = CLOSED.get(module.partition(".")[2], {})
    return None if name.startswith("__") else names.get(name) or names.get(EVERY_NAME)
