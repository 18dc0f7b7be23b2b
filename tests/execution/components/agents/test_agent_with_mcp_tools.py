"""An agent with the tools of an MCP server."""

from dataclasses import replace

import pytest

from execution.components.mcp_servers import SERVICE
from execution.components.models_and_agents.agent import Agent
from execution.components.models_and_agents.mcp_tools import MCPTools
from execution.components.registry import find_component
from execution.engine.plan import compile_plan
from execution.engine.request import RunRequest
from execution.engine.runner import run_plan
from tests.execution.components.models_and_agents.test_mcp_tools import SERVER, MemoryServers, text

TURNS = [[("shout", '{"text": "hey"}')], [("be_quiet", "{}")], "Done"]


@pytest.fixture
def flow(agent_flow):
    made = agent_flow(Agent, TURNS, [MCPTools], add_current_date_tool=False)
    node = next(node for node in made.flow["nodes"] if node["data"]["type"] == "MCPTools")
    node["data"]["node"]["template"]["mcp_server"]["value"] = SERVER
    return made


async def test_it_calls_them_and_reads_what_they_say(flow):
    servers = MemoryServers(text("HEY"))
    request = RunRequest(run_id="run", flow_id="flow", session_id="s", user_id="somebody", input_value="Say hey")
    plan = compile_plan(flow.flow, lambda node: flow.own.get(node.type) or find_component(node))
    outcome = await run_plan(plan, request, replace(flow.host.ports, services={SERVICE: servers}))
    assert not outcome.failures
    assert flow.model.offered == ["shout", "be_quiet"]
    assert servers.calls == [("shout", {"text": "hey"}), ("be quiet", {})]
    assert [message.content for message in flow.model.asked[-1] if message.type == "tool"] == ["HEY", "HEY"]
