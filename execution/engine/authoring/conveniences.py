"""The older and rarer methods that custom code calls on itself, each in terms of what a component has anyway."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from execution.engine.authoring.server_parts import ServerPartClosed
from execution.engine.component import Component
from execution.engine.fields import Input, Output
from execution.engine.fields.output import NO_VALUE
from execution.engine.toolkit import as_langchain_tools, tools_of_outputs
from execution.engine.values import Data

Declared = TypeVar("Declared", Input, Output)


class OutputOfSelf:
    """An output as code finds it on `self`, by its name: some keeps there what it made."""

    def __init__(self, output: Output) -> None:
        self.name = output.name
        self.display_name = output.display_name
        self.method = output.method
        self.types = list(output.types)
        self.value: Any = NO_VALUE


class Conveniences(Component):
    """What authors find on `self` beyond the contract of components."""

    def __getattr__(self, name: str) -> Any:
        """Return a field's value, or the output of that name."""
        output = type(self).output_by_name.get(name)
        if output is None or name in type(self).input_by_name:
            return super().__getattr__(name)
        found = self.__dict__[name] = OutputOfSelf(output)
        return found

    async def _get_tools(self) -> list[Any]:
        """Return langchain's tools, one for each output that agents may have made. Authors override this."""
        return as_langchain_tools(tools_of_outputs(self))

    @classmethod
    def makes_own_tools(cls) -> bool:
        """Did an author override how its tools are made?"""
        return cls._get_tools is not Conveniences._get_tools

    def get_properties_from_source_component(self) -> tuple[str | None, str | None, str | None, str | None]:
        """Return model, icon, display name and id of what feeds the component; the first two are not known here."""
        fed_by = next((found for several in self.vertex.sources.values() for found in several), None)
        return (None, None, None, None) if fed_by is None else (None, None, fed_by.display_name, fed_by.vertex_id)

    # --- about itself ----------------------------------------------------------------------------------------------

    @property
    def trace_name(self) -> str:
        """What traces call it."""
        return f"{self.display_name} ({self.vertex.id})"

    @property
    def tracing_service(self) -> None:
        """None: the server traces by itself."""
        return

    def get_langchain_callbacks(self) -> list[Any]:
        """Return none: the server watches model calls by itself."""
        return []

    def get_project_name(self) -> str:
        """Return the flow's name, by which its traces are found."""
        return self.run.flow_name

    def get_base_args(self) -> dict[str, Any]:
        """Return what another component needs to work in the same run: `Other(**self.get_base_args())`."""
        return {"run": self.run, "vertex": self.vertex, "values": {}}

    def get_input(self, name: str) -> Input:
        """Return the declared input; raises ValueError where there is none of that name."""
        return _known(self.input_by_name, name, "input", self)

    def get_output(self, name: str) -> Output:
        """Return the declared output; raises ValueError where there is none of that name."""
        return _known(self.output_by_name, name, "output", self)

    def get_output_by_method(self, method: Any) -> Output:
        """Return the output that the method makes; raises ValueError where it makes none."""
        name = method if isinstance(method, str) else method.__name__
        return _known({output.method: output for output in self.output_by_name.values()}, name, "method", self)

    def is_connected_to_chat_input(self) -> bool:
        """Does a Chat Input feed any of its fields?"""
        return any(source.type == "ChatInput" for sources in self.vertex.sources.values() for source in sources)

    # --- files -----------------------------------------------------------------------------------------------------

    def resolve_path(self, path: str) -> str:
        """Return the path in full, with the home folder for `~`."""
        return str(Path(path).expanduser().resolve())

    def get_full_path(self, path: str) -> str:
        """Return the path of one of the flow's files as the server knows it."""
        return path

    # --- values ----------------------------------------------------------------------------------------------------

    def create_references_from_data(self, data: list[Data], *, include_data: bool = False) -> str:
        """Return the records as a list of references in Markdown."""
        if not data:
            return ""
        lines = [f"- Text: {record.get_text()}{f', Data: {record.data}' if include_data else ''}" for record in data]
        return "\n".join(["---", *lines, ""])

    # --- the server's own ------------------------------------------------------------------------------------------

    def list_key_names(self) -> list[str]:
        """Refuse: which variables there are is the server's to know; `get_variables` gives one by its name."""
        raise ServerPartClosed(part="list of variables")

    async def alist_flows(self) -> list[Data]:
        """Refuse: which flows there are is the server's to know."""
        raise ServerPartClosed(part="other flows")

    async def run_flow(self, *_arguments: Any, **_options: Any) -> Any:
        """Refuse: flows run other flows with the component Run Flow."""
        raise ServerPartClosed(part="other flows")


def _known(found: Mapping[str, Declared], name: str, kind: str, component: Component) -> Declared:
    if name not in found:
        raise ValueError(f"{type(component).__name__} has no {kind} '{name}'. There are: {', '.join(found)}.")
    return found[name]
