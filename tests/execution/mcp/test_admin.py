"""MCP servers in the admin."""

import pytest
from django.test import Client

from execution.mcp.services import add_server


@pytest.fixture
def operator(admin):
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def server(alice):
    return add_server(user=alice, name="web", config={"url": "http://secret.example/", "headers": {"A": "hidden-one"}})


def test_servers_are_listed_and_searched(operator, server):
    answer = operator.get("/admin/execution/mcpserver/", {"q": "alice"})
    assert answer.status_code == 200
    assert b"web" in answer.content


def test_nothing_of_a_configuration_is_shown(operator, server):
    content = operator.get(f"/admin/execution/mcpserver/{server.pk}/change/").content
    assert b"HTTP" in content
    assert b"secret.example" not in content
    assert b"hidden-one" not in content
    assert server.encrypted_config.encode() not in content


def test_servers_cannot_be_changed(operator, server):
    assert operator.post(f"/admin/execution/mcpserver/{server.pk}/change/", {"name": "other"}).status_code == 403
    assert operator.get("/admin/execution/mcpserver/add/").status_code == 403
