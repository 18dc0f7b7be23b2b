"""A server process of our own, as `make run` starts it, in a folder of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
STOP_SECONDS = 30.0

SUPERUSER = {"LANGFLOW_SUPERUSER": "langflow", "LANGFLOW_SUPERUSER_PASSWORD": "langflow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveServer:
    """A server that answers."""

    base: str
    process_id: int
    folder: Path
    seconds_to_start: float

    def token(self) -> str:
        answer = httpx.post(f"{self.base}/api/v1/login", data={"username": "langflow", "password": "langflow"})
        answer.raise_for_status()
        return answer.json()["access_token"]

    def api_key(self) -> str:
        headers = {"Authorization": f"Bearer {self.token()}"}
        answer = httpx.post(f"{self.base}/api/v1/api_key/", json={"name": "live"}, headers=headers)
        answer.raise_for_status()
        return answer.json()["api_key"]

    def memory_mb(self) -> float:
        """Resident memory of the process."""
        return self._memory("VmRSS")

    def memory_peak_mb(self) -> float:
        """The most that it ever was, or was since `forget_memory_peak`."""
        return self._memory("VmHWM")

    def cpu_seconds(self) -> float:
        """What the process has computed so far. On a busy machine this says more than the time that went by."""
        facts = Path(f"/proc/{self.process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        user, system = (int(ticks) for ticks in facts[11:13])  # the 14th and 15th, of which the name took two
        return (user + system) / os.sysconf("SC_CLK_TCK")

    def forget_memory_peak(self) -> None:
        Path(f"/proc/{self.process_id}/clear_refs").write_text("5", encoding="ascii")  # the kernel's code for that

    def _memory(self, name: str) -> float:
        status = Path(f"/proc/{self.process_id}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(name))


def environment(folder: Path, port: int, **settings: str) -> dict[str, str]:
    """Nothing of the developer's settings: a home of its own, no proxy on the way to loopback."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "NO_PROXY": "127.0.0.1,localhost",
        "LANGFLOW_ENV_FILE": os.devnull,
        "LANGFLOW_CONFIG_DIR": str(folder / "data"),
        "LANGFLOW_HOST": "127.0.0.1",
        "LANGFLOW_PORT": str(port),
        "LANGFLOW_DEVELOPER_API_ENABLED": "true",
        **SUPERUSER,
        **settings,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_server(
    folder: Path, *, command: Sequence[str] = ("manage.py", "serve"), **settings: str
) -> Iterator[LiveServer]:
    """Start a server, give it when it is healthy, stop it at the end. The command is Python's arguments."""
    port = free_port()
    log = folder / "server.log"
    with log.open("wb") as output:
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment(folder, port, **settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_until_healthy(base, process, log)
            seconds = time.monotonic() - started
            yield LiveServer(base=base, process_id=process.pid, folder=folder, seconds_to_start=seconds)
        finally:
            _stop(process)


def _wait_until_healthy(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{base}/health", timeout=START_SECONDS, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise RuntimeError(f"The server did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
