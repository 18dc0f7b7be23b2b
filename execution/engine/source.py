"""Questions about a component's source code. The code is read, never run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator


def foreign_packages(code: str, *, own: frozenset[str]) -> list[str]:
    """Return the packages that the code imports anywhere, without the standard library and our own, in order."""
    known = sys.stdlib_module_names | own | {"__future__"}
    roots = (name.partition(".")[0] for name in _imported_modules(ast.parse(code)))
    return list(dict.fromkeys(root for root in roots if root not in known))


def _imported_modules(tree: ast.Module) -> Iterator[str]:
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield statement.module
