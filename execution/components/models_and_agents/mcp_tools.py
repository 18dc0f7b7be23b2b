"""MCP Tools: the tools of one of the user's MCP servers, one called by the flow or all of them by an agent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from execution.components.mcp_arguments import argument_fields, arguments_from
from execution.components.mcp_servers import (
    McpChoice,
    McpError,
    McpServerUnknown,
    McpTool,
    McpToolNotChosen,
    McpToolUnknown,
    mcp_servers_of,
)
from execution.engine.component import Component, Node
from execution.engine.events import Event, ToolEnded, ToolStarted
from execution.engine.fields import (
    BoolInput,
    DictInput,
    DropdownInput,
    McpInput,
    MessageTextInput,
    Output,
)
from execution.engine.toolkit import ROWS_FIELD, Tool, ToolFailed, usable_name
from execution.engine.values import DataFrame

Json = dict[str, Any]

SERVER, TOOL, TOOL_MODE = "mcp_server", "tool", "tool_mode"


class MCPTools(Component):
    """Call a tool of an MCP server, or hand its tools to an agent."""

    display_name = "MCP Tools"
    description = "Uses the tools of an MCP server."
    documentation = "https://docs.langflow.org/mcp-tools"
    icon = "Mcp"
    extra = "mcp"
    is_trusted_only = True

    inputs = [
        McpInput(
            name=SERVER, display_name="MCP Server", info="One of the servers in your settings.", real_time_refresh=True
        ),
        BoolInput(
            name="use_cache",
            display_name="Use Cached Server",
            info="Take the tools that the server had when it was connected, without asking again.",
            advanced=True,
        ),
        BoolInput(
            name="verify_ssl",
            display_name="Verify SSL Certificate",
            info="Off only for servers of your own whose certificate nobody signed.",
            value=True,
            advanced=True,
        ),
        DictInput(
            name="headers",
            display_name="Headers",
            info="Sent with every request to the server; they win over the headers of the settings.",
            is_list=True,
            advanced=True,
        ),
        DropdownInput(
            name=TOOL,
            display_name="Tool",
            info="The tool to call; its arguments appear as fields.",
            placeholder="Select a tool",
            required=True,
            show=False,
            real_time_refresh=True,
        ),
        MessageTextInput(
            name="tool_placeholder",
            display_name="Tool Placeholder",
            info="Makes the node's tool mode possible.",
            show=False,
            tool_mode=True,
        ),
    ]
    outputs = [Output(name="response", display_name="Response", method="build_output", types=["DataFrame"])]

    mcp_server: Any
    use_cache: bool
    verify_ssl: bool
    headers: Mapping[str, Any]
    tool: str | None

    async def build_output(self) -> DataFrame:
        """Call the chosen tool and return a row for each thing that it answers."""
        choice = self._choice()
        tool = await self._chosen_tool(choice)
        arguments = arguments_from(self.values, tool.parameters, taken=OWN_FIELDS)
        answer = await mcp_servers_of(self.run).call(choice, self.run, tool.name, arguments)
        table = DataFrame([_row(item) for item in answer.items])
        self.status = table
        return table

    async def _chosen_tool(self, choice: McpChoice) -> McpTool:
        tools = {tool.name: tool for tool in await self._tools(choice)}
        if not self.tool:
            raise McpToolNotChosen(server=choice.name)
        if self.tool not in tools:
            raise McpToolUnknown(server=choice.name, tool=self.tool, known=", ".join(tools) or "none")
        return tools[self.tool]

    async def _tools(self, choice: McpChoice) -> list[McpTool]:
        return await mcp_servers_of(self.run).tools(choice, self.run, from_cache=bool(self.use_cache))

    def _choice(self) -> McpChoice:
        """Return the chosen server; raise McpServerUnknown where none is."""
        return self._choice_in(self.mcp_server)

    def _choice_in(self, value: Any) -> McpChoice:
        name = value.get("name") if isinstance(value, Mapping) else value
        if not name:
            raise McpServerUnknown(server="")
        config = value.get("config") if isinstance(value, Mapping) else None
        return McpChoice(
            name=str(name),
            config=config if isinstance(config, Mapping) else {},
            headers={str(header): str(text) for header, text in (self.headers or {}).items() if header},
            verify_tls=bool(self.verify_ssl),
        )

    # --- in the editor ----------------------------------------------------------------------------------------------

    async def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Offer the tools of the server, and give the node the arguments of the chosen one as fields."""
        if field_name == TOOL_MODE:
            return self._switched(build_config, is_tool=bool(field_value))
        if field_name == SERVER:
            return await self._with_server(build_config, field_value)
        if field_name == TOOL and _is_chosen(self.mcp_server):
            return await self._with_tool(build_config, field_value)
        return build_config

    def _switched(self, build_config: Node, *, is_tool: bool) -> Node:
        kept = _without_arguments(build_config) if is_tool else build_config
        kept[TOOL]["show"] = not is_tool and _is_chosen(self.mcp_server)
        return kept

    async def _with_server(self, build_config: Node, value: Any) -> Node:
        kept = _without_arguments(build_config)
        is_chosen = _is_chosen(value)
        names = [tool.name for tool in await self._tools(self._choice_in(value))] if is_chosen else []
        kept[TOOL] |= {"options": names, "value": "", "show": is_chosen and ROWS_FIELD not in kept}
        return kept

    async def _with_tool(self, build_config: Node, name: Any) -> Node:
        tools = await self._tools(self._choice())
        kept = _without_arguments(build_config)
        kept[TOOL]["options"] = [tool.name for tool in tools]
        tool = next((tool for tool in tools if tool.name == name), None)
        if tool is None:
            return kept
        fields = {field.name: field.to_template() for field in argument_fields(tool.parameters, taken=OWN_FIELDS)}
        for field, template in fields.items():
            held = build_config.get(field)
            if isinstance(held, dict) and held.get("value"):
                template["value"] = held["value"]
        return {**kept, **fields}

    # --- as a tool --------------------------------------------------------------------------------------------------

    async def offered_tools(self) -> list[Tool]:
        """Return the tools of the server; none before it is chosen."""
        if not _is_chosen(self.mcp_server):
            return []
        choice = self._choice()
        return [self._as_tool(choice, tool) for tool in await self._tools(choice)]

    def _as_tool(self, choice: McpChoice, tool: McpTool) -> Tool:
        return Tool(
            name=usable_name(tool.name),
            tag=tool.name,
            description=tool.description,
            parameters={"properties": {}, **tool.parameters, "type": "object"},
            call=partial(self._call, choice, tool.name),
        )

    async def _call(self, choice: McpChoice, tool: str, arguments: Mapping[str, Any]) -> str:
        self._tell(ToolStarted(vertex_id=self.vertex.id))
        try:
            answer = await mcp_servers_of(self.run).call(choice, self.run, tool, arguments)
        except McpError as error:
            raise ToolFailed(reason=str(error)) from error
        finally:
            self._tell(ToolEnded(vertex_id=self.vertex.id))
        if answer.is_error:
            raise ToolFailed(reason=answer.text)
        return answer.text

    def _tell(self, event: Event) -> None:
        if self.run.emit is not None:
            self.run.emit(event)


OWN_FIELDS = frozenset({*MCPTools.input_by_name, ROWS_FIELD, TOOL_MODE, "code", "_type"})
"""What stands in the node's template besides arguments."""


def _is_chosen(value: Any) -> bool:
    return bool(value.get("name") if isinstance(value, Mapping) else value)


def _without_arguments(build_config: Node) -> Node:
    return {name: field for name, field in build_config.items() if name in OWN_FIELDS}


def _row(item: Json) -> Json:
    """Return the row for one thing that a tool answered: of a text that is JSON what it says."""
    if item.get("type") != "text":
        return item
    try:
        parsed = json.loads(item["text"])
    except ValueError:
        return item
    return parsed if isinstance(parsed, dict) else {"type": "text", "text": item["text"], "parsed_value": parsed}
