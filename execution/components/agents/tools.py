"""The tools of an agent: what its edges bring, each under a name of its own, and what came of a call."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """What the model wants done."""

    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolAnswer:
    """What came of it."""

    text: str
    """As the model reads it."""
    failed: bool = False
    ends: bool = False
    """Whether this already is the agent's answer: some tools ask for that."""

    @property
    def value(self) -> Any:
        """The same for people: the JSON value where the text is one."""
        if not self.text.startswith(("{", "[")):
            return self.text
        try:
            return json.loads(self.text)
        except ValueError:
            return self.text


class Tools:
    """Tools by the name that the model calls them by."""

    def __init__(self, brought: Iterable[Any]) -> None:
        self._by_name: dict[str, Any] = {}
        for tool in _flat(brought):
            name = self._free_name(tool.name)
            self._by_name[name] = tool if name == tool.name else tool.model_copy(update={"name": name})

    def __bool__(self) -> bool:
        return bool(self._by_name)

    def all(self) -> list[Any]:
        return list(self._by_name.values())

    async def call(self, call: ToolCall) -> ToolAnswer:
        """Return what the tool says; a failure is an answer too, which the model reads."""
        tool = self._by_name.get(call.name)
        if tool is None:
            return ToolAnswer(
                text=f"There is no tool '{call.name}'. There are: {', '.join(self._by_name)}.", failed=True
            )
        wanted = {"name": call.name, "args": dict(call.arguments), "id": call.id, "type": "tool_call"}
        try:
            said = await tool.ainvoke(wanted)
        except Exception as error:  # noqa: BLE001  # a tool may raise anything; the model reads it and may try otherwise
            return ToolAnswer(text=str(error) or type(error).__name__, failed=True)
        failed = getattr(said, "status", "success") == "error"
        return ToolAnswer(text=_text(said), failed=failed, ends=tool.return_direct and not failed)

    def arguments_of(self, name: str, text: str) -> dict[str, Any]:
        """Return the arguments that a text stands for: a JSON object as it is, else the value of the first argument."""
        try:
            found = json.loads(text)
        except ValueError:
            found = text
        if isinstance(found, dict):
            return found
        tool = self._by_name.get(name)
        for argument, schema in (tool.args if tool is not None else {}).items():
            return {argument: text if schema.get("type") == "string" else found}
        return {}

    def _free_name(self, name: str) -> str:
        """Return the name, numbered if another tool has it: providers refuse two of the same."""
        number, free = 1, name
        while free in self._by_name:
            number += 1
            free = f"{name}_{number}"
        return free


def _flat(brought: Iterable[Any]) -> Iterable[Any]:
    """Yield single tools: an edge brings one, or all of a component."""
    for item in brought:
        if isinstance(item, list | tuple):
            yield from _flat(item)
        elif item:
            yield item


def _text(said: Any) -> str:
    content = getattr(said, "content", said)
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, default=str)
