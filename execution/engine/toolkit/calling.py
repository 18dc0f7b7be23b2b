"""The outputs of a component as tools: each call runs one output's method with the agent's arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from execution.engine.events import Event, ToolEnded, ToolStarted
from execution.engine.fields import Input, Output
from execution.engine.toolkit.arguments import accepted_arguments, argument_fields, parameters_for
from execution.engine.toolkit.errors import ToolFailed
from execution.engine.toolkit.rows import ROWS_FIELD, tags_of, usable_name
from execution.engine.toolkit.tool import Tool
from execution.engine.values import Data, Message
from execution.engine.values.json_values import to_json_value

if TYPE_CHECKING:
    from execution.engine.component import Component

TOOL_OUTPUT = Output(name="component_as_tool", display_name="Toolset", method="to_toolkit", types=["Tool"])
"""What a component gives instead of its own outputs when its node is in tool mode."""


def tools_of_outputs(component: Component) -> list[Tool]:
    """Return one tool for each method that makes an output with `tool_mode`."""
    return [tool_of_output(component, output) for output in _callable_outputs(component)]


async def tools_shown(component: Component) -> list[dict[str, Any]]:
    """Return name, description and tags of what the component would be as tools; none where it cannot tell."""
    try:
        tools = await component.offered_tools() or tools_of_outputs(component)
    except Exception:  # noqa: BLE001  # the vertex has done its work; this is only shown beside it
        return []
    return [{"name": tool.name, "description": tool.description, "tags": [tool.tag]} for tool in tools]


def _callable_outputs(component: Component) -> list[Output]:
    """Return the node's own outputs; in tool mode those that its table of tools names; else the declared ones."""
    names = set(component.vertex.output_names) - {TOOL_OUTPUT.name}
    tags = tags_of(component.values.get(ROWS_FIELD))
    known = component.output_by_name.values()
    stated = [output for output in known if (output.name in names if names else output.method in tags)]
    offered = [output for output in stated or component.outputs if output.tool_mode and "Tool" not in output.types]
    return list({output.method: output for output in reversed(offered)}.values())[::-1]


def tool_of_output(component: Component, output: Output) -> Tool:
    """Return the tool that makes the output; its tag is the method's name."""
    fields = argument_fields(type(component), output, fed=component.vertex.sources)

    async def call(arguments: Mapping[str, Any]) -> Any:
        return await _answer(component, output, fields, arguments)

    return Tool(
        name=usable_name(output.method),
        tag=output.method,
        description=component.description,
        parameters=parameters_for(fields, component.values),
        call=call,
    )


async def _answer(component: Component, output: Output, fields: list[Input], arguments: Mapping[str, Any]) -> Any:
    """Run the method on an instance of its own: several calls may be under way at the same time."""
    caller = type(component)()
    emit = component.run.emit or _nobody
    emit(ToolStarted(vertex_id=component.vertex.id))
    try:
        values = {**component.values, **accepted_arguments(fields, arguments)}
        caller.bind(vertex=component.vertex, values=values, run=component.run)
        return await _as_json(await caller.result_of(output))
    except Exception as error:  # a component may raise anything; the model reads it and may try otherwise
        raise ToolFailed(reason=str(error) or type(error).__name__) from error
    finally:
        emit(ToolEnded(vertex_id=component.vertex.id))


def _nobody(event: Event) -> None:
    """Listen to nothing."""


async def _as_json(value: Any) -> Any:
    """Return what a model can read: a message's text, a record's fields, a table's rows."""
    if isinstance(value, Message):
        return await value.collect() if value.is_streaming else value.get_text()
    if isinstance(value, list):
        return [await _as_json(item) for item in value]
    return to_json_value(value.data if isinstance(value, Data) else value)
