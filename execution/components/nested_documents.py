"""Documents of nested objects and lists, written in JSON or YAML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import yaml

from execution.engine.errors import EngineError


class NoDocument(EngineError, ValueError):
    """The text is neither JSON nor YAML."""

    code = "no_document"
    message = "The file is neither JSON nor YAML: {reason}"


def parsed_document(text: str) -> Any:
    """Return what the text says. Raises NoDocument."""
    try:
        return json.loads(text)
    except ValueError:
        pass  # most YAML is no JSON
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise NoDocument(reason=str(error)) from error


def at_path(document: Any, path: Sequence[str | int]) -> Any:
    """Return the value to which keys and positions lead; raise LookupError that names the one that leads nowhere."""
    found = document
    for step in path:
        found = _inside(found, step)
    return found


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        for key in (step, str(step)):
            if key in value:
                return value[key]
    elif isinstance(value, list) and str(step).lstrip("-").isdigit() and -len(value) <= int(step) < len(value):
        return value[int(step)]
    raise LookupError(repr(step))
