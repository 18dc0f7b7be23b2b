"""Questions to component code that are answered by reading it. Nothing is run."""

from __future__ import annotations

import ast
import re

from execution.engine.custom_code.errors import CodeInvalid

LONGEST_CODE = 200_000
"""Characters. The longest component of the reference has a quarter of that."""

MOST_BRACES_TIMES_LENGTH = 200_000_000
"""So long Python before 3.12 takes to read formatted texts, and lets nobody else work meanwhile."""

_FORMATTED_TEXT = re.compile(r"\b[rR]?[fF][rR]?[\"']")


def require_readable(code: str) -> None:
    """Raise CodeInvalid for code that is so long, or so made, that Python would take long to read it."""
    if len(code) > LONGEST_CODE:
        raise CodeInvalid(reason=f"The code is longer than {LONGEST_CODE} characters.")
    if code.count("{") * len(code) > MOST_BRACES_TIMES_LENGTH and _FORMATTED_TEXT.search(code):
        raise CodeInvalid(reason="The code has formatted texts and too many braces for its length.")


def parsed(code: str) -> ast.Module:
    """Return the code's tree; raise CodeInvalid where it is not readable or no Python."""
    require_readable(code)
    try:
        return ast.parse(code)
    except SyntaxError as error:
        raise CodeInvalid(reason=f"Invalid Python code: {error}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise CodeInvalid(reason=f"Invalid Python code: {str(error) or 'it is nested too deeply'}") from None


def check_component_code(code: str) -> None:
    """Raise CodeInvalid unless the code could define a component: a class with a base class, at the top level."""
    classes = [part for part in parsed(code).body if isinstance(part, ast.ClassDef)]
    if not any(part.bases for part in classes):
        raise CodeInvalid(reason="No Component subclass found in the code.")
