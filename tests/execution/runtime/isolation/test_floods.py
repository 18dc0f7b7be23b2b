"""Code that speaks too much, too large, or never reads: neither the server's memory nor its event loop pays for it."""

import asyncio
from dataclasses import replace

import pytest

from execution.engine.events import MessageAdded, TokenProduced
from execution.engine.isolation.frames import LARGEST_VALUE
from execution.engine.values import Message
from execution.runtime.isolation.component import MOST_LOGS, IsolatedComponent
from execution.runtime.isolation.errors import CustomCodeUsedTooMuch
from execution.runtime.isolation.options import Options
from execution.runtime.isolation.pace import LEAST_COST, MOST_CREDIT, SHARE, Pace
from execution.runtime.isolation.pool import Pool
from tests.execution.components.memory_host import MemoryHistory, MemoryHost
from tests.execution.runtime.isolation.conftest import RunCode
from tests.execution.runtime.isolation.flows import probe
from tests.execution.runtime.isolation.outcomes import problem_of, value_of

PUT = """
import json, os, struct, time
def put(body):
    os.write(3, struct.pack('>I', len(body)) + body)
"""
EMIT = "from execution.engine.events import MessageAdded, TokenProduced\n"


@pytest.fixture
def options(options: Options) -> Options:
    return replace(options, seconds=8.0, limits=replace(options.limits, cpu_seconds=1))


def be_short(options: Options) -> None:
    """Let calls end soon: where the clock is what ends them."""
    object.__setattr__(options, "seconds", 1.0)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param("os.write(3, b'\\xff' * 4); time.sleep(60)", "broke the protocol", id="4 GB announced"),
        pytest.param("os.write(3, struct.pack('>I', 30_000)); time.sleep(60)", "stopped after", id="never sent"),
        pytest.param(
            """b = b'{"kind":"part","number":1,"value":' + b'[' * 15000 + b']' * 15000 + b'}'
put(b); time.sleep(60)""",
            "broke the protocol",
            id="deeply nested",
        ),
        pytest.param(
            """
for i in range(10**6):
    put(json.dumps({'kind': 'part', 'number': i, 'value': ['x' * 30_000]}).encode())""",
            "more data in one value",
            id="parts of nothing",
        ),
        pytest.param(
            """
for i in range(10**6):
    os.write(3, struct.pack('>II', 2**31 + 200_004, i) + b'x' * 200_000)""",
            "more data in one value",
            id="texts of nothing",
        ),
        pytest.param(
            """
b = b'[' + b','.join([b'[]'] * 10_000) + b']'
for i in range(10**6):
    put(b'{"kind":"part","number":%d,"value":%s}' % (i, b))""",
            "stopped",
            id="parts that grow in memory",
        ),
        pytest.param(
            """
for i in range(10**6):
    put(b'{"kind":"part","number":%d,"value":1}' % i)""",
            "stopped",
            id="tiny parts",
        ),
        pytest.param(
            """
for i in range(10**6):
    ref = json.dumps({'$': 'parts', 'of': 'list', 'numbers': [i - 1]}) if i else '1'
    put(('{"kind":"part","number":%d,"value":[[%s]]}' % (i, ref)).encode())""",
            "more data in one value",
            id="parts in parts without end",
        ),
    ],
)
async def test_frames_that_nobody_could_take_end_the_process(
    run_code: RunCode, options: Options, body: str, problem: str
) -> None:
    if problem.startswith("stopped"):
        be_short(options)
    assert problem in problem_of(await run_code(probe(PUT + body)))


async def test_a_flood_of_tokens_is_heard_at_a_bearable_pace(run_code: RunCode, options: Options) -> None:
    be_short(options)
    host = MemoryHost()
    flood = "while True: self.run.emit(TokenProduced(vertex_id='', message_id='m', text='t'))"
    running = asyncio.create_task(run_code(probe(EMIT + flood), host=host))
    assert value_of(await run_code(probe("return Message(text='meanwhile')"))).text == "meanwhile"
    assert "stopped" in problem_of(await running)
    tokens = [event for event in host.events if isinstance(event, TokenProduced)]
    assert 0 < len(tokens) < 1.0 * SHARE / LEAST_COST * 1.5


@pytest.mark.parametrize(
    "told",
    [
        "TokenProduced(vertex_id='', message_id='m', text='t' * 10_000)",
        "MessageAdded(message=Message(text='t' * 100_000, sender='x', session_id='s'))",
    ],
)
async def test_what_is_told_for_the_chat_is_bounded_in_bytes(run_code: RunCode, told: str) -> None:
    host = MemoryHost()
    assert "messages to the server" in problem_of(
        await run_code(probe(f"{EMIT}while True: self.run.emit({told})"), host=host)
    )
    texts = [event.text for event in host.events if isinstance(event, TokenProduced)]
    texts += [event.message.get_text() for event in host.events if isinstance(event, MessageAdded)]
    assert sum(map(len, texts)) <= LARGEST_VALUE


async def test_questions_under_way_are_bounded_in_bytes(run_code: RunCode, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(MemoryHistory, "add", never)
    body = """
import asyncio
message = Message(text='x' * 500_000)
await asyncio.gather(*(self.run.messages.add(message) for _ in range(200)))
"""
    assert "messages to the server" in problem_of(await run_code(probe(body, is_async=True)))


async def test_questions_under_way_are_bounded_in_number(run_code: RunCode, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(MemoryHistory, "remove", never)
    body = "import asyncio\nawait asyncio.gather(*(self.run.messages.remove('x') for _ in range(5000)))"
    assert "messages to the server" in problem_of(await run_code(probe(body, is_async=True)))


async def test_who_does_not_read_gets_no_more_answers(
    run_code: RunCode, options: Options, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_short(options)
    asked = []

    async def recent(*_: object, **wanted: object) -> list[Message]:
        asked.append(wanted)
        return [Message(text="x" * 1_000_000)]

    monkeypatch.setattr(MemoryHistory, "recent", recent)
    body = (
        PUT
        + """
channel = self.run.messages.channel
channel._exactly = lambda size: time.sleep(60)
for number in range(300):
    put(json.dumps({'kind': 'ask', 'number': number, 'request': 1, 'name': 'recent_messages',
                    'arguments': {'session_id': 's'}}).encode())
time.sleep(60)
"""
    )
    running = asyncio.create_task(run_code(probe(body)))
    most = 0
    while not running.done():
        await asyncio.sleep(0.05)
        most = max([most, *(entry._writer.transport.get_write_buffer_size() for _, entry in pool._processes)])
    assert "stopped after" in problem_of(await running)
    assert 0 < most < 2_000_000
    assert len(asked) <= 3


async def test_a_stream_without_end_is_one_value_and_ends(run_code: RunCode, options: Options) -> None:
    large = "def words():\n    while True: yield 'x' * 500_000\nreturn Message(text=words())"
    assert "more data in one value" in problem_of(await run_code(probe(large)))
    be_short(options)
    slow = "import time\ndef words():\n    while True: time.sleep(0.2); yield 'x'\nreturn Message(text=words())"
    assert "stopped after" in problem_of(await run_code(probe(slow)))


async def test_a_value_that_is_too_large_is_refused_in_words(run_code: RunCode) -> None:
    assert "too large to cross" in problem_of(await run_code(probe("return Message(text='x' * (20 * 2**20))")))
    assert len(value_of(await run_code(probe("return Message(text='ü' * 2**20)"))).text) == 2**20


def test_logs_are_bounded() -> None:
    component = IsolatedComponent()
    with pytest.raises(CustomCodeUsedTooMuch, match="log entries"):
        component._taken({"logs": [["", "", "", ""]] * (MOST_LOGS + 1), "messages": []})


async def test_nothing_of_a_flood_stays_in_the_server(run_code: RunCode, pool: Pool) -> None:
    left = PUT + "for i in range(400): put(json.dumps({'kind': 'part', 'number': i, 'value': 'x' * 30_000}).encode())\n"
    assert value_of(await run_code(probe(left + "return 'done'"))) == "done"
    (process,) = [process for _, process in pool._processes]
    assert process.objects.parts.size == 0
    assert not process._answering


def test_the_pace_lets_little_through_and_much_only_half_of_the_time() -> None:
    pace = Pace()
    assert pace.pause_after(0.001) == 0.0
    assert pace.pause_after(MOST_CREDIT + 0.1) == pytest.approx(0.2, abs=0.02)
