"""Older components give one tool by hand: its name, what it takes, and the search behind it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from execution.engine.errors import EngineError
from execution.engine.toolkit import Tool, ToolFailed, as_langchain_tools
from execution.engine.values.json_values import to_json_value


def search_tool(
    name: str,
    description: str,
    ask: Callable[[str], Awaitable[Any]],
    *,
    argument: str = "query",
    meaning: str = "What to look for.",
) -> Any:
    """Return a tool that takes one text, as langchain knows tools. Call it on the event loop of the run."""

    async def call(arguments: Mapping[str, Any]) -> Any:
        try:
            found = await ask(str(arguments.get(argument) or ""))
        except EngineError as error:
            raise ToolFailed(reason=str(error)) from error
        return to_json_value(found)

    parameters = {
        "type": "object",
        "properties": {argument: {"type": "string", "description": meaning}},
        "required": [argument],
    }
    (tool,) = as_langchain_tools([Tool(name=name, tag=name, description=description, parameters=parameters, call=call)])
    return tool
