"""Text Input, Text Output and Webhook."""

from typing import Any

import pytest

from execution.components.input_output.text_input import TextInput
from execution.components.input_output.text_output import TextOutput
from execution.components.input_output.webhook import Webhook
from execution.engine.component import Component
from execution.engine.values import Message
from tests.execution.components.running import Bench, give, refreshed


@pytest.mark.parametrize("component", [TextInput, TextOutput])
@pytest.mark.parametrize(
    ("value", "text"), [("plain", "plain"), ("", ""), (None, ""), (Message(text="from an edge"), "from an edge")]
)
async def test_a_text_goes_through(component: type[Component], value: Any, text: str) -> None:
    assert (await give(component, "text", input_value=value)).text == text


async def test_texts_outside_the_chat_are_not_kept() -> None:
    bench = Bench(TextInput, input_value="x")
    await bench.give("text")
    assert (bench.history.stored, bench.events) == ([], [])


@pytest.mark.parametrize(
    ("body", "record"),
    [
        ('{"a": [1]}', {"a": [1]}),
        ("", {}),
        ("  ", {}),
        (None, {}),
        ("null", {}),
        ("plain words", {"payload": "plain words"}),
        ("[1, 2]", {"payload": [1, 2]}),
        ('"x"', {"payload": "x"}),
        ('{"a": ', {"payload": '{"a": '}),
    ],
)
async def test_a_body_becomes_a_record(body: str | None, record: dict[str, Any]) -> None:
    assert (await give(Webhook, "output_data", data=body)).data == record


async def test_a_body_that_is_no_json_is_told() -> None:
    bench = Bench(Webhook, data="plain")
    await bench.give("output_data")
    assert "no JSON" in bench.component.status


@pytest.mark.parametrize("hidden", [True, False])
async def test_a_text_from_a_variable_is_not_shown(hidden: bool) -> None:
    field = (await refreshed(TextInput, "use_global_variable", hidden))["template"]["input_value"]
    assert (field["password"], field["multiline"]) == (hidden, not hidden)


async def test_other_changes_leave_the_text_field_alone() -> None:
    node = await refreshed(TextInput, "input_value", "x")
    assert node["template"]["input_value"]["multiline"] is True
