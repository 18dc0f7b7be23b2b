"""A component's outputs as langchain's tools, for code that makes and renames tools by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from inspect import isawaitable
from typing import Any

from execution.engine.component import Component
from execution.engine.toolkit import as_langchain_tools, chosen, tags_of, tool_of_langchain, tools_of_outputs


class ComponentToolkit:
    """The tools of one component; `metadata` is the node's table of them."""

    def __init__(self, component: Component, metadata: Any = None) -> None:
        self.component = component
        self.metadata = _rows(metadata)

    def get_tools(self, tool_name: str | None = None, tool_description: str | None = None, **_unused: Any) -> list[Any]:
        """Return the tools; a name is for the only one, a description for all."""
        tools = as_langchain_tools(tools_of_outputs(self.component))
        if tool_name and len(tools) == 1:
            tools[0].name = tool_name
        for tool in tools:
            tool.description = tool_description or tool.description
        return tools

    def get_tools_metadata_dictionary(self) -> dict[str, Mapping[str, Any]]:
        """Return the rows of the table by their tags."""
        return dict(zip(tags_of(self.metadata), self.metadata, strict=False))

    def update_tools_metadata(self, tools: Iterable[Any]) -> list[Any]:
        """Return the tools as the table names, describes and switches them."""
        made = {tool_of_langchain(tool).tag: tool for tool in tools}
        kept = chosen([tool_of_langchain(tool) for tool in made.values()], self.metadata)
        for tool in kept:
            made[tool.tag].name, made[tool.tag].description = tool.name, tool.description
        return [made[tool.tag] for tool in kept]


def _rows(metadata: Any) -> list[Mapping[str, Any]]:
    return list(metadata.to_dict("records") if hasattr(metadata, "to_dict") else metadata or [])


def get_component_toolkit() -> type[ComponentToolkit]:
    """Return the class, as existing code asks for it."""
    return ComponentToolkit


async def update_component_build_config(
    component: Component, build_config: dict[str, Any], field_value: Any, field_name: str | None = None
) -> dict[str, Any]:
    """Return the template as another component's hook changes it."""
    changed: Any = component.update_build_config(build_config, field_value, field_name)
    return dict(await changed if isawaitable(changed) else changed)
