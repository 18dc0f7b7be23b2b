"""What can be wrong with a field."""

from __future__ import annotations

from typing import Any

from execution.engine.errors import EngineError


class SettingUnknown(EngineError):
    """An author gave a field a setting that its type does not have."""

    code = "setting_unknown"
    message = "{input_type} has no setting '{setting}'."


class InputInvalid(EngineError):
    """A value cannot be what the field's type promises to the component."""

    code = "input_invalid"
    message = "The field '{field}' needs {expected}, but got {value}."

    def __init__(self, *, field: str, expected: str, value: Any) -> None:
        super().__init__(field=field, expected=expected, value=repr(value)[:80])
