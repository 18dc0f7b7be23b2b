"""What can go wrong around an agent before and beside its model."""

from execution.engine.errors import EngineError


class ToolCallUnreadable(EngineError, ValueError):
    """The model called a tool with arguments that are no JSON, and the flow does not want it asked again."""

    code = "tool_call_unreadable"
    message = "The model called the tool '{tool}' with arguments that cannot be read: {reason}"


class ModelTakesNoTools(EngineError, ValueError):
    """The connected model has no way to be told about tools."""

    code = "model_takes_no_tools"
    message = "The model {model} cannot call tools; choose another one or disconnect the tools."
