"""`Component` as authors of custom components know it: the same contract, and the older names around it."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from functools import wraps
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar

from execution.engine.authoring.conveniences import Conveniences
from execution.engine.authoring.schema import dotdict
from execution.engine.authoring.texts import with_text_stream
from execution.engine.errors import UnknownVariable
from execution.engine.fields import Input, Output
from execution.engine.toolkit import tool_of_langchain
from execution.engine.values import Data, Message

if TYPE_CHECKING:
    from execution.engine.ports import RunContext, VertexFacts
    from execution.engine.toolkit import Tool

SPEAKING_TYPES = frozenset({"ChatInput", "ChatOutput", "DataOutput", "TextInput", "TextOutput", "Webhook"})
"""Where a flow begins and ends: edited code of these types speaks in the chat as ours does."""

running: ContextVar[AuthorComponent] = ContextVar("running")
"""The component whose method is running; `memory` finds the session's messages by it."""


class GraphFacts:
    """What `self.graph` says about the run."""

    def __init__(self, run: RunContext) -> None:
        self.session_id = run.session_id
        self.flow_id = run.flow_id
        self.flow_name = run.flow_name
        self.user_id = run.user_id
        self.run_id = run.run_id
        self.context = run.state


class AuthorComponent(Conveniences):
    """A component with the names that custom code uses. Its plain methods run in a worker thread."""

    blocking = True
    code_class_base_inheritance: ClassVar[str] = "Component"

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "update_build_config" in cls.__dict__:
            cls.update_build_config = _with_dots(cls.update_build_config)  # type: ignore[method-assign]  # its subclass's

    def __init__(self, **values: Any) -> None:
        super().__init__()
        self._prepared = False
        self.__dict__.update(values)

    # --- what the engine calls -------------------------------------------------------------------------------------

    def bind(self, *, vertex: VertexFacts, values: Mapping[str, Any], run: RunContext) -> None:
        """Take place, values and run; then nothing has been set up yet."""
        super().bind(vertex=vertex, values=values, run=run)
        self._prepared = False

    async def result_of(self, output: Output) -> Any:
        """Set the component up before its first output, then make the output."""
        token = running.set(self)
        try:
            if not self._prepared:
                self._prepared = True
                await self.prepare()
            return with_text_stream(await super().result_of(output))
        finally:
            running.reset(token)

    async def prepare(self) -> None:
        """Call the hook that authors may define for work that all outputs share."""
        waiting = self._pre_run_setup()
        if isawaitable(waiting):
            await waiting

    async def offered_tools(self) -> list[Tool]:
        """Return the tools that an author's `_get_tools` makes, else one for each output."""
        if not self.makes_own_tools():
            return await super().offered_tools()
        made: Any = self._get_tools()
        return [tool_of_langchain(tool) for tool in (await made if isawaitable(made) else made)]

    # --- a hook that authors override ------------------------------------------------------------------------------

    def _pre_run_setup(self) -> Any:
        """Do what all outputs share; called once before the first."""

    # --- what authors call -----------------------------------------------------------------------------------------

    @classmethod
    def get_base_inputs(cls) -> list[Input]:
        """Return the inputs that a base class gives to all that inherit from it."""
        return list(getattr(cls, "_base_inputs", []))

    @classmethod
    def get_base_outputs(cls) -> list[Output]:
        """Return the outputs that a base class gives to all that inherit from it."""
        return list(getattr(cls, "_base_outputs", []))

    @property
    def graph(self) -> GraphFacts:
        """What may be known about the flow and the run."""
        return GraphFacts(self.run)

    @property
    def user_id(self) -> str | None:
        return self.run.user_id

    @property
    def flow_id(self) -> str:
        return self.run.flow_id

    @property
    def flow_name(self) -> str:
        return self.run.flow_name

    @property
    def _id(self) -> str:
        return self.vertex.id

    @property
    def _session_id(self) -> str:
        return self.run.session_id

    @property
    def _attributes(self) -> Mapping[str, Any]:
        return self.values

    @property
    def _parameters(self) -> Mapping[str, Any]:
        return self.values

    def get_id(self) -> str:
        """Return the vertex's id."""
        return self.vertex.id

    def update_ctx(self, values: Mapping[str, Any]) -> None:
        """Add to what the components of this run share."""
        self.ctx.update(values)

    def add_to_ctx(self, key: str, value: Any, *, overwrite: bool = False) -> None:
        """Add one value; raises KeyError where it is there already, unless it may be overwritten."""
        if key in self.ctx and not overwrite:
            raise KeyError(f"'{key}' is already in the context; use overwrite=True to replace it")
        self.ctx[key] = value

    def set(self, **values: Any) -> AuthorComponent:
        """Set fields as if they had been typed in."""
        self.__dict__.update(values)
        return self

    def set_attributes(self, values: Mapping[str, Any]) -> None:
        """Set fields as if they had been typed in."""
        self.__dict__.update(values)

    def stop(self, output_name: str | None = None) -> None:
        """Do not run the branch behind that output, by default the one that is being made."""
        super().stop(output_name or self.current_output)

    async def get_variables(self, name: str, field: str | None = None) -> str | None:
        """Return the user's variable of that name; raises UnknownVariable."""
        value = await self.run.variables.value_of(name)
        if value is None:
            raise UnknownVariable(name=name)
        return value

    async def get_variable(self, name: str, field: str | None = None, session: Any = None) -> str | None:
        """The same under its other name."""
        return await self.get_variables(name, field)

    async def send_message(
        self, message: Message, id_: str | None = None, *, store: bool = True, skip_db_update: bool = False
    ) -> Message:
        """Show a message in the chat and keep it; its text may be any kind of generator.

        Only inputs, outputs and what leads to a Chat Output speak there. Of others the message comes back as it is,
        neither shown nor kept: what happens in the middle of a flow is not part of the conversation.
        """
        shown: Message = with_text_stream(message)
        if self.vertex.type not in SPEAKING_TYPES and not self.is_connected_to_chat_output():
            return shown
        if id_ is not None:
            shown.data["id"] = id_
        shown.data["session_id"] = shown.data["session_id"] or self.run.session_id
        return await super().send_message(shown, store=store and not skip_db_update)

    def to_data(self, data: Any, *, keys: list[str] | None = None, silent_errors: bool = False) -> list[Data]:
        """Return one Data for each record, with those keys only if some are given."""
        records = [_record(item) for item in (data if isinstance(data, list | tuple) else [data])]
        return [Data(data=_chosen(record, keys, silent=silent_errors)) for record in records]

    def get_input_display_name(self, input_name: str) -> str:
        """Return the name that people see, else the name itself."""
        field = self.input_by_name.get(input_name)
        return (field.display_name if field else None) or input_name

    def get_output_display_name(self, output_name: str) -> str:
        """Return the name that people see, else the name itself."""
        output = self.output_by_name.get(output_name)
        return (output.display_name if output else None) or output_name

    def is_connected_to_chat_output(self) -> bool:
        """Does any output lead to a Chat Output?"""
        return self.vertex.leads_to("ChatOutput")


def _with_dots(hook: Any) -> Any:
    """Let a hook read and write fields of the template as attributes, too."""

    @wraps(hook)
    def dotted(self: Any, build_config: Any, *arguments: Any, **named: Any) -> Any:
        return hook(self, dotdict(build_config), *arguments, **named)

    return dotted


def _record(item: Any) -> dict[str, Any]:
    if isinstance(item, Data):
        return dict(item.data)
    if isinstance(item, Mapping):
        return dict(item)
    if hasattr(item, "model_dump"):
        return dict(item.model_dump())
    return {"text": str(item)}


def _chosen(record: dict[str, Any], keys: list[str] | None, *, silent: bool) -> dict[str, Any]:
    if not keys:
        return record
    return {key: record.get(key) if silent else record[key] for key in keys}
