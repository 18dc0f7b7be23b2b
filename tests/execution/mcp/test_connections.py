"""Servers as flows reach them: real programs and HTTP, kept for a while, closed in order."""

import asyncio
import json
import sys
from typing import Any

import pytest

from accounts.encryption import encrypt
from execution.components.mcp_servers import (
    McpChoice,
    McpCommandRefused,
    McpServerFailed,
    McpServerSilent,
    McpServerUnknown,
    McpToolFailed,
)
from execution.runtime.editing import editing_context
from execution.runtime.mcp import connections
from execution.runtime.mcp.servers import UserMcpServers, connected
from langflow_site.common.addresses import OutboundRefused
from tests.execution.mcp.conftest import COMMAND, NAME, is_alive
from tests.execution.mcp.tool_server import PATH
from tests.live_server import free_port

pytestmark = pytest.mark.django_db

servers = UserMcpServers()
TOOLS = McpChoice(name=NAME)


async def call(run: Any, tool: str, *, choice: McpChoice = TOOLS, **arguments: Any) -> Any:
    return await servers.call(choice, run, tool, arguments)


async def told(run: Any, tool: str, *, choice: McpChoice = TOOLS, **arguments: Any) -> Any:
    return json.loads((await call(run, tool, choice=choice, **arguments)).text)


async def process_of(run: Any, choice: McpChoice = TOOLS) -> int:
    return int((await told(run, "environment", choice=choice))["pid"])


async def test_a_program_tells_its_tools(command, alices_run):
    tools = {tool.name: tool for tool in await servers.tools(TOOLS, alices_run)}
    assert tools["add"].description == "Add two numbers."
    assert tools["add"].parameters["required"] == ["a", "b"]


async def test_a_tool_answers(command, alices_run):
    answer = await call(alices_run, "add", a=2, b=3)
    assert (answer.text, answer.is_error) == ("5", False)


async def test_a_tool_that_fails_answers_why(command, alices_run):
    answer = await call(alices_run, "fail", why="no reason")
    assert answer.is_error
    assert "no reason" in answer.text


async def test_servers_over_http_answer_by_their_transport(add, alice, alices_run, web_server):
    url, mode = web_server
    await add(url=url)
    found = await connected(TOOLS, alice.pk, alices_run.variables)
    assert found.mode == mode
    assert (await call(alices_run, "add", a=2, b=3)).text == "5"


async def test_headers_of_the_flow_win_over_those_of_the_settings(add, alices_run, web_server):
    await add(url=web_server[0], headers={"X-One": "stored", "X-Two": "stored"})
    seen = await told(alices_run, "headers_seen", choice=McpChoice(name=NAME, headers={"X-Two": "flow"}))
    assert (seen["x-one"], seen["x-two"]) == ("stored", "flow")


async def test_values_that_name_a_variable_stand_for_it(add, alice, alices_run, web_server):
    await alice.variables.acreate(name="TOKEN", encrypted_value=encrypt("secret token"), type="Credential")
    await add(url=web_server[0], headers={"Authorization": "TOKEN"})
    assert (await told(alices_run, "headers_seen"))["authorization"] == "secret token"


async def test_a_program_gets_nothing_of_the_servers_environment_but_what_is_allowed(
    add, alices_run, monkeypatch, langflow
):
    for name in ("LANGFLOW_SECRET_KEY", "ALLOWED", "OTHER"):
        monkeypatch.setenv(name, name.lower())
    langflow(MCP_STDIO_ENVIRONMENT=("ALLOWED",))
    await add(**COMMAND, env={"OWN": "value"})
    found = (await told(alices_run, "environment"))["environment"]
    assert (found["ALLOWED"], found["OWN"]) == ("allowed", "value")
    assert not found.keys() & {"LANGFLOW_SECRET_KEY", "OTHER"}


async def test_runs_of_a_user_share_a_connection(command, alices_run):
    first, second = await asyncio.gather(process_of(alices_run), process_of(alices_run))
    assert first == second


async def test_calls_at_the_same_time_do_not_wait_for_each_other(command, alices_run):
    slow = asyncio.create_task(call(alices_run, "sleep", seconds=30))
    await call(alices_run, "add", a=1, b=1)
    assert not slow.done()
    slow.cancel()


async def test_another_user_has_a_connection_of_his_own(add, bob, alices_run):
    await add()
    await add(user=bob)
    assert await process_of(alices_run) != await process_of(editing_context(bob.pk))


async def test_a_program_ends_when_nobody_has_used_it_for_a_while(command, alices_run, langflow):
    langflow(MCP_IDLE_SECONDS=0.1)
    process = await process_of(alices_run)
    assert not await is_alive(process, within=10)


async def test_programs_end_with_the_server(command, alices_run):
    process = await process_of(alices_run)
    await connections().close()
    assert not await is_alive(process, within=0.5)


async def test_a_user_keeps_only_so_many_connections(add, alices_run, langflow):
    langflow(MCP_CONNECTIONS_PER_USER=1)
    await add()
    await add("more", **COMMAND, env={"NUMBER": "2"})
    first = await process_of(alices_run)
    await process_of(alices_run, McpChoice(name="more"))
    assert not await is_alive(first, within=10)


async def test_a_program_that_has_died_is_started_again(command, alices_run):
    first = await process_of(alices_run)
    with pytest.raises(McpToolFailed, match="The tool 'die' of the MCP server 'tools' failed"):
        await call(alices_run, "die", words="")
    assert await process_of(alices_run) != first


async def test_a_command_that_does_not_start_is_told_with_its_last_words(add, alices_run):
    await add(command=sys.executable, args=[PATH, "--broken"])
    with pytest.raises(McpServerFailed, match="'tools' cannot be used: the tools for tests are out of order"):
        await servers.tools(TOOLS, alices_run)


async def test_a_command_that_does_not_exist_is_told(add, alices_run):
    await add(command="/no/such/program")
    with pytest.raises(McpServerFailed, match="No such file"):
        await servers.tools(TOOLS, alices_run)


async def test_nobody_there_is_told(add, alices_run):
    await add(url=f"http://127.0.0.1:{free_port()}/mcp")
    with pytest.raises(McpServerFailed, match="'tools' cannot be used"):
        await servers.tools(TOOLS, alices_run)


async def test_a_server_that_says_nothing_is_given_up(add, alices_run, langflow):
    langflow(MCP_CONNECT_SECONDS=0.3)
    await add(command=sys.executable, args=["-c", "import time; time.sleep(60)"])
    with pytest.raises(McpServerSilent, match=r"did not answer within 0\.3 seconds"):
        await servers.tools(TOOLS, alices_run)


async def test_a_tool_that_takes_too_long_is_given_up(command, alices_run, langflow):
    await servers.tools(TOOLS, alices_run)
    langflow(MCP_TOOL_SECONDS=0.2)
    with pytest.raises(McpToolFailed, match=r"there was no answer within 0\.2 seconds"):
        await call(alices_run, "sleep", seconds=30)
    assert (await call(alices_run, "sleep", seconds=0)).text == "awake"


async def test_private_addresses_are_refused(add, alices_run):
    await add(url="http://169.254.169.254/mcp")
    with pytest.raises((McpServerFailed, OutboundRefused), match="does not connect to '169"):
        await servers.tools(TOOLS, alices_run)


@pytest.mark.parametrize("allowed", ["off", "superusers"])
async def test_commands_do_not_start_for_whom_the_operator_does_not_allow_it(command, alices_run, langflow, allowed):
    langflow(MCP_STDIO=allowed)
    with pytest.raises(McpCommandRefused):
        await servers.tools(TOOLS, alices_run)


async def test_servers_of_others_do_not_exist(add, bob, alices_run):
    await add(user=bob)
    with pytest.raises(McpServerUnknown, match="There is no MCP server 'tools'"):
        await servers.tools(TOOLS, alices_run)


@pytest.mark.usefixtures("_connections_end")
async def test_a_flow_may_bring_an_address_but_no_command(alices_run, web_server):
    with pytest.raises(McpServerUnknown):
        await servers.tools(McpChoice(name="new", config=COMMAND), alices_run)
    assert await servers.tools(McpChoice(name="new", config={"url": web_server[0]}), alices_run)
