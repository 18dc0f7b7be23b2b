"""Ask JSON values questions in jq's language."""

from __future__ import annotations

import re
from typing import Any

from execution.components.optional_import import optional_import
from execution.engine.errors import EngineError

EXTRA = "json"

_STEP = re.compile(r"""\.([^.\[\]"|,()]+) | \[(\d+)\] | \.?\["([^"]*)"\] | \."([^"]*)" """, re.VERBOSE)


class QueryInvalid(EngineError, ValueError):
    """The query cannot be read, or cannot be asked of this value."""

    code = "query_invalid"
    message = "{reason}"


def answers_of(query: str, value: Any) -> list[Any]:
    """Return all answers. Needs the extra `json`."""
    jq = optional_import("jq", extra=EXTRA)
    try:
        found: list[Any] = jq.compile(query).input_value(value).all()
    except (ValueError, StopIteration) as error:
        raise QueryInvalid(reason=str(error)) from error
    return found


def value_at(path: str, value: Any) -> Any:
    """Return what stands at a path like `.rows[0].name`, None where there is nothing. Other queries go to jq."""
    steps = _steps_of(path)
    if steps is None:
        return next(iter(answers_of(path, value)), None)
    for step in steps:
        value = _step_into(value, step)
    return value


def paths_of(value: Any, parent: str = "") -> list[str]:
    """Return the paths that lead into a value, of a list those through its first item."""
    if isinstance(value, dict):
        inner = ((f"{parent}.{key}", item) for key, item in value.items())
        return [path for name, item in inner for path in (name, *paths_of(item, name))]
    if isinstance(value, list) and value:
        name = f"{parent}[0]"
        return [name, *paths_of(value[0], name)]
    return []


def _steps_of(path: str) -> list[str | int] | None:
    """Return the keys and places of a simple path; None for anything that is more than that."""
    steps: list[str | int] = []
    position = 0
    text = path.strip()
    while position < len(text):
        found = _STEP.match(text, position)
        if found is None:
            return None
        steps.append(int(found[2]) if found[2] else next(part for part in found.group(1, 3, 4) if part is not None))
        position = found.end()
    return steps or None


def _step_into(value: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return value[step] if isinstance(value, list) and step < len(value) else None
    return value.get(step) if isinstance(value, dict) else None
