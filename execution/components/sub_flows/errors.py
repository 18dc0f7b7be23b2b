"""What can go wrong when a component runs another flow."""

from execution.engine.errors import EngineError


class FlowNotChosen(EngineError, ValueError):
    code = "flow_not_chosen"
    message = "Choose the flow to run."


class ChosenFlowMissing(EngineError, LookupError):
    """It was deleted, or belongs to somebody else."""

    code = "chosen_flow_missing"
    message = "There is no flow '{flow}' among your flows; choose the flow to run again."


class SubFlowFailed(EngineError):
    """A component of the other flow failed; `__cause__` is what it raised."""

    code = "sub_flow_failed"
    message = "The flow '{flow}' failed: {reason}"


class FlowOutputMissing(EngineError, LookupError):
    code = "flow_output_missing"
    message = "The flow '{flow}' gave no '{output}'; choose the flow again if it has changed."


class RecursionTooDeep(EngineError):
    """Flows run each other without end, or very deep."""

    code = "recursion_too_deep"
    message = "The flow '{flow}' is not run: flows may run each other {limit} deep."
