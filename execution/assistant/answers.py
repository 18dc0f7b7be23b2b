"""The code of a component in what a model answered. Pure."""

import re

_BLOCK = re.compile(
    r"^[ \t]*```[ \t]*(?:python|py)?[ \t]*\n(.*?)(?:^[ \t]*```|\Z)", re.DOTALL | re.MULTILINE | re.IGNORECASE
)
"""A fenced block; the last one may have been cut off."""
_COMPONENT = re.compile(r"^class\s+(\w+)\s*\([^)\n]*Component\b", re.MULTILINE)


def component_code_in(text: str) -> str | None:
    """Return the first block of code that defines a component, or None."""
    return next((block.strip() for block in _BLOCK.findall(text) if _COMPONENT.search(block)), None)


def class_name_in(code: str) -> str | None:
    """Return what the component's class is called, also where the code does not parse."""
    found = _COMPONENT.search(code)
    return found[1] if found else None
