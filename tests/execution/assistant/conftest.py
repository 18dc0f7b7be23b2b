"""An assistant to ask: its flows are loaded, its provider answers in this process, Alice has a key."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.models import User
from accounts.services.variables import create_variable
from flows.services import load_starter_flows
from tests.clients import HeaderClient

# Fixtures: pytest finds them by their names in this module.
from tests.execution.runs.conftest import provider  # noqa: F401 - see above
from tests.execution.runs.provider import Provider

AGENTIC = "/api/v1/agentic"
KEY = "sk-of-alice-1234567890"

COMPONENT = """\
from lfx.custom.custom_component.component import Component
from lfx.io import MessageTextInput, Output
from lfx.schema.message import Message


class Shout(Component):
    inputs = [MessageTextInput(name="text", display_name="Text")]
    outputs = [Output(name="loud", display_name="Loud", method="shout")]

    def shout(self) -> Message:
        return Message(text=self.text.upper())"""
BROKEN = COMPONENT.replace("(Component):", "(Component")


def fenced(code: str) -> str:
    return f"Here it is:\n```python\n{code}\n```\nConnect it to a Chat Output."


@pytest.fixture
def answering(provider: Provider, alice: User, monkeypatch: pytest.MonkeyPatch) -> Provider:  # noqa: F811 - the fixture
    """The provider that Alice's assistant asks."""
    load_starter_flows()
    create_variable(user=alice, name="OPENAI_API_KEY", value=KEY, kind="Credential", default_fields=[])
    monkeypatch.setenv("OPENAI_BASE_URL", provider.base_url)
    return provider


@pytest.fixture
async def alices(async_client_of: Any, alice: User) -> HeaderClient:
    client: HeaderClient = await async_client_of("alice")
    return client


async def ask(client: HeaderClient, route: str = "assist", text: str | None = "hello", **fields: Any) -> Any:
    """Return the answer of the route to the question."""
    body = {"flow_id": "none", "input_value": text, **fields}
    return await client.post(f"{AGENTIC}/{route}", body, content_type="application/json")


async def answered(client: HeaderClient, route: str = "assist", text: str | None = "hello", **fields: Any) -> Any:
    answer = await ask(client, route, text, **fields)
    assert answer.status_code == 200, answer.content
    return answer.json()


async def in_test_thread(function: Any, *args: Any, **options: Any) -> Any:
    return await sync_to_async(function)(*args, **options)
