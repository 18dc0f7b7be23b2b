"""What code leaves behind in its process: nothing of it runs, speaks or reaches another user."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from execution.runtime.isolation.birth import Newborn, helper
from execution.runtime.isolation.options import Options
from execution.runtime.isolation.pool import Pool, Tenant
from tests.execution.components.memory_host import MemoryHost, MemoryVariables
from tests.execution.runtime.isolation.conftest import RunCode
from tests.execution.runtime.isolation.flows import probe
from tests.execution.runtime.isolation.outcomes import problem_of, value_of


def state_of(pid: int) -> str:
    """Return the kernel's letter for what the process does: T stands still."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def cpu_time_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]


async def comes_to_rest(pid: int) -> bool:
    for _ in range(500):
        if state_of(pid) == "T":
            return True
        await asyncio.sleep(0.01)
    return False


async def test_a_thread_that_stays_stands_still_between_calls(run_code: RunCode, pool: Pool) -> None:
    code = probe("""
import sys, threading
counted = sys.modules.setdefault('counted', [0])
def count():
    while True: counted[0] += 1
if counted == [0]:
    threading.Thread(target=count, daemon=True).start()
return Data(data={'n': counted[0]})
""")
    await run_code(code)
    (process,) = [process for _, process in pool._processes]
    assert await comes_to_rest(process._newborn.pid)
    before = cpu_time_of(process._newborn.pid)
    await asyncio.sleep(0.2)
    assert cpu_time_of(process._newborn.pid) == before
    assert value_of(await run_code(code)).data["n"] > 0


async def test_a_thread_that_stays_gets_no_answers(run_code: RunCode) -> None:
    host = MemoryHost({"KEY": "k"})
    body = """
import asyncio, threading, time
ports, given = self.run.messages, []
def ask():
    time.sleep(0.1)
    asyncio.run(ports.channel.ask(ports.request, 'add_message', message=Message(text='late')))
threading.Thread(target=ask, daemon=True).start()
return 'gone'
"""
    code = probe(body + "\n")
    assert value_of(await run_code(code, host=host)) == "gone"
    await asyncio.sleep(0.3)
    assert value_of(await run_code(code, host=host)) == "gone"
    assert [message.get_text() for message in host.messages.stored] == []


@pytest.mark.parametrize(
    "left",
    [
        "import json; json.left = 'behind'; seen = lambda: __import__('json').left",
        "import os; os.environ['LEFT'] = 'behind'; seen = lambda: os.environ.get('LEFT', '')",
        "import builtins; builtins.left = 'behind'; seen = lambda: __import__('builtins').left",
        "open('left', 'w').write('behind'); seen = lambda: open('left').read()",
        "type(self).left = 'behind'; seen = lambda: type(self).left",
    ],
    ids=["module", "environment", "builtins", "file", "class"],
)
async def test_what_one_users_code_leaves_another_does_not_meet(run_code: RunCode, left: str) -> None:
    body = f"""
if self.x == 'leave':
    {left}
    return Message(text=seen())
import builtins, json, os
found = [getattr(json, 'left', ''), os.environ.get('LEFT', ''), getattr(builtins, 'left', ''), *os.listdir('.')]
return Message(text=''.join([*found, getattr(type(self), 'left', '')]))
"""
    code = probe(body)
    leave = {"name": "x", "type": "str", "show": True, "value": "leave"}
    assert value_of(await run_code(code, user_id="bob", node={"x": leave})).text == "behind"
    assert value_of(await run_code(code)).text == ""


@pytest.fixture
def options(options: Options) -> Options:
    return replace(options, seconds=20.0, limits=replace(options.limits, cpu_seconds=1))


async def test_one_user_cannot_keep_all_processes_busy(run_code: RunCode, pool: Pool, options: Options) -> None:
    sleepers = [
        asyncio.create_task(run_code(probe(f"import time; time.sleep(60)  # {number}")))
        for number in range(options.processes + 2)
    ]
    await asyncio.sleep(0.5)
    assert value_of(await run_code(probe("return 'served'"), user_id="bob")) == "served"
    assert not any(sleeper.done() for sleeper in sleepers)
    for sleeper in sleepers:
        sleeper.cancel()
    await asyncio.wait(sleepers)


async def test_who_is_alone_may_have_all_but_the_reserve(pool: Pool, options: Options) -> None:
    assert options.processes == 4
    lent = [pool.process_for(Tenant("alice", str(number))) for number in range(3)]
    for each in lent:
        await each.__aenter__()
    assert not pool._may_work_more(Tenant("alice", "more"))
    assert pool._may_work_more(Tenant("bob", "any"))
    for each in lent:
        await each.__aexit__(None, None, None)
    assert pool._may_work_more(Tenant("alice", "more"))


@pytest.mark.parametrize("patience", [0.05, 0.3])
async def test_a_run_that_is_cancelled_while_its_process_starts_leaves_none(
    run_code: RunCode, pool: Pool, monkeypatch: pytest.MonkeyPatch, patience: float
) -> None:
    born: list[Newborn] = []
    start = helper.start

    def slowly(options: Options) -> Newborn:
        born.append(start(options))
        time.sleep(0.2)
        return born[-1]

    monkeypatch.setattr(helper, "start", slowly)
    running = asyncio.create_task(run_code(probe("import time; time.sleep(60)")))
    await asyncio.sleep(patience)
    running.cancel()
    await asyncio.wait([running])
    await pool.close()
    for _ in range(500):
        if born and not born[0].folder.exists():
            break
        await asyncio.sleep(0.01)
    assert [newborn.folder.exists() for newborn in born] == [False]


async def test_a_process_that_was_lent_is_not_ended_for_others(pool: Pool) -> None:
    """Large values are written in a thread; until then nobody has asked for anything."""
    async with pool.process_for(Tenant("alice", "one")) as process:
        assert process.is_free
        assert not process.is_idle


async def test_small_threads_are_counted_too(run_code: RunCode) -> None:
    body = """
import _thread, ctypes, time
ctypes.CDLL(None).mallopt(-8, 1)  # memory for all of them in one place: tens of thousands would fit
_thread.stack_size(32768)
while True:
    try: _thread.start_new_thread(time.sleep, (60,))
    except RuntimeError: time.sleep(0.1)
"""
    assert "used more threads" in problem_of(await run_code(probe(body)))


@pytest.mark.parametrize(
    "attempt",
    [
        "import fcntl; fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
        "import fcntl; fcntl.fcntl(0, 10, 9)",
        "import fcntl; fcntl.fcntl(0, 15, b'\\0' * 8)",
        "import fcntl, struct; fcntl.ioctl(0, 0x8901, struct.pack('i', os.getppid()))",
        "check(libc.syncfs(0))",
        "os.kill(os.getppid(), 9)",
        "os.setsid()",
        "os.setpriority(os.PRIO_PGRP, 0, 19)",
        "os.sched_setaffinity(0, [0])",
        "import signal; signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 9)",
        "check(libc.prctl(1, 0, 0, 0, 0))",
        "check(libc.prctl(4, 1, 0, 0, 0))",
        "check(libc.ptrace(16, os.getppid(), 0, 0))",
        "check(libc.unshare(0x10000000))",
        "check(libc.mount(b'none', b'/', b'tmpfs', 0, None))",
        "check(libc.umount2(os.getcwd().encode(), 2))",
        "check(libc.shmget(1, 4096, 0o1600))",
        "check(libc.syscall(319, b'x', 0))",
        "open('/dev/shm/x', 'w')",
        "open('/proc/self/mem', 'rb')",
        "open(f'/proc/{os.getppid()}/environ', 'rb')",
        "os.listdir('/proc/self/fd')",
        "os.listdir('/tmp')",
        "os.link('/etc/passwd', 'x')",
        "from multiprocessing import Semaphore; Semaphore()",
        "import resource; resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))",
    ],
)
async def test_the_machine_is_out_of_reach(run_code: RunCode, attempt: str) -> None:
    body = f"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def check(result):
    if result < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
{attempt}
return 'done'
"""
    problem = problem_of(await run_code(probe(body)))
    assert any(words in problem for words in ("ermi", "not implemented", "cross-device")), problem


async def test_many_threads_have_the_cpu_time_of_one(run_code: RunCode) -> None:
    body = """
import threading, time
def burn():
    while True: pass
for _ in range(3): threading.Thread(target=burn, daemon=True).start()
time.sleep(60)
"""
    assert "used more CPU time" in problem_of(await run_code(probe(body)))


async def test_the_environment_of_the_server_is_nobodys_variable(
    run_code: RunCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, bool]] = []

    async def value_of_name(_: MemoryVariables, name: str, **how: bool) -> str:
        asked.append(how)
        return f"the value of {name}"

    monkeypatch.setattr(MemoryVariables, "value_of", value_of_name)
    code = probe("return Message(text=await self.get_variables('KEY'))", is_async=True)
    assert value_of(await run_code(code)).text == "the value of KEY"
    assert asked == [{"from_environment": False}]
