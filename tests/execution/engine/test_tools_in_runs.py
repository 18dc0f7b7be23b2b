"""A vertex in tool mode: it gives its tools, and their calls are part of the run."""

from typing import Any, ClassVar

import pytest

from execution.engine.component import Component
from execution.engine.errors import GraphInvalid
from execution.engine.events import ToolEnded, ToolStarted, VertexBuilt
from execution.engine.fields import HandleInput, Output, SecretStrInput, StrInput
from execution.engine.values import Message
from execution.engine.values.json_values import to_json_value
from tests.execution.engine import flow_builder
from tests.execution.engine.flow_builder import FlowBuilder, MemoryHost, run, value

TOOLSET = [{"name": "component_as_tool", "method": "to_toolkit", "types": ["Tool"]}]


class Echo(Component):
    """Says what it is asked, with a key."""

    inputs: ClassVar = [
        HandleInput(name="record", input_types=["Data"], required=True),
        HandleInput(name="model", input_types=["LanguageModel"]),
        SecretStrInput(name="key"),
    ]
    outputs: ClassVar = [Output(name="out", method="echo", types=["Message"])]

    async def echo(self) -> Message:
        if self.record == "fail":
            raise ValueError("cannot say that")
        return Message(text=f"{self.record}/{self.key}/{self.run.session_id}")


class Ask(Component):
    """Asks for a topic that an agent may fill in."""

    description = "Asks."
    inputs: ClassVar = [StrInput(name="topic", tool_mode=True)]
    outputs: ClassVar = [Output(name="out", method="ask", types=["Message"])]

    def ask(self) -> str:
        return f"{self.topic}?"


class Caller(Component):
    """Calls every tool it gets with its own text."""

    inputs: ClassVar = [HandleInput(name="tools", input_types=["Tool"], is_list=True), StrInput(name="say")]
    outputs: ClassVar = [Output(name="out", method="call", types=["Message"])]

    async def call(self) -> str:
        calls = [
            {"type": "tool_call", "id": "1", "name": tool.name, "args": {"record": self.say}} for tool in self.tools
        ]
        answers = [await tool.ainvoke(call) for tool, call in zip(self.tools, calls, strict=True)]
        return ",".join(f"{answer.name}:{answer.status}:{answer.content}" for answer in answers)


@pytest.fixture(autouse=True)
def _with_our_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_builder, "TYPES", {**flow_builder.TYPES, "Ask": Ask, "Echo": Echo, "Caller": Caller})


def flow(*, say: str = "hi", rows: list[dict[str, Any]] | None = None, **node: Any) -> FlowBuilder:
    tool_node = {"tool_mode": True, "outputs": TOOLSET, **node}
    built = FlowBuilder().add("Echo", "e", node=tool_node, key="K").add("Caller", "c", say=say)
    built.node("e")["template"] = {field.name: field.to_template() for field in Echo.inputs}
    built.node("e")["template"]["key"] |= {"value": "K", "load_from_db": True}
    if rows is not None:
        built.node("e")["template"]["tools_metadata"] = {"type": "tools", "show": True, "value": rows}
    ends = {"sourceHandle": {"id": "e", "name": "component_as_tool", "output_types": ["Tool"]}}
    ends["targetHandle"] = {"id": "c", "fieldName": "tools", "inputTypes": ["Tool"], "type": "other"}
    return built.link("e.component_as_tool", "c.tools", **ends)


async def test_a_tool_is_called_in_its_run_with_the_nodes_values() -> None:
    host = MemoryHost({"K": "sk-1"})
    outcome = await run(flow(), host=host, session_id="s")
    assert value(outcome, "c") == "echo:success:hi/sk-1/s"
    told = [event for event in host.events if isinstance(event, ToolStarted | ToolEnded | VertexBuilt)]
    assert [(type(event), event.vertex_id) for event in told] == [
        (VertexBuilt, "e"),
        (ToolStarted, "e"),
        (ToolEnded, "e"),
        (VertexBuilt, "c"),
    ]


async def test_what_a_toolset_gives_is_told_by_name_description_and_tags() -> None:
    outcome = await run(flow(), host=MemoryHost({"K": "k"}))
    given = value(outcome, "e", "component_as_tool")
    assert to_json_value(given) == [{"name": "echo", "description": "", "tags": ["echo"]}]


async def test_a_vertex_that_nobody_reads_tells_which_tools_it_would_be() -> None:
    standing_alone = FlowBuilder().add("Ask", "a", topic="news")
    told = [{"name": "ask", "description": "Asks.", "tags": ["ask"]}]
    assert (await run(standing_alone)).results["a"].tools == told
    read_by_another = FlowBuilder().add("Ask", "a", topic="news").add("Join", "j").link("a.out", "j.a")
    assert (await run(read_by_another)).results["a"].tools == []


async def test_a_failing_call_does_not_fail_the_run() -> None:
    outcome = await run(flow(say="fail"), host=MemoryHost({"K": "k"}))
    assert value(outcome, "c") == "echo:error:cannot say that"
    assert outcome.failures == []


async def test_the_nodes_table_renames_and_switches_off() -> None:
    renamed = [{"name": "parrot", "description": "D", "tags": ["echo"], "status": True}]
    outcome = await run(flow(rows=renamed), host=MemoryHost({"K": "k"}))
    assert value(outcome, "c").startswith("parrot:success")
    outcome = await run(flow(rows=[{**renamed[0], "status": False}]), host=MemoryHost({"K": "k"}))
    assert value(outcome, "c") == ""


async def test_tools_are_never_taken_from_an_earlier_run() -> None:
    host = MemoryHost({"K": "k"})
    frozen = flow(frozen=True)
    for session in ("one", "two"):
        outcome = await run(frozen, host=host, session_id=session)
        assert value(outcome, "c") == f"echo:success:hi/k/{session}"


async def test_only_as_a_tool_a_component_may_wait_for_its_input() -> None:
    plain = FlowBuilder().add("Echo", "e")
    with pytest.raises(GraphInvalid, match="needs something connected"):
        await run(plain)
