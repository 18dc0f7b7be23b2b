"""What can be wrong with component code."""

from __future__ import annotations

from execution.engine.errors import EngineError


class CodeInvalid(EngineError):
    """The code is no component: it does not parse, is too long, or defines no component class."""

    code = "code_invalid"
    message = "{reason}"


class CodeFailed(EngineError):
    """The code parses, but running its top level or drawing its node raised."""

    code = "code_failed"
    message = "{reason}"
