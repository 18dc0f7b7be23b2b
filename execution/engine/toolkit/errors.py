"""What can go wrong when an agent calls a tool. The words are read by a model, which may then do better."""

from __future__ import annotations

from execution.engine.errors import EngineError


class ArgumentMissing(EngineError):
    """The model left out what the component cannot do without."""

    code = "argument_missing"
    message = "The argument '{argument}' is required."


class ToolFailed(EngineError):
    """The component behind the tool raised; `__cause__` is what it raised."""

    code = "tool_failed"
    message = "{reason}"
