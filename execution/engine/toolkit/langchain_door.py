"""The one door through which langchain-core enters the engine: when a component is first used as a tool."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterable, Mapping
from typing import Any

from execution.engine.toolkit.errors import ToolFailed
from execution.engine.toolkit.tool import Tool
from execution.engine.values.errors import ExtraNotInstalled

EXTRA = "agents"


class ToolLoopBlocked(RuntimeError):
    """A tool was called without awaiting it, on the very event loop that would have to answer."""

    def __init__(self) -> None:
        super().__init__("A tool that is called on the event loop has to be awaited: use ainvoke instead of invoke.")


def as_langchain_tools(tools: Iterable[Tool]) -> list[Any]:
    """Return the tools as langchain's. Call it on the event loop of the run. Raises ExtraNotInstalled."""
    core = _core_tools()
    return [_as_langchain_tool(core, tool) for tool in tools]


def tool_of_langchain(tool: Any) -> Tool:
    """Return a langchain tool as ours; what it raises becomes ToolFailed."""

    async def call(arguments: Mapping[str, Any]) -> Any:
        try:
            return await tool.ainvoke(dict(arguments))
        except Exception as error:  # a tool may raise anything; the model reads it and may try otherwise
            raise ToolFailed(reason=str(error) or type(error).__name__) from error

    schema = tool.tool_call_schema
    return Tool(
        name=tool.name,
        tag=str((tool.tags or [tool.name])[0]),
        description=tool.description,
        parameters=schema if isinstance(schema, dict) else schema.model_json_schema(),
        call=call,
    )


def described_tool(tool: Any) -> dict[str, Any]:
    """Return a langchain tool, or what stands in for one, as OpenAI's models are told about it; others take it, too."""
    if isinstance(tool, dict):
        return tool
    schema = getattr(tool, "tool_call_schema", None)
    if schema is None:
        parameters = {"type": "object", "properties": getattr(tool, "args", None) or {}}
    else:
        parameters = schema if isinstance(schema, dict) else schema.model_json_schema()
    told = {"name": tool.name, "description": tool.description, "parameters": parameters}
    return {"type": "function", "function": told}


def _core_tools() -> Any:
    try:
        return importlib.import_module("langchain_core.tools")
    except ModuleNotFoundError as error:
        raise ExtraNotInstalled(package="langchain-core", extra=EXTRA) from error


def _as_langchain_tool(core: Any, tool: Tool) -> Any:
    loop = asyncio.get_running_loop()

    async def call(**arguments: Any) -> Any:
        return await _call(core, tool, arguments)

    def call_from_thread(**arguments: Any) -> Any:
        if _is_running_on(loop):
            raise ToolLoopBlocked
        return asyncio.run_coroutine_threadsafe(_call(core, tool, arguments), loop).result()

    return core.StructuredTool(
        name=tool.name,
        description=tool.description,
        args_schema=dict(tool.parameters),
        func=call_from_thread,
        coroutine=call,
        tags=[tool.tag],
        handle_tool_error=True,
    )


async def _call(core: Any, tool: Tool, arguments: Mapping[str, Any]) -> Any:
    try:
        return await tool.call(arguments)
    except ToolFailed as error:
        raise core.ToolException(str(error)) from error


def _is_running_on(loop: asyncio.AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:  # no loop in this thread
        return False
