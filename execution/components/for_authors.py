"""Our components as custom code knows components: for `from langflow.components... import SomeComponent`.

Which module it names does not matter, since modules moved with each release; the class is found by its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from execution.components.curl import read_curl
from execution.components.registry import PATHS, component_named
from execution.engine.authoring.component import AuthorComponent

_SUFFIX = "Component"
_TYPES = {
    "ChatMemoryComponent": "Memory",
    "PromptComponent": "Prompt Template",
    "SplitTextComponent": "SplitText",
    "ParserComponent": "ParserComponent",
}
"""Type names of classes whose names do not lead to them."""


class ComponentClosed(ImportError):
    """The component works with parts of the server that isolated code cannot reach."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            f"{name} works with parts of the server that custom code cannot reach. Connect the component instead."
        )


@cache
def component_for_authors(name: str) -> type[Any]:
    """Return our component of that class name, with all that authors expect of components.

    Raises LookupError where there is none, ComponentClosed where it needs the server.
    """
    type_name = next((found for found in _type_names(name) if found in PATHS), None)
    if type_name is None:
        raise LookupError(name)
    try:
        ours = component_named(type_name)
    except (ImportError, OSError) as error:  # of files that this process may not read
        raise ComponentClosed(name=name) from error
    facts = {"__module__": __name__, "__doc__": ours.__doc__, "name": ours.name or type_name}
    return type(name, (AuthorComponent, ours), facts)


def _type_names(name: str) -> tuple[str, ...]:
    return (_TYPES.get(name, name), name.removesuffix(_SUFFIX), f"{name}{_SUFFIX}")


@dataclass(frozen=True, slots=True)
class ParsedCurl:
    """What a curl command asks for, as custom code reads it."""

    method: str
    url: str
    headers: dict[str, str]
    data: str | None
    cookies: dict[str, str]


def parse_context(curl_command: str) -> ParsedCurl:
    """Return what a curl command asks for; raises CurlUnreadable."""
    found = read_curl(curl_command)
    return ParsedCurl(found.method.lower(), found.url, dict(found.headers), found.body, {})
