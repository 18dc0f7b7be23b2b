"""All walls around one process, in the order in which they can be put up."""

from __future__ import annotations

import os
import platform
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

from execution.engine.isolation.confinement import system
from execution.engine.isolation.confinement.calls import Network, allow_only_harmless_calls
from execution.engine.isolation.confinement.errors import ConfinementUnavailable
from execution.engine.isolation.confinement.files import allow_only
from execution.engine.isolation.confinement.limits import Limits
from execution.engine.isolation.confinement.privileges import give_up_privileges

ENGINE = str(Path(__file__).resolve().parents[2])

SYSTEM_FILES = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/share/zoneinfo",
    "/usr/share/ca-certificates",
    "/usr/share/fonts",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/ssl/certs",
    "/etc/ssl/openssl.cnf",
    "/etc/pki/tls/certs",
    "/etc/mime.types",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
    "/dev/urandom",
    "/dev/random",
)
NAMES_OF_HOSTS = ("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf")
WRITABLE_DEVICES = ("/dev/null", "/dev/zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What a process is left with."""

    folder: str
    """Its working folder: the only place where it may write."""
    readable: tuple[str, ...] = ()
    """Files that it may read besides Python, its packages and the engine."""
    network: Network = "none"
    limits: Limits = field(default_factory=Limits)


def confine(confinement: Confinement) -> None:
    """Shut this process in, for good. Raises ConfinementUnavailable; the process must then run no foreign code."""
    system.libc()
    machine = platform.machine()
    try:
        os.chdir(confinement.folder)
        give_up_privileges(machine)
        readable = [*python_folders(), ENGINE, *SYSTEM_FILES, *confinement.readable]
        if confinement.network == "all":
            readable += NAMES_OF_HOSTS
        allow_only(readable=readable, writable=[confinement.folder, *WRITABLE_DEVICES])
        confinement.limits.apply()
        allow_only_harmless_calls(machine, confinement.network)
    except ConfinementUnavailable:
        raise
    except OSError as error:
        raise ConfinementUnavailable(error.strerror or str(error)) from error


def python_folders() -> list[str]:
    """Return where Python and its packages are: library folders only, not the whole of a virtual environment."""
    paths = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    libraries = [str(Path(prefix, "lib")) for prefix in (sys.base_prefix, sys.prefix) if prefix not in {"/", "/usr"}]
    return list(dict.fromkeys([*paths, *libraries]))
