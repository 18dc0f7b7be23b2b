"""The contract between the engine and a component: what an author declares, and what the engine promises.

The rules stand in `Component`; fields and outputs are declared with `fields.py`, the node that the editor draws is
made by `template.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, MutableMapping
from copy import deepcopy
from dataclasses import dataclass
from inspect import isawaitable, iscoroutinefunction
from types import CoroutineType
from typing import Any, ClassVar, TypeAlias
from uuid import uuid4

from execution.engine.errors import BodyMissing
from execution.engine.events import MessageAdded, MessageRemoved, TokenProduced
from execution.engine.fields import Input, Output
from execution.engine.ports import RunContext, VertexFacts
from execution.engine.toolkit import ROWS_FIELD, Tool, as_langchain_tools, chosen, tools_of_outputs
from execution.engine.values import Message, TextStream

Node = dict[str, Any]
"""A node's JSON, or a part of it, that its receiver may change."""

Hooked: TypeAlias = Node | Awaitable[Node]
"""What a hook gives back, at once or when it has asked somebody."""


class OutputUnknown(LookupError):
    """Someone asked a component for an output that it does not declare."""

    def __init__(self, *, component: str, output: str) -> None:
        super().__init__(f"{component} has no output named '{output}'.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line that a component logged while it made an output."""

    name: str
    message: Any
    type: str
    output: str
    """Name of the output that was being made."""


class Component:
    """One step of a flow.

    What an author declares:

    - A component SHALL declare `inputs` and `outputs`; each output SHALL name one method without parameters.
    - The method MAY be a coroutine function. A method that blocks SHALL say so by `blocking = True` on the class; it
      then runs in a worker thread. All other methods run on the event loop and SHALL return quickly.
    - A method SHALL return the output's value: a Message, Data, DataFrame, a list of Data, or any object that the
      components behind it understand.
    - A method MAY raise anything: its vertex fails, those behind it do not run, the rest of the flow goes on.
    - A component SHALL keep nothing on its class and SHALL NOT expect to live longer than one execution: each
      execution of a vertex has an instance of its own.

    What the engine promises:

    - `bind` is called once, before any output. Every declared input then reads as an attribute of its name, already
      in the form that the input's type promises; inputs without a value read as their declared default. `values`
      holds what was given, also for dynamic fields that the class does not declare.
    - Only connected outputs are asked for if any output is connected, otherwise all, in the order of declaration.
    - `self.run` says which run this is, `self.vertex` which place in the graph; `self.ctx` is a dictionary that all
      components of the run share.

    What a method MAY do besides returning its value:

    - `self.log(...)` a line for that output, set `self.status`, `await self.send_message(message)` to the chat;
    - `self.stop(name)`: the branch behind that output does not run;
    - a component with an output that `allows_loop` MAY `await self.run_body(item)`: the vertices between that output
      and the way back run once, the value that came back is returned.

    What an author MAY do for the editor, besides running:

    - `update_build_config` and `update_outputs` (sync or async) change the component's node when somebody changes a
      field that has `real_time_refresh`. They are called on an instance of their own that knows its fields and
      `self.run`; no output is made. Outputs that a node may get this way SHALL stand in `dynamic_outputs`.
    - A node in tool mode gives its tools instead of its outputs. Each call of a tool is answered by an instance of
      its own, with the agent's arguments as the values of their fields. `offered_tools` MAY be overridden.
    """

    name: ClassVar[str] = ""
    """Type name on the wire; the class's own name where empty."""
    display_name: ClassVar[str] = ""
    description: ClassVar[str] = ""
    documentation: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    beta: ClassVar[bool] = False
    legacy: ClassVar[bool] = False
    replacement: ClassVar[list[str] | None] = None
    """For a legacy component: what to use instead, as `category.Type`."""
    minimized: ClassVar[bool] = False
    tool_mode: ClassVar[bool] = False
    blocking: ClassVar[bool] = False
    """Whether its plain methods block and need a worker thread."""
    is_trusted_only: ClassVar[bool] = False
    """Whether strangers must not run it: it reads or writes files, asks databases, runs code or other programs."""
    extra: ClassVar[str] = ""
    """The extra to install before it can run; empty where the server's own packages are enough."""
    traced_as: ClassVar[str] = "chain"
    """The kind of its spans in traces: chain, llm, agent, embedding, retriever or tool."""
    exclusion_lasts: ClassVar[bool] = False
    """Whether later vertices of the run tell again which branch it left out; If-Else does."""
    makes_hidden_outputs: ClassVar[bool] = False
    """Whether a vertex that nothing follows makes the class's `outputs`, too, where its node shows others instead."""
    notifies: ClassVar[str] = ""
    """The field that holds the key of those that shall run again when this one has run; Notify has one."""
    runs_again_for: ClassVar[str] = ""
    """The field that holds the key of whose runs make this one run again; Listen has one."""
    custom_fields: ClassVar[Mapping[str, Any]] = {}
    """For fields whose variables become fields of their own: field name -> names of those."""
    inputs: ClassVar[list[Input]] = []
    outputs: ClassVar[list[Output]] = []
    dynamic_outputs: ClassVar[list[Output]] = []
    """Outputs that a node may have instead, depending on its fields, or has because it is of an earlier release."""

    other_outputs: ClassVar[str] = ""
    """Method that gives outputs whose names no class can know; `current_output` says which. Empty: there are none."""

    input_by_name: ClassVar[Mapping[str, Input]] = {}
    output_by_name: ClassVar[Mapping[str, Output]] = {}

    run: RunContext
    vertex: VertexFacts
    values: Mapping[str, Any]
    status: Any

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "name" not in cls.__dict__:
            cls.name = cls.__name__
        cls.input_by_name = {field.name: field for field in cls.inputs}
        cls.output_by_name = {output.name: output for output in (*cls.outputs, *cls.dynamic_outputs)}

    def __init__(self) -> None:
        self.status = None
        self.logs: list[LogEntry] = []
        self.stopped_outputs: set[str] = set()
        self.sent_messages: list[Message] = []
        self.attributes: dict[str, Any] = {}
        """Facts to show beside the outputs, for components that have more to tell than their values."""
        self.current_output = ""

    # --- what the engine calls -------------------------------------------------------------------------------------

    def bind(self, *, vertex: VertexFacts, values: Mapping[str, Any], run: RunContext) -> None:
        """Take the place in the graph, the field values and the run. Cheap; raises InputInvalid for a bad value."""
        own = self.__dict__
        own["vertex"] = vertex
        own["run"] = run
        own["values"] = values
        fields = self.input_by_name
        for name, value in values.items():
            field = fields.get(name)
            own[name] = value if field is None else field.accept(value)

    async def result_of(self, output: Output) -> Any:
        """Run the output's method and return its value. A bare TypeError says which method it came from."""
        self.current_output = output.name
        method = getattr(self, output.method)
        try:
            if self.blocking and not iscoroutinefunction(method):
                value = await asyncio.to_thread(method)
            else:
                value = method()
            if type(value) is CoroutineType or isawaitable(value):
                value = await value
        except TypeError as error:
            if type(error) is not TypeError:  # a subclass has words of its own
                raise
            # Alone it reads like a fault of whoever called the method: "object is not iterable" names no place.
            raise TypeError(f'Error running method "{output.method}": {error}') from error
        if isinstance(value, Message) and value.data["flow_id"] is None:
            value.data["flow_id"] = self.run.flow_id
        return value

    # --- what the editor calls -------------------------------------------------------------------------------------

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Hooked:
        """Return the template after the field got its value: show, hide, add, fill. It is yours to change.

        The editor has put the value into its own copy already; only this default does so here.
        """
        field = build_config.get(field_name or "")
        if isinstance(field, dict):
            field["value"] = field_value
        return build_config

    def update_outputs(self, frontend_node: Node, field_name: str, field_value: Any) -> Hooked:
        """Return the node with the outputs it has for that value. It starts from the declared ones.

        Called for every field with `real_time_refresh`, the changed one last.
        """
        return frontend_node

    # --- what agents call -------------------------------------------------------------------------------------------

    async def offered_tools(self) -> list[Tool]:
        """Return what an agent may do with the component: by default one tool for each output with `tool_mode`."""
        return tools_of_outputs(self)

    async def to_toolkit(self) -> list[Any]:
        """Return the tools as langchain knows them, named and switched off as the node's table of tools says."""
        return as_langchain_tools(chosen(await self.offered_tools(), self.values.get(ROWS_FIELD)))

    # --- what an author calls --------------------------------------------------------------------------------------

    @property
    def source_name(self) -> str:
        """What the chat names as the source of this component's texts; one that asks a model names the model."""
        return self.vertex.display_name

    @property
    def ctx(self) -> MutableMapping[str, Any]:
        """What the components of this run share."""
        return self.run.state

    def log(self, message: Any, name: str | None = None) -> None:
        """Add a line to the log of the output that is being made."""
        number = 1 + sum(entry.output == self.current_output for entry in self.logs)
        kind = "text" if isinstance(message, str) else "object"
        entry = LogEntry(name=name or f"Log {number}", message=message, type=kind, output=self.current_output)
        self.logs.append(entry)

    def stop(self, output_name: str) -> None:
        """Do not run the branch behind that output; unknown names raise OutputUnknown."""
        if output_name not in self.output_by_name and output_name not in self.vertex.output_names:
            raise OutputUnknown(component=self.vertex.display_name, output=output_name)
        self.stopped_outputs.add(output_name)

    async def run_body(self, item: Any) -> Any:
        """Run the loop's body with `item` and return the value that came back on the loop edge."""
        if self.run.run_body is None:
            raise BodyMissing(display_name=self.vertex.display_name)
        return await self.run.run_body(self.vertex.id, item)

    async def send_message(self, message: Message, *, store: bool = True) -> Message:
        """Show a message in the chat, token by token where its text is a stream, and keep it if `store`.

        Returns the message as it stands in the history. The one that was given is not changed.
        """
        sent = message.copy()
        sent.data.setdefault("id", str(uuid4()))
        sent.data["flow_id"] = sent.data["flow_id"] or self.run.flow_id
        if isinstance(sent.data["text"], TextStream):
            await self._stream(sent, sent.data["text"])
        if store:
            sent = await self.run.messages.add(sent)
        self.sent_messages.append(sent)
        self._emit_message(sent)
        return sent

    async def remove_message(self, message_id: str) -> None:
        """Take a message back from the chat and the history."""
        await self.run.messages.remove(message_id)
        if self.run.emit is not None:
            self.run.emit(MessageRemoved(message_id=message_id))

    async def _stream(self, message: Message, stream: TextStream) -> None:
        """Show the message with its first piece, then each piece; the complete message is sent by the caller."""
        emit = self.run.emit
        if emit is None:
            await message.collect()
            return
        is_shown = False
        async for piece in stream:
            if not is_shown:
                self._emit_message(message.with_text(piece))
                is_shown = True
            emit(TokenProduced(vertex_id=self.vertex.id, message_id=message.data["id"], text=piece))
        await message.collect()
        message.properties.state = "complete"

    def _emit_message(self, message: Message) -> None:
        if self.run.emit is not None:
            self.run.emit(MessageAdded(message=message))

    def __getattr__(self, name: str) -> Any:
        # Only names that `bind` did not set arrive here: declared inputs without a value, and mistakes.
        field = type(self).input_by_name.get(name)
        if field is None:
            raise AttributeError(f"Attribute {name} not found in {type(self).__name__}")
        return field.accept(deepcopy(field.value))
