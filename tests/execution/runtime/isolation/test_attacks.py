"""What hostile code tries: each attempt ends as an error of its component, and the server answers others meanwhile."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from execution.engine.results import RunOutcome
from tests.execution.runtime.isolation.conftest import RunCode
from tests.execution.runtime.isolation.flows import probe


def problem_of(outcome: RunOutcome) -> str:
    assert len(outcome.failures) == 1, outcome.results
    return outcome.failures[0].message


def value_of(outcome: RunOutcome) -> Any:
    assert not outcome.failures, outcome.failures
    return outcome.results["Probe-p"].values["out"]


async def test_an_infinite_loop_is_stopped_while_others_are_answered(run_code: RunCode) -> None:
    looping = asyncio.create_task(run_code(probe("while True: pass")))
    await asyncio.sleep(0.3)
    assert value_of(await run_code(probe("return Message(text=self.x)"))).text == "a"
    assert not looping.done()
    assert "used more CPU time" in problem_of(await looping)


async def test_a_sleeper_is_stopped_by_the_clock(run_code: RunCode, options: Any) -> None:
    object.__setattr__(options, "seconds", 1.0)
    assert "stopped after 1 seconds" in problem_of(await run_code(probe("import time; time.sleep(60)")))


async def test_a_fork_bomb_gets_no_process(run_code: RunCode) -> None:
    bomb = probe("import os\nwhile True: os.fork()")
    assert "not permitted" in problem_of(await run_code(bomb))


@pytest.mark.parametrize(
    "body",
    [
        "import subprocess; subprocess.run(['/bin/true'])",
        "import os; os.system('true') == 0 or (_ for _ in ()).throw(OSError('not permitted'))",
        "import os; os.posix_spawn('/bin/true', ['true'], {})",
        "import multiprocessing; multiprocessing.Process(target=print).start()",
    ],
)
async def test_no_other_program_can_be_started(run_code: RunCode, body: str) -> None:
    assert "ermi" in problem_of(await run_code(probe(body)))  # "not permitted", or "Permission denied"


async def test_a_thread_bomb_ends_at_its_own_memory(run_code: RunCode) -> None:
    bomb = probe("import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,)).start()")
    assert problem_of(await run_code(bomb))


async def test_ten_gigabytes_are_not_to_be_had(run_code: RunCode) -> None:
    assert "used more memory" in problem_of(await run_code(probe("return Message(text='x' * 10**10)")))


async def test_leaving_the_process_fails_the_component_only(run_code: RunCode) -> None:
    assert "exit code 3" in problem_of(await run_code(probe("import os; os._exit(3)")))
    assert problem_of(await run_code(probe("import sys; sys.exit('bye')")))
    assert value_of(await run_code(probe("return Message(text='fine')"))).text == "fine"


async def test_a_crash_of_the_interpreter_fails_the_component_only(run_code: RunCode) -> None:
    crash = probe("import ctypes; ctypes.string_at(0)")
    assert "signal 11" in problem_of(await run_code(crash))


async def test_files_of_the_server_cannot_be_read(run_code: RunCode, tmp_path: Path) -> None:
    secret = tmp_path / "secret_key"
    secret.write_text("hidden")
    assert "Permission denied" in problem_of(
        await run_code(probe(f"return Message(text=open({str(secret)!r}).read())"))
    )


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "/proc/1/environ",
        pytest.param(f"/proc/{os.getpid()}/environ", id="own environment"),
        pytest.param(f"/proc/{os.getppid()}/cmdline", id="parent's command line"),
        "/proc/self/fd",
    ],
)
async def test_files_of_the_machine_cannot_be_read(run_code: RunCode, path: str) -> None:
    assert "Permission denied" in problem_of(await run_code(probe(f"return Message(text=open({path!r}).read())")))


async def test_the_projects_own_files_cannot_be_read_beyond_the_engine(run_code: RunCode) -> None:
    root = Path(__file__).parents[4]
    for path in (root / "manage.py", root / "langflow_site" / "settings" / "__init__.py"):
        assert "Permission denied" in problem_of(await run_code(probe(f"open({str(path)!r})")))
    assert problem_of(await run_code(probe("import langflow_site.settings")))


async def test_files_of_the_server_cannot_be_destroyed(run_code: RunCode, tmp_path: Path) -> None:
    database = tmp_path / "langflow.db"
    database.write_text("rows")
    for attempt in ("os.truncate({!r}, 0)", "os.remove({!r})", "os.chmod({!r}, 0o777)", "os.rename({!r}, 'x')"):
        assert problem_of(await run_code(probe("import os; " + attempt.format(str(database)))))
    assert database.read_text() == "rows"


async def test_no_file_may_be_written_outside_the_working_folder(run_code: RunCode, tmp_path: Path) -> None:
    assert "Permission denied" in problem_of(await run_code(probe(f"open({str(tmp_path / 'x')!r}, 'w')")))
    inside = probe("open('note.txt', 'w').write('kept')\nreturn Message(text=open('note.txt').read())")
    assert value_of(await run_code(inside)).text == "kept"


async def test_a_file_cannot_fill_the_disk(run_code: RunCode) -> None:
    assert problem_of(await run_code(probe("f = open('big', 'wb')\nwhile True: f.write(b'0' * 10**7)")))


async def test_the_environment_holds_nothing_of_the_server(run_code: RunCode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGFLOW_SECRET_KEY", "hidden")
    seen = value_of(await run_code(probe("import os; return Message(text=' '.join(os.environ))"))).text
    assert set(seen.split()) <= {"LANG", "PATH", "HOME", "TMPDIR", "LC_CTYPE"}


async def test_the_server_is_not_in_the_processs_memory(run_code: RunCode) -> None:
    seen = value_of(await run_code(probe("import sys; return Message(text=' '.join(sys.modules))"))).text.split()
    assert not [name for name in seen if name.split(".")[0] in {"django", "langflow_site", "accounts", "flows"}]


async def test_the_server_cannot_be_reached(run_code: RunCode) -> None:
    listening = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    attempt = probe(f"import socket; socket.create_connection(('127.0.0.1', {port}))")
    assert "not permitted" in problem_of(await run_code(attempt))
    listening.close()


async def test_sockets_of_this_machine_cannot_be_reached(run_code: RunCode, tmp_path: Path) -> None:
    listening = await asyncio.start_unix_server(lambda *_: None, str(tmp_path / "s"))
    attempt = probe(f"import socket; socket.socket(socket.AF_UNIX).connect({str(tmp_path / 's')!r})")
    assert "not permitted" in problem_of(await run_code(attempt))
    listening.close()


async def test_other_processes_get_no_signals(run_code: RunCode) -> None:
    for attempt in (f"os.kill({os.getpid()}, 0)", "os.kill(-1, 9)", f"os.setpriority(0, {os.getpid()}, 19)"):
        assert "not permitted" in problem_of(await run_code(probe(f"import os; {attempt}")))


async def test_limits_cannot_be_raised(run_code: RunCode) -> None:
    raised = probe("import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))")
    assert "not allowed" in problem_of(await run_code(raised))


async def test_nonsense_on_the_pipe_ends_the_process(run_code: RunCode) -> None:
    for attempt in ("b'\\xff' * 100", "b'\\0\\0\\0\\2[]'", "b'\\0\\0\\0\\2{}'"):
        outcome = await run_code(probe(f"import os, time; os.write(3, {attempt}); time.sleep(5)"))
        assert problem_of(outcome)


async def test_a_flood_of_questions_ends_the_process(run_code: RunCode) -> None:
    body = """
import asyncio
ports = self.run.messages
await asyncio.gather(*(ports.channel.ask(ports.request, 'variable', name='X' * 1000) for _ in range(5000)))
"""
    outcome = await run_code(probe(body, is_async=True))
    assert problem_of(outcome)


async def test_json_without_end_ends_the_process(run_code: RunCode) -> None:
    body = "import os, struct, time; b = b'[' * 200000; os.write(3, struct.pack('>I', len(b)) + b); time.sleep(5)"
    assert problem_of(await run_code(probe(body)))


async def test_one_users_process_never_serves_another(run_code: RunCode) -> None:
    code = probe("import os; return Message(text=str(os.getpid()))")
    mine = [value_of(await run_code(code)).text for _ in range(2)]
    others = value_of(await run_code(code, user_id="bob")).text
    assert mine[0] == mine[1] != others
