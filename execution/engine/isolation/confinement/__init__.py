"""Shut a process in, from the inside and for good: limits, no privileges, files by Landlock, system calls by seccomp.

All of it works for any user on an ordinary Linux and in containers, without configuration. Where a part of it is not
there, `confine` raises: code is then not run at all rather than half confined.
"""

from execution.engine.isolation.confinement.calls import Network
from execution.engine.isolation.confinement.confining import Confinement, confine
from execution.engine.isolation.confinement.errors import ConfinementUnavailable

__all__ = ["Confinement", "ConfinementUnavailable", "Network", "confine"]
