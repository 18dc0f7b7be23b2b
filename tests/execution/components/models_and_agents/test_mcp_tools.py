"""MCP Tools over a service in memory; tests/execution/mcp has real servers."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from execution.components.mcp_servers import (
    SERVICE,
    McpAnswer,
    McpChoice,
    McpServerUnknown,
    McpTool,
    McpToolFailed,
    McpToolNotChosen,
    McpToolUnknown,
    McpUnavailable,
)
from execution.components.models_and_agents.mcp_tools import MCPTools
from execution.engine.fields import InputInvalid
from execution.engine.refreshing import refreshed_node
from execution.engine.template import node_of
from execution.engine.toolkit import ToolFailed
from execution.engine.values import Data, Message
from tests.execution.components.running import Bench, edit_context

SERVER = {"name": "tools", "config": {}}
SHOUT = McpTool(
    name="shout",
    description="Say it loud",
    parameters={
        "type": "object",
        "properties": {
            "text": {"type": "string", "description": "What to say"},
            "times": {"type": "integer", "default": 1},
            "tool": {"type": "string"},
            "loud": {"type": "boolean"},
            "words": {"type": "array", "items": {"type": "string"}},
            "more": {"$ref": "#/$defs/More"},
            "level": {"anyOf": [{"type": "number"}, {"type": "null"}]},
            "colour": {"type": "string", "enum": ["red", "blue"]},
        },
        "required": ["text"],
        "$defs": {"More": {"type": "object"}},
    },
)
QUIET = McpTool(name="be quiet", description="", parameters={"type": "object"})


class MemoryServers:
    """One server with two tools; answers are what the test says, calls are remembered."""

    def __init__(self, *items: Any, is_error: bool = False) -> None:
        self.answer = McpAnswer(items=items, is_error=is_error)
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.choices: list[McpChoice] = []

    async def tools(self, choice: McpChoice, run: Any, *, from_cache: bool = False) -> list[McpTool]:
        self.choices.append(choice)
        if choice.name != "tools":
            raise McpServerUnknown(server=choice.name)
        return [SHOUT, QUIET]

    async def call(self, choice: McpChoice, run: Any, tool: str, arguments: Mapping[str, Any]) -> McpAnswer:
        self.calls.append((tool, arguments))
        if arguments.get("text") == "break":
            raise McpToolFailed(server=choice.name, tool=tool, reason="broken")
        return self.answer


def text(said: str) -> dict[str, Any]:
    return {"type": "text", "text": said, "annotations": None, "meta": None}


def bench(servers: MemoryServers | None = None, **values: Any) -> Bench:
    made = Bench(MCPTools, **{"mcp_server": SERVER, "tool": "shout", **values})
    made.context.user_id = "somebody"
    made.context.services = {SERVICE: servers or MemoryServers()}
    return made


async def rows(*items: Any) -> Any:
    return (await bench(MemoryServers(*items), text="hi").give("response")).to_wire()


async def arguments(**values: Any) -> Any:
    servers = MemoryServers()
    await bench(servers, **values).give("response")
    return servers.calls[0][1]


async def test_a_text_is_a_row() -> None:
    assert await rows(text("HI")) == [text("HI")]


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ({"a": 1}, {"a": 1}),
        ([1, 2], {"type": "text", "text": "[1, 2]", "parsed_value": [1, 2]}),
        (42, {"type": "text", "text": "42", "parsed_value": 42}),
    ],
)
async def test_a_text_that_is_json_is_what_it_says(said: Any, row: Any) -> None:
    assert await rows(text(json.dumps(said))) == [row]


async def test_an_image_keeps_its_parts() -> None:
    image = {"type": "image", "data": "aGk=", "mimeType": "image/png"}
    assert await rows(image) == [image]


async def test_empty_fields_are_left_out_and_a_required_text_is_not() -> None:
    assert await arguments(text="", times="", colour="") == {"text": ""}


async def test_arguments_have_the_types_that_the_tool_wants() -> None:
    found = await arguments(
        text=Message(text="hi"), times="3", loud="true", words='["a", "b"]', more='{"x": 1}', level="0.5"
    )
    assert found == {"text": "hi", "times": 3, "loud": True, "words": ["a", "b"], "more": {"x": 1}, "level": 0.5}


async def test_a_plain_text_is_the_one_item_of_a_list_and_a_record_an_object() -> None:
    assert await arguments(words="one", more=Data(data={"x": 1})) == {"words": ["one"], "more": {"x": 1}}


async def test_an_argument_that_is_called_like_a_field_has_a_field_of_its_own() -> None:
    assert await arguments(tool_argument="hammer") == {"tool": "hammer"}


@pytest.mark.parametrize("wrong", [{"times": "three"}, {"words": "[1,"}, {"more": "[1]"}])
async def test_a_value_that_the_argument_cannot_hold_is_told_by_its_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputInvalid, match=f"The field '{next(iter(wrong))}' needs"):
        await arguments(**wrong)


async def test_what_is_missing_is_told_with_the_server() -> None:
    with pytest.raises(McpToolUnknown, match=r"'tools' has no tool 'whisper'\. It has: shout, be quiet"):
        await bench(tool="whisper").give("response")
    with pytest.raises(McpToolNotChosen, match="'tools'"):
        await bench(tool="").give("response")
    with pytest.raises(McpServerUnknown, match="'others'"):
        await bench(mcp_server={"name": "others"}).give("response")


async def test_a_host_without_servers_says_so() -> None:
    made = bench()
    made.context.services = {}
    with pytest.raises(McpUnavailable):
        await made.give("response")


async def test_headers_and_certificates_are_the_nodes_choice() -> None:
    servers = MemoryServers()
    await bench(servers, headers=[{"key": "X-One", "value": "1"}], verify_ssl=False).give("response")
    assert servers.choices[0].headers == {"X-One": "1"}
    assert not servers.choices[0].verify_tls


# --- as tools ---


async def tools_of(made: Bench) -> dict[str, Any]:
    return {tool.name: tool for tool in await made.component.offered_tools()}


async def test_an_agent_gets_every_tool_as_its_server_describes_it() -> None:
    tools = await tools_of(bench())
    assert list(tools) == ["shout", "be_quiet"]
    assert tools["shout"].description == "Say it loud"
    assert tools["shout"].parameters["properties"]["text"] == {"type": "string", "description": "What to say"}
    assert tools["be_quiet"].parameters == {"type": "object", "properties": {}}


async def test_before_a_server_is_chosen_there_are_no_tools() -> None:
    assert await tools_of(bench(mcp_server={})) == {}


async def test_a_model_reads_texts_and_of_bytes_their_kind() -> None:
    servers = MemoryServers(text("one"), {"type": "image", "data": "aGk=", "mimeType": "image/png"})
    assert await (await tools_of(bench(servers)))["shout"].call({"text": "hi"}) == "one\n[image/png]"
    assert servers.calls == [("shout", {"text": "hi"})]


async def test_a_model_reads_what_is_wrong() -> None:
    with pytest.raises(ToolFailed, match=r"^too loud$"):
        await (await tools_of(bench(MemoryServers(text("too loud"), is_error=True))))["shout"].call({"text": "hi"})
    with pytest.raises(ToolFailed, match="The tool 'shout' of the MCP server 'tools' failed: broken"):
        await (await tools_of(bench()))["shout"].call({"text": "break"})


# --- in the editor ---


async def changed(field: str, value: Any, node: Any = None, **options: Any) -> Any:
    run = edit_context(user_id="somebody")
    run.services = {SERVICE: MemoryServers()}
    template = (node or node_of(MCPTools))["template"]
    if field in template:
        template[field]["value"] = value
    return await refreshed_node(MCPTools, template=template, field=field, value=value, run=run, **options)


def arguments_in(node: Any) -> dict[str, Any]:
    return {name: field for name, field in node["template"].items() if name in {"text", "times", "tool_argument"}}


async def test_a_server_offers_its_tools() -> None:
    field = (await changed("mcp_server", SERVER))["template"]["tool"]
    assert (field["options"], field["value"], field["show"]) == (["shout", "be quiet"], "", True)


async def test_a_tool_brings_its_arguments_as_fields() -> None:
    node = await changed("tool", "shout", await changed("mcp_server", SERVER))
    fields = arguments_in(node)
    assert (fields["text"]["required"], fields["text"]["info"]) == (True, "What to say")
    assert (fields["times"]["required"], fields["times"]["value"]) == (False, "1")
    assert node["template"]["colour"]["options"] == ["red", "blue"]


async def test_another_tool_or_server_takes_them_away() -> None:
    node = await changed("tool", "shout", await changed("mcp_server", SERVER))
    assert not arguments_in(await changed("tool", "be quiet", node))
    assert not arguments_in(await changed("mcp_server", SERVER, node))


async def test_values_of_arguments_stay() -> None:
    node = await changed("tool", "shout", await changed("mcp_server", SERVER))
    node["template"]["text"]["value"] = "hello"
    assert (await changed("tool", "shout", node))["template"]["text"]["value"] == "hello"


async def test_without_a_server_there_is_no_tool_to_choose() -> None:
    node = await changed("mcp_server", {}, await changed("mcp_server", SERVER))
    assert not node["template"]["tool"]["show"]


async def test_tool_mode_shows_the_tools_in_the_place_of_one() -> None:
    node = await changed("tool", "shout", await changed("mcp_server", SERVER))
    node = await changed("tool_mode", True, node, tool_mode=True)
    assert [output["name"] for output in node["outputs"]] == ["component_as_tool"]
    assert [row["name"] for row in node["template"]["tools_metadata"]["value"]] == ["shout", "be_quiet"]
    assert not node["template"]["tool"]["show"]
    assert not arguments_in(node)
    back = await changed("tool_mode", False, node)
    assert back["template"]["tool"]["show"]
