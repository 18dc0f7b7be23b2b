"""Notify and Listen: values without edges, within one run."""

from typing import Any

import pytest

from execution.components.flow_controls.listen import Listen
from execution.components.flow_controls.notify import Notify
from execution.engine.events import VertexBuilt
from execution.engine.results import RunOutcome
from execution.engine.values import Data, DataFrame, Message
from tests.execution.components.memory_host import MemoryHost
from tests.execution.components.recorded_flows import flow_of, run_flow
from tests.execution.components.running import Bench, give

Node = dict[str, Any]


def node(kind: str, name: str = "", **values: Any) -> Node:
    return {"id": name or kind, "type": kind, "values": values}


async def ran(nodes: list[Node], edges: list[list[str]]) -> tuple[RunOutcome, list[str]]:
    """Return the outcome and the vertices in the order in which they were built."""
    host = MemoryHost()
    outcome = await run_flow(flow_of({"nodes": nodes, "edges": edges}), host)
    return outcome, [event.vertex_id for event in host.events if isinstance(event, VertexBuilt)]


LISTENING = [node("Listen", context_key="k"), node("ChatOutput", should_store_message=False)]
FROM_LISTEN = ["Listen", "data", "ChatOutput", "input_value"]
TO_NOTIFY = ["TextInput", "text", "Notify", "input_value"]


async def test_listen_runs_again_with_what_notify_left_and_so_does_what_stands_behind_it() -> None:
    notifying = [node("TextInput", input_value="one"), node("Notify", context_key="k")]
    outcome, built = await ran([*notifying, *LISTENING], [TO_NOTIFY, FROM_LISTEN])
    assert outcome.results["ChatOutput"].values["message"].text == "one"
    assert (built.count("Listen"), built.count("Notify")) == (2, 1)
    assert built[-2:] == ["Listen", "ChatOutput"]


async def test_a_key_that_nobody_notifies_is_an_empty_text() -> None:
    notifying = [node("TextInput", input_value="one"), node("Notify", context_key="other")]
    outcome, built = await ran([*notifying, *LISTENING], [TO_NOTIFY, FROM_LISTEN])
    assert outcome.results["Listen"].values["data"].data == {"text": ""}
    assert built.count("Listen") == 1


async def test_several_notifiers_may_add_to_one_key() -> None:
    nodes = [
        node("TextInput", input_value="one"),
        node("Notify", context_key="k", append=True),
        node("TextInput", "TextInput-2", input_value="two"),
        node("Notify", "Notify-2", context_key="k", append=True),
        node("Listen", context_key="k"),
    ]
    outcome, _ = await ran(nodes, [TO_NOTIFY, ["TextInput-2", "text", "Notify-2", "input_value"]])
    assert sorted(message.text for message in outcome.results["Listen"].values["data"]) == ["one", "two"]


async def test_a_join_behind_listen_waits_for_its_other_side_once() -> None:
    nodes = [
        node("TextInput", input_value="one"),
        node("Notify", context_key="k"),
        node("Listen", context_key="k"),
        node("ParserComponent", pattern="{text}"),
        node("CombineText", delimiter="+"),
    ]
    edges = [
        TO_NOTIFY,
        ["Listen", "data", "ParserComponent", "input_data"],
        ["ParserComponent", "parsed_text", "CombineText", "text1"],
        ["TextInput", "text", "CombineText", "text2"],
    ]
    outcome, _ = await ran(nodes, edges)
    assert outcome.results["CombineText"].values["combined_text"].text == "one+one"


async def test_one_that_feeds_its_own_notifier_does_not_run_for_ever() -> None:
    nodes = [node("Listen", context_key="k"), node("Notify", context_key="k")]
    _, built = await ran(nodes, [["Listen", "data", "Notify", "input_value"]])
    assert built == ["Listen", "Notify"]


@pytest.mark.parametrize(
    ("value", "left"),
    [
        (Message(text="m"), "m"),
        (Data(text="d"), "d"),
        (DataFrame([{"a": 1}]), "a"),
        (None, ""),
    ],
)
async def test_any_value_may_be_left(value: Any, left: str) -> None:
    assert left in (await give(Notify, "result", context_key="k", input_value=value)).get_text()


async def test_values_are_replaced_or_collected() -> None:
    bench = Bench(Notify, context_key="k", input_value=Data(n=1))
    await bench.give("result")
    for number, append in ((2, False), (3, True)):
        bench.again(Notify, context_key="k", input_value=Data(n=number), append=append)
        await bench.give("result")
    bench.again(Listen, context_key="k")
    assert [record.n for record in await bench.give("data")] == [2, 3]
