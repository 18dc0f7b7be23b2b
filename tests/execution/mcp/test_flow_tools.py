"""Flows as tools, by the streamable transport: who gets which, and what a call answers."""

import json
import uuid
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.services.api_keys import create_api_key
from execution.catalogue.drawing import Drawing
from flows.models import Flow
from monitor.models import Message
from projects.models import Project
from tests.clients import HeaderClient
from tests.execution.builds.conftest import echo_data, lone_answer_data

GLOBAL = "/api/v1/mcp/streamable"
ACCEPT = {"Accept": "application/json, text/event-stream"}
APIKEY, OPEN = {"auth_type": "apikey"}, {"auth_type": "none"}


@pytest.fixture
async def alices(async_client_of):
    return await async_client_of("alice")


@pytest.fixture
async def bobs(async_client_of):
    return await async_client_of("bob")


@pytest.fixture
def stranger(shared_connection):
    return HeaderClient({})


@pytest.fixture
def project(alice):
    return Project.objects.create(user=alice, name="Tools", auth_settings=APIKEY)


@pytest.fixture
def echo(alice, project, shared_connection):
    return Flow.objects.create(
        user=alice,
        project=project,
        name="Écho 1",
        data=echo_data(),
        mcp_enabled=True,
        action_name="say again",
        action_description="Says it again",
    )


@pytest.fixture
def off(alice, project):
    return Flow.objects.create(user=alice, project=project, name="Off", data=echo_data(), mcp_enabled=False)


def at(project: Project) -> str:
    return f"/api/v1/mcp/project/{project.pk}/streamable"


async def post(client: Any, url: str, method: str, **parameters: Any) -> Any:
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
    return await client.post(url, message, content_type="application/json", headers=ACCEPT)


async def result(client: Any, url: str, method: str, **parameters: Any) -> Any:
    answer = await post(client, url, method, **parameters)
    assert answer.status_code == 200, answer.content
    body = b"".join([piece async for piece in answer.streaming_content]).decode()
    return json.loads(body.partition("data: ")[2])["result"]


async def names(client: Any, url: str) -> list[str]:
    return [tool["name"] for tool in (await result(client, url, "tools/list"))["tools"]]


async def call(client: Any, url: str, name: str, **arguments: Any) -> Any:
    return await result(client, url, "tools/call", name=name, arguments=arguments)


async def test_a_project_offers_its_flows_that_are_tools(alices, project, echo, off):
    (tool,) = (await result(alices, at(project), "tools/list"))["tools"]
    assert (tool["name"], tool["description"]) == ("say_again", "Says it again")
    assert tool["inputSchema"]["properties"]["input_value"]["type"] == "string"
    assert tool["inputSchema"]["required"] == []


async def test_the_server_of_all_offers_every_flow_of_the_caller_by_its_name(alices, bobs, echo, off):
    assert await names(alices, GLOBAL) == ["echo_1", "off"]
    assert await names(bobs, GLOBAL) == []


async def test_tools_of_one_name_are_told_apart(alices, alice, project, echo):
    await Flow.objects.acreate(
        user=alice, project=project, name="e", data=echo_data(), mcp_enabled=True, action_name="say again"
    )
    assert await names(alices, at(project)) == ["say_again", "say_again_2"]


async def test_a_flow_without_a_name_that_clients_take_has_one_made_of_its_id(alices, alice, project, echo):
    flow = await Flow.objects.acreate(user=alice, project=project, name="流れ", data=echo_data(), mcp_enabled=True)
    assert (await names(alices, at(project)))[1] == f"flow_{flow.pk.hex[:8]}"


async def test_a_call_runs_the_flow(alices, project, echo):
    answer = await call(alices, at(project), "say_again", input_value="hello")
    assert (answer["content"][0]["text"], answer["isError"]) == ("hello", False)


async def test_each_call_has_a_session_of_its_own(alices, project, echo):
    await call(alices, at(project), "say_again", input_value="one")
    await call(alices, at(project), "say_again", input_value="two")
    sessions = {message.session_id async for message in Message.objects.filter(flow=echo)}
    assert len(sessions) == 2
    assert str(echo.pk) not in sessions


async def test_other_inputs_of_a_flow_are_arguments_too(alices, alice, project, echo):
    drawing = Drawing()
    text = drawing.add("TextInput", "aaaaa", at=(0, 0))
    answer = drawing.add("ChatOutput", "zzzzz", at=(1, 0))
    drawing.connect(text, "text", answer, "input_value")
    await Flow.objects.acreate(user=alice, project=project, name="Text", data=drawing.data, mcp_enabled=True)
    assert (await call(alices, at(project), "text", input_value="typed"))["content"][0]["text"] == "typed"


async def test_what_goes_wrong_is_an_answer(alices, alice, project, echo):
    await Flow.objects.acreate(user=alice, project=project, name="Broken", data=lone_answer_data(), mcp_enabled=True)
    unknown = await call(alices, at(project), "nothing")
    assert (unknown["content"][0]["text"], unknown["isError"]) == ("There is no tool 'nothing'.", True)
    broken = await call(alices, at(project), "broken")
    assert broken["isError"]
    assert "Chat Output" in broken["content"][0]["text"]


async def test_the_server_introduces_itself(alices, project, echo):
    hello = {"protocolVersion": "2025-03-26", "capabilities": {}, "clientInfo": {"name": "c", "version": "1"}}
    found = await result(alices, at(project), "initialize", **hello)
    assert found["serverInfo"]["name"] == f"langflow-mcp-project-{project.pk}"
    assert found["capabilities"]["tools"] == {"listChanged": False}
    assert (await result(alices, at(project), "prompts/list"))["prompts"] == []
    assert (await result(alices, at(project), "resources/list"))["resources"] == []


# --- who may -------------------------------------------------------------------------------------------------------


async def test_an_api_key_opens_what_its_owner_may_use(alice, project, echo, shared_connection):
    _, key = await sync_to_async(create_api_key)(user=alice, name="k")
    keyed = HeaderClient({"x-api-key": key})
    assert await names(keyed, at(project)) == ["say_again"]
    assert await names(keyed, GLOBAL) == ["echo_1"]


async def test_a_project_of_somebody_else_does_not_exist(bobs, project, echo):
    assert (await post(bobs, at(project), "tools/list")).status_code == 404


async def test_a_flow_of_somebody_else_is_not_called(alices, bobs, echo):
    assert await names(alices, GLOBAL) == ["echo_1"]
    assert (await call(bobs, GLOBAL, "echo_1", input_value="hello"))["isError"]
    assert not await Message.objects.aexists()


@pytest.mark.parametrize("settings", [APIKEY, None, {}, {"auth_type": "oauth"}])
async def test_strangers_are_refused_unless_the_owner_opened_the_project(stranger, project, echo, settings):
    await Project.objects.filter(pk=project.pk).aupdate(auth_settings=settings)
    answer = await post(stranger, at(project), "tools/list")
    assert answer.status_code == 401
    assert "API key" in answer.json()["detail"]


async def test_a_key_that_nobody_has_is_refused_as_none_at_all(project, echo):
    answer = await post(HeaderClient({"x-api-key": "sk-nobodys"}), at(project), "tools/list")
    assert (answer.status_code, answer.json()) == (401, {"detail": "Invalid API key"})


async def test_a_stranger_learns_nothing_of_which_projects_exist(stranger, project, echo):
    url = f"/api/v1/mcp/project/{uuid.uuid4()}/streamable"
    assert (await post(stranger, url, "tools/list")).status_code == 401


async def test_anybody_may_use_an_open_project_and_leaves_nothing_in_its_owners_sessions(stranger, project, echo):
    await Project.objects.filter(pk=project.pk).aupdate(auth_settings=OPEN)
    answer = await call(stranger, at(project), "say_again", input_value="hello")
    assert answer["content"][0]["text"] == "hello"
    assert not await Message.objects.filter(flow=echo).aexists()


async def test_strangers_run_no_component_that_needs_trust(stranger, alice, project, echo):
    await Project.objects.filter(pk=project.pk).aupdate(auth_settings=OPEN)
    drawing = Drawing()
    drawing.add("MCPTools", "a", at=(0, 0), mcp_server={"name": "tools"}, tool="add")
    await Flow.objects.acreate(user=alice, project=project, name="Trust", data=drawing.data, mcp_enabled=True)
    answer = await call(stranger, at(project), "trust")
    assert answer["isError"]
    assert "does not run in public flows" in answer["content"][0]["text"]


async def test_strangers_call_only_so_often(stranger, project, echo, langflow):
    langflow(PUBLIC_RUNS_PER_MINUTE=1)
    await Project.objects.filter(pk=project.pk).aupdate(auth_settings=OPEN)
    assert not (await call(stranger, at(project), "say_again"))["isError"]
    assert (await call(stranger, at(project), "say_again"))["isError"]


# --- the transport -------------------------------------------------------------------------------------------------


async def test_there_are_no_sessions_to_end(alices, project, echo):
    assert (await alices.delete(at(project))).status_code == 405


async def test_nobody_listens_for_ever(alices, echo):
    assert (await alices.get(GLOBAL)).status_code == 406
    assert (await alices.get(GLOBAL, headers={"Accept": "text/event-stream"})).status_code == 405


async def test_head_tells_that_the_transport_is_there(stranger, project, echo):
    for url in (GLOBAL, f"{GLOBAL}/", "/api/v1/mcp/sse", at(project)):
        answer = await stranger.head(url)
        assert (answer.status_code, answer.content) == (200, b"")


async def test_a_message_that_is_none_is_refused(alices, echo):
    answer = await alices.post(GLOBAL, "nope", content_type="application/json", headers=ACCEPT)
    assert answer.status_code == 400
    answer = await alices.post(GLOBAL, {}, content_type="application/json", headers={"Accept": "text/plain"})
    assert answer.status_code == 406


async def test_a_message_needs_an_open_session_of_the_older_transport(alices, echo):
    assert (await alices.post("/api/v1/mcp/", {}, content_type="application/json")).status_code == 400
    url = f"/api/v1/mcp/?session_id={uuid.uuid4().hex}"
    assert (await alices.post(url, {}, content_type="application/json")).status_code == 404
