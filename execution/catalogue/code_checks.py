"""What can be said about somebody's code without running it: does it parse, are its packages there?"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from execution.engine.custom_code.checks import require_readable
from execution.engine.custom_code.errors import CodeInvalid
from execution.engine.import_names.stand_ins import STAND_IN_ROOTS

SDK_ROOTS = frozenset({"langflow", "lfx"})
"""Names that our SDK answers to."""

OWN_ROOTS = frozenset({"accounts", "execution", "files", "flows", "langflow_site", "monitor", "projects", "tests"})
"""The server's own packages are nobody's to import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeProblems:
    """What is wrong with a piece of code; nothing for good code."""

    imports: list[str]
    """Packages that are not there; unknown for code that does not parse."""
    syntax: list[str]


def problems_of(code: str) -> CodeProblems:
    """Read the code. Of its imports only those at the top count that are stated, not tried, by their first name."""
    try:
        require_readable(code)
        tree = ast.parse(code)
    except (SyntaxError, ValueError, CodeInvalid) as error:
        return CodeProblems(imports=[], syntax=[str(error)])
    except (RecursionError, MemoryError):
        return CodeProblems(imports=[], syntax=["The code is nested too deeply to be read."])
    names = dict.fromkeys(_stated_imports(tree))
    missing = [f"No module named '{name}'" for name in names if not _is_there(name.partition(".")[0])]
    return CodeProblems(imports=missing, syntax=[])


def _stated_imports(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield statement.module


def _is_there(root: str) -> bool:
    if root in SDK_ROOTS | STAND_IN_ROOTS or root in sys.stdlib_module_names:
        return True
    # For a name without dots nothing is imported to find it.
    return root not in OWN_ROOTS and (root in sys.modules or find_spec(root) is not None)
