"""Why a process cannot be confined."""

from __future__ import annotations


class ConfinementUnavailable(OSError):
    """This system lacks a part of what isolation is made of."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This system cannot isolate custom code: {reason}.")
