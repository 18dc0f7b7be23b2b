"""A piece of Python that is no component: run it, keep what it prints, work out what it comes to."""

from __future__ import annotations

import contextlib
import io
import json
import threading
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

FILE = "<string>"
"""What tracebacks call the piece of Python."""

_printing = threading.Lock()
"""What is printed goes where the whole process prints: one script at a time."""


def run_script(
    source: str, *, imports: Sequence[str] = (), names: Mapping[str, Any] | None = None, result: str | None = None
) -> dict[str, Any]:
    """Return what the source printed, what the expression `result` is afterwards, and the error if it raised.

    `imports` are modules and `names` values that it finds under their names. What has no JSON form becomes text.
    """
    printed = io.StringIO()
    value, error = None, None
    space: dict[str, Any] = {"__name__": "__main__", **(names or {})}
    with _printing, contextlib.redirect_stdout(printed):
        try:
            space.update({name.partition(".")[0]: __import__(name) for name in imports})
            exec(compile(source, FILE, "exec", dont_inherit=True), space)  # noqa: S102  # what this process is for
            value = None if result is None else json_form(eval(result, space))  # noqa: S307  # as above
        except MemoryError:
            raise  # a limit was reached: not the script's own affair
        except Exception as problem:  # noqa: BLE001  # the script may raise anything; its author is told what
            error = _described(problem)
    return {"printed": printed.getvalue(), "result": value, "error": error}


def json_form(value: Any) -> Any:
    """Return the value as JSON knows it: tables as records, sets as lists, unknown things as text."""
    return json.loads(json.dumps(_plain_keys(value), default=_plain))


def _plain_keys(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key if isinstance(key, str) else str(key): _plain_keys(item) for key, item in value.items()}
    return [_plain_keys(item) for item in value] if isinstance(value, list | tuple) else value


def _plain(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return _plain_keys(list(value))
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return _plain_keys(value.to_dict("records"))
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)


def _described(problem: Exception) -> dict[str, Any]:
    lines = [frame.lineno for frame in traceback.extract_tb(problem.__traceback__) if frame.filename == FILE]
    line = problem.lineno if isinstance(problem, SyntaxError) else next(reversed(lines), None)
    return {"kind": type(problem).__name__, "message": str(problem), "shown": repr(problem), "line": line}
