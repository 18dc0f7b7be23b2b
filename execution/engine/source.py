"""Questions about a component's source code. The code is read, never run."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

_FROM = re.compile(r"\bfrom\s+([\w.]+)\s+import\b")
_IMPORT = re.compile(r"(?:^|[;:])[ \t]*import[ \t]+([^\n;#]+)", re.MULTILINE)


def foreign_packages(code: str, *, own: frozenset[str]) -> list[str]:
    """Return the packages that the code imports anywhere, without the standard library and our own, in order."""
    known = sys.stdlib_module_names | own | {"__future__"}
    # Parsing takes milliseconds, and the catalogue asks for every component; most import nothing foreign.
    if all(_root(name) in known for name in _words_that_may_be_modules(code)):
        return []
    roots = (_root(name) for name in _imported_modules(ast.parse(code)))
    return list(dict.fromkeys(root for root in roots if root not in known))


def _words_that_may_be_modules(code: str) -> Iterator[str]:
    """Yield every word that stands where a module is imported, and some more: texts are not told from code."""
    yield from _FROM.findall(code)
    for names in _IMPORT.findall(code):
        yield from (name.strip() for name in names.split(","))


def _root(name: str) -> str:
    """Return the package of a module, without what stands behind its name."""
    return name.partition(" ")[0].partition(".")[0]


def _imported_modules(tree: ast.Module) -> Iterator[str]:
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield statement.module
