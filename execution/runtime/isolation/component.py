"""The component that stands in the plan for code that runs in an isolated process."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from itertools import count
from typing import Any, ClassVar

from execution.engine.component import Component, LogEntry
from execution.engine.document import NodeFacts
from execution.engine.fields import INPUT_TYPES, Input, MessageTextInput, Output
from execution.engine.toolkit import ROWS_FIELD, TOOL_OUTPUT, Tool, tags_of, tool_of_output
from execution.engine.values import Message
from execution.runtime.isolation.answering import RunAnswers, run_facts
from execution.runtime.isolation.errors import CustomCodeFailed, CustomCodeUsedTooMuch
from execution.runtime.isolation.pool import Tenant, pool
from execution.runtime.isolation.process import IsolatedProcess

MOST_LOGS = 10_000
"""Log entries, or messages, of one output."""

_instances = count(1)

_MAKES_TOOLS = re.compile(rf"def ({TOOL_OUTPUT.method}|_get_tools)\b")
"""In code that makes tools of its own."""


class IsolatedComponent(Component):
    """Plays a node whose code is not ours. Fields cross as they are; the class in the process gives them their form."""

    blocking = True
    is_trusted_only = True
    source_code: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self._instance = next(_instances)
        self._process: IsolatedProcess | None = None
        self._made: set[str] = set()

    async def offered_tools(self) -> list[Tool]:
        """Return one tool for each method that the node's table of tools names: in tool mode it shows no outputs."""
        methods = tags_of(self.values.get(ROWS_FIELD))
        return [tool_of_output(self, Output(name=method, method=method)) for method in methods]

    async def result_of(self, output: Output) -> Any:
        """Have the process make the output. All outputs of one execution come from the same process."""
        if output.method == TOOL_OUTPUT.method and not _MAKES_TOOLS.search(self.source_code):
            return await super().result_of(output)  # tools live as long as the run; each call asks for a process
        self.current_output = output.name
        if self._process is not None:
            try:
                return await self._result(self._process, output)
            finally:
                await pool().tell_free(self._process)
        async with pool().process_for(Tenant(self.run.user_id, self.source_code)) as process:
            return await self._result(process, output)

    async def _result(self, process: IsolatedProcess, output: Output) -> Any:
        wire = await self._request(process, output)
        self._process = process
        process.users.add(self)
        try:
            made = await process.ask("make", wire, RunAnswers(self.run, self.vertex.id))
        finally:
            self._made.add(output.name)
            if self._made >= self._expected():
                process.users.discard(self)
        try:
            return self._taken(made)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise CustomCodeFailed(reason=f"What the component's code gave cannot be read: {error}") from error

    async def _request(self, process: IsolatedProcess, output: Output) -> dict[str, Any]:
        request = {
            "instance": self._instance,
            "output": {"name": output.name, "method": output.method},
            "run": run_facts(self.run),
            "state": await process.encoded(dict(self.run.state)),
        }
        if self._process is None:
            request["code"] = self.source_code
            request["vertex"] = self._vertex_facts()
            request["values"] = await process.encoded(dict(self.values))
        return request

    def _taken(self, made: Mapping[str, Any]) -> Any:
        """Take over what the component in the process left behind, and return the value. Raises as foreign data may."""
        if len(made["logs"]) > MOST_LOGS or len(made["messages"]) > MOST_LOGS:
            raise CustomCodeUsedTooMuch(what="log entries or messages")
        self.logs += [
            LogEntry(name=str(name), message=message, type=str(kind), output=str(output))
            for name, message, kind, output in made["logs"]
        ]
        self.status = made["status"]
        self.stopped_outputs.update(str(name) for name in made["stopped"])
        self.sent_messages += [message for message in made["messages"] if isinstance(message, Message)]
        self.attributes.update({str(name): value for name, value in made["attributes"].items()})
        self.run.state.update({str(name): value for name, value in made["state"].items()})
        return made["value"]

    def _expected(self) -> set[str]:
        return set(self.vertex.targets) or set(self.vertex.output_names) or set(self.output_by_name)

    def _vertex_facts(self) -> dict[str, Any]:
        vertex = self.vertex
        return {
            "id": vertex.id,
            "display_name": vertex.display_name,
            "type": vertex.type,
            "tool_mode": vertex.tool_mode,
            "output_names": vertex.output_names,
            "sources": {name: [asdict(found) for found in neighbours] for name, neighbours in vertex.sources.items()},
            "targets": {name: [asdict(found) for found in neighbours] for name, neighbours in vertex.targets.items()},
        }


def isolated_component(node: NodeFacts) -> type[IsolatedComponent]:
    """Return the class for a node. Its outputs are those that the document shows; nothing of its code is run."""
    facts = {
        "__module__": __name__,
        "name": node.type,
        "display_name": node.display_name,
        "source_code": node.code,
        "outputs": [_output(shown) for shown in node.outputs],
    }
    name = node.type if node.type.isidentifier() else IsolatedComponent.__name__
    component: type[IsolatedComponent] = type(name, (IsolatedComponent,), facts)
    # For agents, who are told about the arguments; the values cross as they are, so they are not in `input_by_name`.
    component.inputs = [_input(name, shown) for name, shown in node.template.items() if "_input_type" in shown]
    return component


def _output(shown: Mapping[str, Any]) -> Output:
    types = shown.get("types")
    return Output(
        name=str(shown.get("name") or ""),
        display_name=str(shown.get("display_name") or ""),
        method=str(shown.get("method") or ""),
        types=[str(kind) for kind in types] if isinstance(types, list) else [],
        tool_mode=shown.get("tool_mode") is not False,
        cache=shown.get("cache") is not False,
        allows_loop=shown.get("allows_loop") is True,
    )


def _input(name: str, shown: Mapping[str, Any]) -> Input:
    kind = INPUT_TYPES.get(str(shown["_input_type"]), MessageTextInput)
    own_names = {wire: own for own, wire in kind.wire_names.items()}
    field = kind(name=name)
    settings = {own_names.get(key, key): value for key, value in shown.items() if key not in {"type", "_input_type"}}
    return field.with_settings(**settings)
