"""Questions about a component's source code. The code is read, never run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

HASH_LENGTH = 12


def code_hash(code: str) -> str:
    """Return the short hash by which saved flows recognise a component's code."""
    return sha256(code.encode()).hexdigest()[:HASH_LENGTH]


def is_edited(node: Mapping[str, Any]) -> bool:
    """Return whether somebody changed the code of a saved node.

    A node says so itself, or its code no longer has the hash that was noted when it was made. Nodes without a note
    come from releases that kept none; they count as unedited.
    """
    if node.get("edited") is True:
        return True
    noted = (node.get("metadata") or {}).get("code_hash")
    code = code_of(node)
    return bool(noted) and code is not None and code_hash(code) != noted


def code_of(node: Mapping[str, Any]) -> str | None:
    """Return the code that a saved node carries, or None."""
    field = (node.get("template") or {}).get("code")
    code = field.get("value") if isinstance(field, Mapping) else field
    return code if isinstance(code, str) else None


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
