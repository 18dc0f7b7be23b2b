"""What can go wrong with a value."""

from __future__ import annotations


class ExtraNotInstalled(ImportError):
    """An optional package is missing; the message names the extra that brings it."""

    def __init__(self, *, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(f"'{package}' is not installed. Install the extra '{extra}' to use it.")
