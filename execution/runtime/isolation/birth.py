"""Start and end isolated processes, by the helper process that they are born from."""

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from execution.engine.isolation.folders import Folders, remove, remove_abandoned
from execution.runtime.isolation.errors import IsolationUnavailable
from execution.runtime.isolation.options import Options

ROOT = Path(__file__).resolve().parents[3]
LARGEST_ANSWER = 65536
START_SECONDS = 30.0
END_SECONDS = 3.0

OWN_COMPONENTS = ROOT / "execution" / "components"
"""Readable, because edited copies of our components import from there."""

# -I: no environment, no user packages, not the current folder. The project's folder comes first only to import the
# engine; the processes themselves cannot read anything else in it.
BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from execution.engine.isolation.zygote import main; sys.path.pop(0); main(int(sys.argv[2]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newborn:
    """A process that was just started, and this side's ends of its pipes."""

    pid: int
    connection: socket.socket
    broker: socket.socket
    folder: Path
    handle: int | None
    """Names the process for good, where the pid alone could one day be another's. None where nobody may signal it."""

    def stop(self) -> None:
        """Let it stand still."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it run again."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self.handle is not None:
            with contextlib.suppress(OSError):  # it is gone, which its connection tells
                signal.pidfd_send_signal(self.handle, number)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process ended."""

    status: int
    """Below zero a signal, else its exit code."""
    over: str = ""
    """Of what it had too much, when it was killed for that."""


class Helper:
    """The helper process of this server process. It starts on first use, and again if it should have died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._folders: Folders | None = None

    def start(self, options: Options) -> Newborn:
        """Start a process; blocks for some milliseconds. Raises IsolationUnavailable."""
        folder = self._new_folder()
        ours, theirs = socket.socketpair()
        our_broker, their_broker = socket.socketpair()
        command = {
            "do": "start",
            "folder": str(folder),
            "network": options.network,
            "limits": asdict(options.limits),
            "may_mount": options.may_mount,
            "readable": [str(OWN_COMPONENTS)],
        }
        try:
            answer = self._told(command, [theirs.fileno(), their_broker.fileno()])
        except OSError as error:
            for end in (ours, our_broker):
                end.close()
            remove(folder)
            raise IsolationUnavailable(reason=f"The helper of isolated processes failed: {error}.") from error
        finally:
            theirs.close()
            their_broker.close()
        handle = _handle_of(answer["pid"])
        return Newborn(pid=answer["pid"], connection=ours, broker=our_broker, folder=folder, handle=handle)

    def end(self, newborn: Newborn) -> Ending:
        """Kill the process, remove its folder, and return how it ended."""
        try:
            ending = Ending(**self._told({"do": "end", "pid": newborn.pid}, []))
        except OSError:  # the helper is gone, and with it its children
            ending = Ending(0)
        newborn.broker.close()
        if newborn.handle is not None:
            os.close(newborn.handle)
        remove(newborn.folder)
        return ending

    def _new_folder(self) -> Path:
        """Make the folder for a process, and before the first one remove what killed servers left."""
        with self._lock:
            try:
                if self._folders is None:
                    remove_abandoned()
                    self._folders = Folders()
                return self._folders.new()
            except OSError as error:
                reason = f"This system cannot isolate custom code: {error.strerror or error}."
                raise IsolationUnavailable(reason=reason) from error

    def _told(self, command: dict[str, Any], files: list[int]) -> dict[str, Any]:
        with self._lock:
            control = self._running()
            try:
                socket.send_fds(control, [json.dumps(command).encode()], files)
                message = control.recv(LARGEST_ANSWER)
            except OSError:
                self._give_up()  # an answer that comes too late would be taken for the next one
                raise
        if not message:
            raise ConnectionResetError("it ended")
        answer: dict[str, Any] = json.loads(message)
        if "error" in answer:
            raise OSError(answer["error"])
        return answer

    def close(self) -> None:
        """Let the helper go, and with it all isolated processes."""
        with self._lock:
            if self._control is not None:
                self._control.close()  # it then ends its children, removes their folders and goes
            if self._process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(END_SECONDS)
            self._give_up()
            if self._folders is not None:
                self._folders.close()
                self._folders = None

    def _give_up(self) -> None:
        if self._process is not None and self._control is not None:
            self._process.kill()
            self._process.wait()
            self._control.close()
        self._process = self._control = None

    def _running(self) -> socket.socket:
        if self._control is not None and self._process is not None and self._process.poll() is None:
            return self._control
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(START_SECONDS)
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter with our own code
            [sys.executable, "-I", "-B", "-c", BOOT, str(ROOT), str(theirs.fileno())],
            env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        self._control = ours
        return ours


def _handle_of(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except OSError:  # forbidden here, or dead already
        return None


helper = Helper()
atexit.register(helper.close)
