"""`/api/v2/mcp/servers`: the caller's own servers; their secrets stay here."""

from typing import Any
from urllib.parse import quote

import pytest

from execution.mcp.secrets import MASK
from execution.models import McpServer
from tests.execution.mcp.conftest import COMMAND
from tests.live_server import free_port

URL = "/api/v2/mcp/servers"
WEB = {"url": "http://127.0.0.1:9/mcp", "headers": {"Authorization": "Bearer of a secret", "X-Short": "b"}}
MASKED = {**WEB, "headers": {"Authorization": MASK, "X-Short": "b"}}


@pytest.fixture
async def alices(async_client_of, _connections_end):
    return await async_client_of("alice")


@pytest.fixture
async def bobs(async_client_of):
    return await async_client_of("bob")


async def post(client: Any, name: str, config: Any) -> Any:
    return await client.post(f"{URL}/{quote(name)}", config, content_type="application/json")


async def patch(client: Any, name: str, config: Any) -> Any:
    return await client.patch(f"{URL}/{name}", config, content_type="application/json")


async def stored(name: str) -> Any:
    return (await McpServer.objects.aget(name=name)).config


async def test_a_server_is_added_and_listed(alices):
    answer = await post(alices, "my server", WEB)
    assert (answer.status_code, answer.json()) == (200, MASKED)
    assert (await alices.get(URL)).json() == [{"name": "my server", "mode": None, "toolsCount": None}]


async def test_secrets_are_stored_encrypted_and_shown_masked(alices):
    await post(alices, "web", WEB)
    assert (await alices.get(f"{URL}/web")).json() == MASKED
    row = await McpServer.objects.aget()
    assert "secret" not in row.encrypted_config
    assert row.config == WEB


async def test_keys_of_other_programs_are_kept(alices):
    config = {"url": "http://127.0.0.1:9/", "disabled": True}
    assert (await post(alices, "web", config)).json() == config


async def test_a_taken_name_is_refused(alices):
    await post(alices, "web", WEB)
    answer = await post(alices, "web", WEB)
    assert (answer.status_code, answer.json()) == (409, {"detail": "An MCP server of yours is called 'web' already."})


async def test_a_change_replaces_all_but_masked_secrets(alices):
    await post(alices, "web", WEB)
    answer = await patch(alices, "web", {"url": "http://127.0.0.1:9/new", "headers": {"Authorization": MASK}})
    assert answer.status_code == 200
    headers = {"Authorization": "Bearer of a secret"}
    assert await stored("web") == {"url": "http://127.0.0.1:9/new", "headers": headers}


async def test_a_mask_for_nothing_is_refused(alices):
    answer = await patch(alices, "web", MASKED)
    assert answer.status_code == 400
    assert "'Authorization'" in answer.json()["detail"]
    assert not await McpServer.objects.aexists()


async def test_a_change_of_an_unknown_server_adds_it(alices):
    assert (await patch(alices, "new", {"url": "http://127.0.0.1:9/"})).status_code == 200
    assert await stored("new") == {"url": "http://127.0.0.1:9/"}


async def test_a_server_is_removed_once(alices):
    await post(alices, "web", WEB)
    answer = await alices.delete(f"{URL}/web")
    assert (answer.status_code, answer.json()) == (200, None)
    assert (await alices.delete(f"{URL}/web")).status_code == 404


async def test_an_unknown_server_reads_as_null(alices):
    answer = await alices.get(f"{URL}/nope")
    assert (answer.status_code, answer.json()) == (200, None)


@pytest.mark.parametrize(
    ("config", "where"),
    [({"args": "x"}, ["body", "args"]), ({"env": {"A": 1}}, ["body", "env", "A"]), ({"url": "\0"}, ["body", "url"])],
)
async def test_a_configuration_of_the_wrong_form_is_refused(alices, config, where):
    answer = await post(alices, "web", config)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == where


async def test_a_name_that_is_too_long_is_refused(alices):
    answer = await post(alices, "n" * 256, WEB)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["path", "server_name"]


async def test_users_have_names_of_their_own(alices, bobs):
    await post(alices, "web", WEB)
    assert (await bobs.get(URL)).json() == []
    assert (await bobs.get(f"{URL}/web")).json() is None
    assert (await bobs.delete(f"{URL}/web")).status_code == 404
    assert (await patch(bobs, "web", {"url": "http://127.0.0.1:9/bob"})).status_code == 200
    assert (await alices.get(f"{URL}/web")).json() == MASKED


def test_strangers_are_refused(anonymous):
    assert anonymous.get(URL).status_code == 403


async def test_each_server_says_how_it_is_reached_and_how_many_tools_it_has(alices):
    await post(alices, "program", COMMAND)
    await post(alices, "away", {"url": f"http://127.0.0.1:{free_port()}/mcp"})
    await post(alices, "empty", {})
    program, away, empty = (await alices.get(f"{URL}?action_count=true")).json()
    assert program == {"name": "program", "mode": "stdio", "toolsCount": 8}
    assert (away["toolsCount"], away["mode"]) == (None, None)
    assert "'away' cannot be used" in away["error"]
    assert "neither a command nor a URL" in empty["error"]


async def test_commands_are_refused_where_the_operator_does_not_allow_them(alices, langflow):
    langflow(MCP_STDIO="off")
    answer = await post(alices, "program", COMMAND)
    assert answer.status_code == 403
    assert "LANGFLOW_MCP_STDIO" in answer.json()["detail"]
    assert (await post(alices, "web", WEB)).status_code == 200


async def test_superusers_may_use_commands_where_only_they_may(async_client_of, langflow, alices):
    langflow(MCP_STDIO="superusers")
    assert (await post(await async_client_of("admin"), "program", COMMAND)).status_code == 200
    assert (await post(alices, "program", COMMAND)).status_code == 403
