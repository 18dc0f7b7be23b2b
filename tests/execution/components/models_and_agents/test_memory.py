"""Message History: whose messages, how many, in which order; and adding to it."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from execution.components.models_and_agents.memory import Memory
from execution.engine.template import node_of
from execution.engine.values import Message
from tests.execution.components.running import SESSION, Bench, refreshed


def bench_with_history(**values: Any) -> Bench:
    bench = Bench(Memory, **values)
    bench.history.stored = [
        Message(text="one", sender="User", sender_name="Ann", session_id=SESSION, id="1"),
        Message(text="two", sender="Machine", sender_name="AI", session_id=SESSION, id="2"),
        Message(text="three", sender="User", sender_name="Ann", session_id=SESSION, context_id="c", id="3"),
        Message(text="else", sender="User", sender_name="Bob", session_id="other", id="4"),
    ]
    return bench


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "Ann: one\nAI: two\nAnn: three"),
        ({"n_messages": 1}, "Ann: three"),
        ({"n_messages": 0}, "Ann: one\nAI: two\nAnn: three"),
        ({"n_messages": 2, "order": "Descending"}, "Ann: three\nAI: two"),
        ({"sender_type": "Machine"}, "AI: two"),
        ({"sender_name": "Ann", "n_messages": 1}, "Ann: three"),
        ({"session_id": "other"}, "Bob: else"),
        ({"session_id": "empty"}, ""),
        ({"context_id": "c"}, "Ann: three"),
        ({"template": "{text}", "n_messages": 2}, "two\nthree"),
        ({"template": "{nothing}{text}", "n_messages": 1}, "three"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_the_wanted_messages_are_written_down(values: dict[str, Any], text: str) -> None:
    assert (await bench_with_history(**values).give("messages_text")).text == text


async def test_the_messages_come_as_a_table_too() -> None:
    table = await bench_with_history(sender_type="User").give("dataframe")
    assert [(row["text"], row["sender"]) for row in table.to_records()] == [("one", "User"), ("three", "User")]


async def test_a_stored_message_joins_the_history_without_showing() -> None:
    bench = Bench(Memory, mode="Store", message="kept", sender="AI", sender_name="Bot")
    message = await bench.give("stored_messages")
    assert (message.text, message.sender, message.sender_name, message.session_id) == ("kept", "AI", "Bot", SESSION)
    assert bench.history.stored == [message]
    assert bench.events == []


@dataclass
class Said:
    type: str
    content: str


@dataclass
class OtherMemory:
    said: list[Said] = field(default_factory=list)

    async def aget_messages(self) -> list[Said]:
        return self.said

    async def aadd_messages(self, messages: list[Said]) -> None:
        self.said += messages


async def test_another_memory_takes_the_place_of_the_history() -> None:
    memory = OtherMemory([Said("human", "q"), Said("ai", "a")])
    text = await Bench(Memory, memory=memory).give("messages_text")
    machine = await Bench(Memory, memory=memory, sender_type="Machine").give("messages_text")
    assert (text.text, machine.text) == ("User: q\nAI: a", "AI: a")


async def test_another_memory_keeps_what_is_stored() -> None:
    pytest.importorskip("langchain_core")
    memory = OtherMemory()
    bench = Bench(Memory, memory=memory, message="kept", sender="User")
    await bench.give("stored_messages")
    assert [(said.type, said.content) for said in memory.said] == [("human", "kept")]
    assert bench.history.stored == []


@pytest.mark.parametrize(
    ("mode", "shown", "outputs"),
    [
        ("Retrieve", {"n_messages", "order", "template"}, ["messages_text", "dataframe"]),
        ("Store", {"message", "sender", "sender_name"}, ["stored_messages"]),
    ],
)
async def test_each_mode_has_its_fields_and_outputs(mode: str, shown: set[str], outputs: list[str]) -> None:
    node = await refreshed(Memory, "mode", mode, mode=mode)
    names = {"n_messages", "order", "template", "message", "sender", "sender_name"}
    assert {name for name in names if node["template"][name]["show"]} == shown
    assert [output["name"] for output in node["outputs"]] == outputs


async def test_another_change_leaves_the_mode_as_it_is() -> None:
    node = await refreshed(Memory, "n_messages", 3, mode="Store")
    assert [output["name"] for output in node["outputs"]] == ["stored_messages"]
    assert node["template"]["message"]["show"]


async def test_an_unknown_mode_changes_nothing() -> None:
    before, after = node_of(Memory)["template"], (await refreshed(Memory, "mode", "zzz"))["template"]
    assert {name: field["show"] for name, field in after.items() if name != "_type"} == {
        name: field["show"] for name, field in before.items() if name != "_type"
    }
