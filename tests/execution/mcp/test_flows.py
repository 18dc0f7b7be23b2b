"""Flows that use MCP servers, by the routes that editors and programs use."""

from typing import Any

import pytest

from execution.catalogue.drawing import Drawing
from flows.models import Flow
from tests.execution.builds.conftest import built
from tests.execution.mcp.conftest import NAME

SERVER = {"name": NAME, "config": {}}


def tool_data(tool: str, **arguments: str) -> dict[str, Any]:
    """MCP Tools with one tool chosen, as the editor saves it."""
    drawing = Drawing()
    drawing.add("MCPTools", "a", at=(0, 0), mcp_server=SERVER, tool=tool)
    template = drawing.data["nodes"][0]["data"]["node"]["template"]
    template["tool"]["show"] = True
    for name, value in arguments.items():
        template[name] = {"name": name, "type": "str", "show": True, "value": value, "_input_type": "MessageTextInput"}
    return drawing.data


@pytest.fixture
async def alices(async_client_of):
    return await async_client_of("alice")


async def outputs_of(client: Any, flow: Flow) -> Any:
    lines = await built(client, flow)
    return next(line["data"]["build_data"] for line in lines if line["event"] == "end_vertex")


async def test_a_flow_calls_a_tool(command, alice, alices):
    flow = await Flow.objects.acreate(user=alice, name="f", data=tool_data("record", words='["a"]'))
    built_vertex = await outputs_of(alices, flow)
    assert built_vertex["valid"], built_vertex
    assert built_vertex["data"]["outputs"]["response"]["message"] == [{"words": ["a"], "headers": "none"}]


@pytest.mark.usefixtures("_connections_end")
async def test_what_goes_wrong_names_the_server(alice, alices):
    flow = await Flow.objects.acreate(user=alice, name="f", data=tool_data("record"))
    built_vertex = await outputs_of(alices, flow)
    assert not built_vertex["valid"]
    assert "There is no MCP server 'tools'" in built_vertex["params"]


async def test_the_editor_gets_the_arguments_of_a_tool(command, alices):
    node = tool_data("add")["nodes"][0]["data"]["node"]
    body = {"code": node["template"]["code"]["value"], "template": node["template"], "field": "tool"}
    answer = await alices.post(
        "/api/v1/custom_component/update", {**body, "field_value": "add"}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    assert {"a", "b"} <= answer.json()["template"].keys()
