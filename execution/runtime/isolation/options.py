"""What the operator decided about custom code, as values for the processes that run it."""

from dataclasses import dataclass, field

from django.conf import settings

from execution.engine.isolation.confinement import Network
from execution.engine.isolation.confinement.limits import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Limits of one process and of all together."""

    network: Network = "none"
    limits: Limits = field(default_factory=Limits)
    seconds: float = 300.0
    """Wall time of one request."""
    processes: int = 8
    idle_seconds: float = 120.0
    """After that a process without work is ended."""
    allowed_hosts: tuple[str, ...] = ()
    may_mount: bool = True
    """Where the system permits it, working folders are file systems of their own; else they are measured."""


def options_of_settings() -> Options:
    given = settings.LANGFLOW
    return Options(
        network=given.CUSTOM_CODE_NETWORK,
        limits=Limits(
            memory_mb=given.CUSTOM_CODE_MEMORY_MB,
            cpu_seconds=given.CUSTOM_CODE_CPU_SECONDS,
            disk_mb=given.CUSTOM_CODE_DISK_MB,
        ),
        seconds=given.CUSTOM_CODE_SECONDS,
        processes=given.CUSTOM_CODE_PROCESSES,
        allowed_hosts=tuple(given.OUTBOUND_ALLOWED_HOSTS),
    )
