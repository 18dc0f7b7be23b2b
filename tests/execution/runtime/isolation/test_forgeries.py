"""What code does to the conversation and to its own values: lies about them, breaks them, makes them hostile."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from execution.engine.ports import RunContext
from execution.runtime.components import node_after_change, node_of_code
from execution.runtime.isolation.errors import CustomCodeFailed, CustomCodeUsedTooMuch
from execution.runtime.isolation.options import Options
from execution.runtime.isolation.pool import Pool
from tests.execution.components.memory_host import MemoryHost
from tests.execution.components.running import edit_context
from tests.execution.runtime.isolation.conftest import RunCode
from tests.execution.runtime.isolation.flows import HEAD, probe
from tests.execution.runtime.isolation.outcomes import problem_of, value_of

PUT = """
import json, os, struct, time
def put(frame):
    body = json.dumps(frame).encode()
    os.write(3, struct.pack('>I', len(body)) + body)
"""
FINE = {"value": "x", "logs": [], "status": "", "stopped": [], "messages": [], "attributes": {}, "state": {}}
MESSAGE = {"text_key": "text", "default_value": "", "data": {"text": "t", "properties": {}}}


@pytest.fixture
def options(options: Options) -> Options:
    return replace(options, seconds=4.0, limits=replace(options.limits, cpu_seconds=1))


def answering(value: Any) -> str:
    """Return code that answers in the component's place."""
    frame = {"kind": "answer", "number": 1, "cpu": 0, "value": value}
    return probe(f"{PUT}put({frame!r}); time.sleep(5)")


def message(**fields: Any) -> dict[str, Any]:
    return FINE | {"value": {"$": "Message", "value": MESSAGE | {"data": {"text": "t", "properties": {}, **fields}}}}


@pytest.mark.parametrize(
    "value",
    [
        5,
        None,
        {"value": 1},
        FINE | {"logs": [[1]]},
        FINE | {"messages": 7},
        FINE | {"attributes": []},
        FINE | {"stopped": 1},
        FINE | {"value": {"$": "nothing", "value": 1}},
        FINE | {"value": {"$": "parts", "of": "list", "numbers": [99]}},
        FINE | {"value": {"$": "parts", "of": "list"}},
        FINE | {"value": {"$": "object", "side": "host", "number": 12345}},
        FINE | {"value": {"$": "object", "side": "host", "number": [1]}},
        FINE | {"value": {"$": "Data", "value": [1, 2, 3]}},
        FINE | {"value": {"$": "DataFrame", "value": ["text", [{f"c{i}": 1} for i in range(800)], ""]}},
        FINE | {"value": {"$": "set", "value": [i * (2**61 - 1) for i in range(1100)]}},
        FINE | {"value": {"$": "dict", "value": [[[1.5, i], 1] for i in range(1100)]}},
        FINE | {"value": {"$": "ChatMessage", "value": {"type": "os.systemMessageChunk", "data": {}}}},
        FINE | {"value": {"$": "bytes", "value": 5}},
        message(sender={"a": 1}),
        message(files=7),
        message(content_blocks=[7]),
        message(properties=5),
        message(duration="long"),
        message(timestamp="yesterday"),
        message(text_key=5),
    ],
)
async def test_a_forged_answer_fails_the_component_only(run_code: RunCode, value: Any) -> None:
    assert "cannot be read" in problem_of(await run_code(answering(value)))


@pytest.mark.parametrize(
    "frame",
    [
        {"kind": "answer", "number": []},
        {"kind": "ready"},
        {"kind": "unavailable", "reason": "not at all"},
        {"kind": "part", "number": 1, "value": {"$": "parts", "of": "list", "numbers": [2]}},
        {"kind": "part", "number": {}, "value": 1},
        {"kind": "event", "request": 1, "name": "token"},
        {"kind": "event"},
        {},
    ],
)
async def test_a_forged_frame_ends_its_process_only(run_code: RunCode, frame: dict[str, Any]) -> None:
    forging = probe(f"{PUT}put({frame!r}); time.sleep(60)")
    assert "broke the protocol" in problem_of(await run_code(forging))
    assert value_of(await run_code(probe("return 'fine'"))) == "fine"


async def test_an_answer_to_what_others_asked_reaches_nobody(run_code: RunCode) -> None:
    slow = asyncio.create_task(run_code(probe("import time; time.sleep(1); return 'mine'")))
    forging = "for number in range(2, 50): put({'kind': 'answer', 'number': number, 'value': 'forged', 'cpu': 0})\n"
    assert value_of(await run_code(probe(PUT + forging + "return 'own'"), user_id="bob")) == "own"
    assert value_of(await slow) == "mine"


@pytest.mark.parametrize(
    "asked",
    ["'object', number=1, method='ainvoke', arguments=['x'], named={}", "'everything'", "'variable', name=['x']"],
)
async def test_what_was_lent_to_nobody_cannot_be_called(run_code: RunCode, asked: str) -> None:
    body = f"return Message(text=str(await self.run.messages.channel.ask(self.run.messages.request, {asked})))"
    assert problem_of(await run_code(probe(body, is_async=True)))


async def test_questions_of_a_request_that_is_over_are_refused(run_code: RunCode) -> None:
    host = MemoryHost({"KEY": "k"})
    code = probe(
        "return Message(text=str(await self.run.messages.channel.ask(1, 'variable', name='KEY')))", is_async=True
    )
    assert value_of(await run_code(code, host=host)).text == "k"
    assert "does not answer" in problem_of(await run_code(code, host=host))


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("def __str__(self): raise ValueError('no')", "Hostile"),
        ("def __str__(self): return 'x' * 2**30", "Hostile"),
        ("def __str__(self): return 'x' * 10**7", "xxx"),
        ("def __str__(self): return '\\U0001F600' * 10**5", "\U0001f600"),
        ("def __str__(self): return 5", "Hostile"),
        ("def __str__(self): raise SystemExit", "Hostile"),
        ("__class__ = property(lambda self: 1 / 0)", "oops"),
    ],
)
async def test_errors_that_cannot_be_told_are_told_all_the_same(run_code: RunCode, body: str, problem: str) -> None:
    told = problem_of(await run_code(probe(f"class Hostile(Exception):\n    {body}\nraise Hostile('oops')")))
    assert problem in told
    assert len(told) < 20_000


async def test_an_error_whose_text_never_ends_is_stopped(run_code: RunCode) -> None:
    body = "class Hostile(Exception):\n    def __str__(self):\n        while True: pass\nraise Hostile"
    assert "stopped" in problem_of(await run_code(probe(body)))


@pytest.mark.parametrize(
    "body",
    [
        "import sys; sys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
        "values = []; values.append(values); return values",
        "return 10**5000",
        "class Hostile:\n    __class__ = property(lambda self: 1 / 0)\nreturn Hostile()",
        "class Hostile(str):\n    __eq__ = lambda *_: 1 / 0\n    __hash__ = lambda _: 1\nreturn {Hostile(), Hostile()}",
        "eval('(' * 10**4 + ')' * 10**4)",
        "compile('-' * 10**6 + '1', 'x', 'eval')",
        "import asyncio; asyncio.new_event_loop().run_until_complete(asyncio.sleep(0)); raise SystemExit(3)",
        "import json; json.dumps = lambda *_, **__: 'nonsense'; return 'x'",
        "import os; os.abort()",
        "import os; os.dup2(os.open('/dev/null', os.O_RDWR), 3); os._exit(0)",
    ],
)
async def test_what_breaks_an_interpreter_is_an_error(run_code: RunCode, body: str) -> None:
    assert problem_of(await run_code(probe(body)))
    assert value_of(await run_code(probe("return 'fine'"))) == "fine"


@pytest.mark.parametrize(
    "body",
    [
        "import asyncio\nasync def go(): raise SystemExit(4)\nasyncio.ensure_future(go())\nawait asyncio.sleep(60)",
        "import asyncio\nasyncio.get_running_loop().stop()\nawait asyncio.sleep(60)",
    ],
)
async def test_who_stops_the_loop_stops_at_once(run_code: RunCode, body: str) -> None:
    assert "ended its process" in problem_of(await run_code(probe(body, is_async=True)))


async def test_halves_of_characters_become_replacement_characters(run_code: RunCode) -> None:
    value = value_of(await run_code(probe("return Data(data={'\\ud800k': 'a\\ud83d', 'ok': '\\U0001F600'})")))
    assert value.data == {"\ufffdk": "a\ufffd", "ok": "\U0001f600"}


@pytest.fixture
def editing(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> RunContext:
    monkeypatch.setattr("execution.runtime.isolation.editing.pool", lambda: pool)
    return edit_context(user_id="alice")


CHANGE = {"template": {}, "field": "x", "value": "b", "tool_mode": False}
METHOD = "    def make(self) -> Message: return 1\n"


@pytest.mark.parametrize(
    "code",
    [
        HEAD + "    while True: pass\n" + METHOD,
        HEAD + "    def update_build_config(self, *_):\n        while True: pass\n" + METHOD,
        HEAD + "    display_name = 'x' * 2**40\n" + METHOD,
    ],
    ids=["class", "hook", "memory"],
)
async def test_code_that_never_ends_is_stopped_for_the_editor_too(code: str, editing: RunContext) -> None:
    with pytest.raises((CustomCodeUsedTooMuch, CustomCodeFailed), match=r"stopped|MemoryError"):
        await node_after_change(code, CHANGE, editing)


@pytest.mark.parametrize("answer", [5, {"data": 5, "type": "x"}, {"data": {"template": {}}, "type": []}, {"data": {}}])
async def test_the_editor_gets_a_node_or_an_error(answer: Any, editing: RunContext) -> None:
    frame = {"kind": "answer", "number": 1, "cpu": 0, "value": answer}
    with pytest.raises(CustomCodeFailed, match="did not give a node"):
        await node_of_code(f"{PUT}put({frame!r}); time.sleep(5)\n{HEAD}{METHOD}", editing)


@pytest.mark.parametrize(
    "odd",
    [
        {"type_name": "a\0b"},
        {"type_name": "a\ud800"},
        {"outputs": [{"name": "out", "method": "make", "types": 5}]},
        {"y": {"_input_type": "MessageTextInput", "name": "y", "options": 5, "is_list": {}, "show": True, "value": []}},
        {"y": {"_input_type": "IntInput", "name": "y", "self": 3, "__class__": 5, "a b": 1}},
        {"y": {"_input_type": ["x"], "name": "y"}},
    ],
)
async def test_an_odd_document_around_the_code_is_read_all_the_same(run_code: RunCode, odd: dict[str, Any]) -> None:
    assert value_of(await run_code(probe("return 'fine'"), node=odd)) == "fine"
