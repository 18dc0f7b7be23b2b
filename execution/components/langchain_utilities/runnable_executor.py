"""Runnable Executor: run an agent or a chain that an edge brings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, HandleInput, MessageTextInput, Output
from execution.engine.values import Message, TextStream

_USUAL_OUTPUTS = ("output", "answer", "response", "result", "text")


class NothingToRun(EngineError, TypeError):
    """What the edge brings is no runnable of langchain."""

    code = "nothing_to_run"
    message = "The field 'Agent Executor' needs a runnable of langchain, such as an agent; it got {kind}."


class RunnableExecutor(Component):
    """Run a runnable of langchain and hand on its answer."""

    display_name = "Runnable Executor"
    description = "Runs an agent or another runnable of langchain."
    icon = "LangChain"
    beta = True

    inputs = [
        MessageTextInput(name="input_value", display_name="Input", info="What it is asked.", required=True),
        HandleInput(
            name="runnable",
            display_name="Agent Executor",
            info="What is run.",
            input_types=["Chain", "AgentExecutor", "Agent", "Runnable"],
            required=True,
        ),
        MessageTextInput(
            name="input_key",
            display_name="Input Key",
            info="Under which name it takes what it is asked.",
            value="input",
            advanced=True,
        ),
        MessageTextInput(
            name="output_key",
            display_name="Output Key",
            info="Under which name it gives its answer.",
            value="output",
            advanced=True,
        ),
        BoolInput(name="use_stream", display_name="Stream", info="Hand on the answer while it is being written."),
    ]
    outputs = [
        Output(name="text", display_name="Message", method="build_executor"),
    ]

    async def build_executor(self) -> Message:
        """Return the answer. Raises NothingToRun."""
        if not hasattr(self.runnable, "ainvoke"):
            raise NothingToRun(kind=type(self.runnable).__name__)
        if self.use_stream and hasattr(self.runnable, "astream_events"):
            return Message(text=TextStream(self._pieces()))
        answer = self._answer_in(await self.runnable.ainvoke(self._question()))
        self.status = answer
        return Message(text=answer)

    async def _pieces(self) -> AsyncIterator[str]:
        """Yield what its models say, piece by piece."""
        async for event in self.runnable.astream_events(self._question(), version="v2"):
            if event["event"] == "on_chat_model_stream" and (text := str(event["data"]["chunk"].text)):
                yield text

    def _question(self) -> Any:
        """Return the input under the name that the runnable knows; where it knows one name only, under that."""
        key, question = self.input_key or "input", self.input_value or ""
        known = _input_names(self.runnable)
        if not known or key in known:
            return {key: question}
        return {"messages": [("user", question)]} if "messages" in known else dict.fromkeys(known, question)

    def _answer_in(self, result: Any) -> str:
        if not isinstance(result, Mapping):
            return _text(result)
        key = self.output_key or "output"
        others = [name for name in result if name != self.input_key]
        names = [key, *(others if len(others) == 1 else _USUAL_OUTPUTS)]
        found = next((result[name] for name in names if name in result), None)
        if found is None and result.get("messages"):
            found = result["messages"][-1]
        return _text(result if found is None else found)


def _input_names(runnable: Any) -> list[str]:
    """Return the names that the runnable takes: executors of agents list them, others have a schema."""
    listed = getattr(runnable, "input_keys", None)
    if listed is not None:
        return list(listed)
    if not hasattr(runnable, "get_input_jsonschema"):
        return []
    return list(runnable.get_input_jsonschema().get("properties") or {})


def _text(value: Any) -> str:
    content = getattr(value, "content", value)
    return content if isinstance(content, str) else str(content)
