"""See what langchain's models and tools are asked, whoever asks them, and note it for the vertex under way.

langchain tells its callbacks; ours is one for the whole process and finds by the context whose call it is.
"""

from contextvars import ContextVar
from functools import cache
from time import perf_counter
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from execution.components.language_models.answering import usage_of
from execution.components.optional_import import optional_import
from execution.engine.calls import Call, CallKind, noted_calls
from execution.engine.values.json_values import to_json_value

EXTRA = "agents"


@cache
def watch_calls() -> None:
    """Have langchain tell us from now on. Call it where langchain is loaded anyway."""
    base = optional_import("langchain_core.callbacks", extra=EXTRA).BaseCallbackHandler
    handler = type("CallWatcher", (CallWatcher, base), {})()
    context = optional_import("langchain_core.tracers.context", extra=EXTRA)
    context.register_configure_hook(ContextVar("call_watcher", default=handler), inheritable=True)


class CallWatcher:
    """What langchain calls; the names are its own."""

    run_inline = True  # in the task of the component, whose context names the list
    ignore_chain = ignore_retriever = True

    def __init__(self) -> None:
        super().__init__()
        # Weak: a stream that nobody reads to its end must not keep its run in memory.
        self._open: WeakValueDictionary[UUID, Call] = WeakValueDictionary()

    def on_chat_model_start(self, serialized: Any, messages: list[list[Any]], *, run_id: UUID, **facts: Any) -> None:
        said = [{"role": message.type, "content": to_json_value(message.content)} for message in messages[0]]
        self._begin(CallKind.MODEL, serialized, {"messages": said}, run_id, facts)

    def on_llm_start(self, serialized: Any, prompts: list[str], *, run_id: UUID, **facts: Any) -> None:
        self._begin(CallKind.MODEL, serialized, {"prompts": prompts}, run_id, facts)

    def on_tool_start(self, serialized: Any, input_str: str, *, run_id: UUID, **facts: Any) -> None:
        arguments = facts.get("inputs")
        question = to_json_value(arguments) if isinstance(arguments, dict) else {"input": input_str}
        self._begin(CallKind.TOOL, serialized, question, run_id, facts)

    def on_llm_end(self, response: Any, *, run_id: UUID, **facts: Any) -> None:
        call = self._end(run_id)
        if call is None or not response.generations or not response.generations[0]:
            return
        generation = response.generations[0][0]
        message = getattr(generation, "message", None)
        call.usage = usage_of(message)
        call.answer = {"text": to_json_value(generation.text)}
        if tool_calls := getattr(message, "tool_calls", None):
            call.answer["tool_calls"] = to_json_value(tool_calls)

    def on_tool_end(self, output: Any, *, run_id: UUID, **facts: Any) -> None:
        call = self._end(run_id)
        if call is not None:
            call.answer = {"output": to_json_value(getattr(output, "content", output))}

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **facts: Any) -> None:
        self._fail(error, run_id)

    def on_tool_error(self, error: BaseException, *, run_id: UUID, **facts: Any) -> None:
        self._fail(error, run_id)

    def _begin(self, kind: CallKind, serialized: Any, question: Any, run_id: UUID, facts: dict[str, Any]) -> None:
        calls = noted_calls()
        if calls is None:
            return
        model = (facts.get("metadata") or {}).get("ls_model_name") if kind is CallKind.MODEL else None
        name = (serialized or {}).get("name") or facts.get("name") or kind.value
        call = Call(
            kind=kind, name=name, started=perf_counter(), question=question, id=run_id,
            parent_id=facts.get("parent_run_id"), model=model,
        )  # fmt: skip
        self._open[run_id] = call
        calls.append(call)

    def _end(self, run_id: UUID) -> Call | None:
        call = self._open.pop(run_id, None)
        if call is not None:
            call.seconds = perf_counter() - call.started
            call.has_ended = True
        return call

    def _fail(self, error: BaseException, run_id: UUID) -> None:
        call = self._end(run_id)
        if call is not None:
            call.problem = str(error) or type(error).__name__
