"""Flows of tiny components, for tests of the engine: a builder for flow JSON, and a host that lives in memory."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from itertools import pairwise
from typing import Any, ClassVar, Self

from execution.engine.component import Component
from execution.engine.document import NodeFacts
from execution.engine.errors import ComponentEdited, ComponentUnknown, UnknownVariable
from execution.engine.events import Event
from execution.engine.fields import BoolInput, HandleInput, IntInput, Output, StrInput
from execution.engine.plan import Plan, compile_plan
from execution.engine.ports import FrozenKey, Host
from execution.engine.request import RunRequest
from execution.engine.results import RunOutcome, VertexResult
from execution.engine.runner import Cancellation, run_plan
from execution.engine.values import Message


class Say(Component):
    """Gives its own text."""

    inputs: ClassVar = [StrInput(name="text")]
    outputs: ClassVar = [Output(name="out", method="say", types=["Message"])]

    def say(self) -> str:
        return self.text


class Join(Component):
    """Puts together what arrives at a, b and its list, separated by '+'."""

    inputs: ClassVar = [
        StrInput(name="a", input_types=["Message"]),
        StrInput(name="b", input_types=["Message"]),
        HandleInput(name="parts", input_types=["Message"], is_list=True),
        StrInput(name="own"),
    ]
    outputs: ClassVar = [Output(name="out", method="join", types=["Message"])]

    def join(self) -> str:
        values = self.values
        found = [values.get("a"), values.get("b"), *(values.get("parts") or []), values.get("own")]
        return "+".join(str(part) for part in found if part)


class Slow(Component):
    """Gives what it got, after waiting; counts how many wait at the same time."""

    inputs: ClassVar = [StrInput(name="a", input_types=["Message"]), StrInput(name="seconds")]
    outputs: ClassVar = [Output(name="out", method="wait", types=["Message"])]

    async def wait(self) -> str:
        state = self.ctx
        state["waiting"] = state.get("waiting", 0) + 1
        state["most"] = max(state.get("most", 0), state["waiting"])
        await asyncio.sleep(float(self.values.get("seconds") or 0.01))
        state["waiting"] -= 1
        return self.values.get("a") or "slow"


class Blocking(Component):
    """Blocks its thread."""

    blocking = True
    inputs: ClassVar = [StrInput(name="a", input_types=["Message"])]
    outputs: ClassVar = [Output(name="out", method="work", types=["Message"])]

    def work(self) -> str:
        return threading.current_thread().name


class Fail(Component):
    """Raises."""

    inputs: ClassVar = [StrInput(name="a", input_types=["Message"])]
    outputs: ClassVar = [Output(name="out", method="fail", types=["Message"])]

    def fail(self) -> str:
        raise ValueError("no luck")


class Route(Component):
    """Goes one way while its text is shorter than `limit`, the other way afterwards."""

    inputs: ClassVar = [StrInput(name="a", input_types=["Message"]), IntInput(name="limit", value=3)]
    outputs: ClassVar = [
        Output(name="short", method="when_short", types=["Message"], group_outputs=True),
        Output(name="long", method="when_long", types=["Message"], group_outputs=True),
    ]

    def when_short(self) -> str:
        return self._choose("short", len(self.values.get("a", "")) < self.limit)

    def when_long(self) -> str:
        return self._choose("long", len(self.values.get("a", "")) >= self.limit)

    def _choose(self, output: str, chosen: bool) -> str:
        if not chosen:
            self.stop(output)
        return self.values.get("a", "")


class Lasting(Route):
    """A router whose choice later vertices tell again."""

    exclusion_lasts = True


class Two(Component):
    """Has two outputs; notes which ones were asked for."""

    outputs: ClassVar = [
        Output(name="left", method="make_left", types=["Message"]),
        Output(name="right", method="make_right", types=["Message"]),
    ]

    def make_left(self) -> str:
        return "left"

    def make_right(self) -> str:
        return "right"


class Each(Component):
    """A loop over a comma-separated text."""

    inputs: ClassVar = [StrInput(name="rows", input_types=["Message"])]
    outputs: ClassVar = [
        Output(name="item", method="hand_out", types=["Message"], allows_loop=True, loop_types=["Data"]),
        Output(name="done", method="collect", types=["Message"]),
    ]

    def hand_out(self) -> str:
        self.stop("item")
        return ""

    async def collect(self) -> str:
        rows = [row for row in self.values.get("rows", "").split(",") if row]
        return ",".join([str(await self.run_body(row)) for row in rows])


class Count(Component):
    """Appends what it gets to the run's shared list."""

    inputs: ClassVar = [StrInput(name="a", input_types=["Message"])]
    outputs: ClassVar = [Output(name="out", method="add", types=["Message"])]

    def add(self) -> str:
        seen = self.ctx.setdefault("seen", [])
        seen.append(self.values.get("a"))
        return f"{self.values.get('a')}#{len(seen)}"


class ChatInput(Component):
    inputs: ClassVar = [
        StrInput(name="input_value"),
        StrInput(name="session_id"),
        BoolInput(name="should_store_message", value=True),
    ]
    outputs: ClassVar = [Output(name="message", method="read", types=["Message"])]

    async def read(self) -> str:
        return self.input_value


class TextInput(ChatInput):
    name = "TextInput"


class ChatOutput(Component):
    inputs: ClassVar = [
        HandleInput(name="input_value", input_types=["Message", "Data"], required=True),
        StrInput(name="session_id"),
    ]
    outputs: ClassVar = [Output(name="message", method="show", types=["Message"])]

    async def show(self) -> Message:
        value = self.values.get("input_value")
        message = value if isinstance(value, Message) else Message(text=str(value))
        return await self.send_message(message)


TYPES: dict[str, type[Component]] = {
    kind.name: kind
    for kind in (Say, Join, Slow, Blocking, Fail, Route, Lasting, Two, Each, Count, ChatInput, TextInput, ChatOutput)
}


def find_component(node: NodeFacts) -> type[Component]:
    """The registry of the tests."""
    if node.marked_edited:
        raise ComponentEdited(type=node.type)
    if node.type not in TYPES:
        raise ComponentUnknown(type=node.type)
    return TYPES[node.type]


class FlowBuilder:
    """Builds flow JSON: `Flow().add("Say", "s", text="hi").link("s.out", "j.a")`."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []

    def add(self, type_name: str, node_id: str, *, node: dict[str, Any] | None = None, **values: Any) -> Self:
        component = TYPES.get(type_name)
        template = {field.name: field.to_template() for field in component.inputs} if component else {}
        for name, value in values.items():
            template.setdefault(name, {"type": "str", "show": True})
            template[name] = {**template[name], "value": value}
        outputs = [output.to_template() for output in component.outputs] if component else []
        inner = {"display_name": f"The {node_id}", "template": template, "outputs": outputs, **(node or {})}
        self.nodes.append({"id": node_id, "type": "genericNode", "data": {"type": type_name, "node": inner}})
        return self

    def node(self, node_id: str) -> dict[str, Any]:
        """The node's inner object, to change by hand."""
        return next(node["data"]["node"] for node in self.nodes if node["id"] == node_id)

    def link(self, start: str, end: str, **handle: Any) -> Self:
        """Draw an edge; `end` with '>' in front of its field leads back to a loop."""
        (source, output), (target, field) = start.split("."), end.split(".")
        source_handle = {"id": source, "name": output, "output_types": ["Message"]}
        target_handle = {"id": target, "fieldName": field, "inputTypes": ["Message"], "type": "str"}
        if field.startswith(">"):
            target_handle = {"id": target, "name": field[1:], "output_types": ["Message"]}
        data = {"sourceHandle": source_handle, "targetHandle": target_handle, **handle}
        self.edges.append({"source": source, "target": target, "data": data})
        return self

    def chain(self, *ends: str) -> Self:
        """Link vertices that have one input `a` and one output `out`."""
        for source, target in pairwise(ends):
            self.link(f"{source}.out", f"{target}.a")
        return self

    @property
    def data(self) -> dict[str, Any]:
        return {"nodes": self.nodes, "edges": self.edges}

    def plan(self) -> Plan:
        return compile_plan(self.data, find_component)


class MemoryVariables:
    def __init__(self, values: dict[str, str] | None = None) -> None:
        self.values = values or {}

    async def value_of(self, name: str, *, is_secret: bool = False, from_environment: bool = True) -> str | None:
        if name not in self.values:
            raise UnknownVariable(name=name)
        return self.values[name]


class MemoryMessages:
    def __init__(self) -> None:
        self.stored: list[Message] = []

    async def add(self, message: Message) -> Message:
        self.stored.append(message)
        return message

    async def update(self, message: Message) -> Message:
        return message

    async def recent(self, *, session_id: str, **_: Any) -> list[Message]:
        return [message for message in self.stored if message.session_id == session_id]

    async def remove(self, message_id: str) -> None:
        self.stored = [message for message in self.stored if message.data.get("id") != message_id]


class MemoryFrozen:
    def __init__(self) -> None:
        self.kept: dict[FrozenKey, VertexResult] = {}

    async def get(self, key: FrozenKey) -> VertexResult | None:
        return self.kept.get(key)

    async def put(self, key: FrozenKey, result: VertexResult) -> None:
        self.kept[key] = result


class MemoryHost:
    """A host in memory that keeps what it was told."""

    def __init__(self, variables: dict[str, str] | None = None) -> None:
        self.messages = MemoryMessages()
        self.frozen = MemoryFrozen()
        self.events: list[Event] = []
        self.ports = Host(variables=MemoryVariables(variables), messages=self.messages, frozen=self.frozen)


async def run(
    flow: FlowBuilder | Plan,
    *,
    host: MemoryHost | None = None,
    listen: bool = True,
    cancellation: Cancellation | None = None,
    on_event: Callable[[Event], None] | None = None,
    **request: Any,
) -> RunOutcome:
    """Run a flow with a request of these facts."""
    host = host or MemoryHost()

    def emit(event: Event) -> None:
        host.events.append(event)
        if on_event is not None:
            on_event(event)

    plan = flow.plan() if isinstance(flow, FlowBuilder) else flow
    return await run_plan(
        plan,
        RunRequest(**{"run_id": "r", "flow_id": "f", **request}),
        host.ports,
        emit=emit if listen else None,
        cancellation=cancellation,
    )


def value(outcome: RunOutcome, vertex_id: str, output: str = "out") -> Any:
    """What a vertex gave."""
    return outcome.results[vertex_id].values[output]
