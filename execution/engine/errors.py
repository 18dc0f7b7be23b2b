"""What can go wrong in the engine. None of these knows HTTP; the edges give them a status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


class EngineError(Exception):
    """Root of the engine's errors. Raise a subclass; its keyword arguments fill the message."""

    code: ClassVar[str] = "engine_error"
    message: ClassVar[str] = "The flow could not be run."

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))


class DocumentInvalid(EngineError):
    """The flow's JSON is not a flow: a part that must be a list or an object is something else."""

    code = "document_invalid"
    message = "The flow cannot be read: {reason}."


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphProblem:
    """One reason why a graph cannot run."""

    vertex_id: str
    """The component at fault; for an edge, the component that it should reach."""
    display_name: str
    type: str
    code: str
    """Stable and short, for programs: `unknown_type`, `dangling_edge`, `edge_types`, ..."""
    message: str
    """One sentence for people; it names the component and says what to do."""


class GraphInvalid(EngineError):
    """The graph cannot run; `problems` holds every reason, not only the first."""

    code = "graph_invalid"

    def __init__(self, problems: list[GraphProblem]) -> None:
        self.problems = problems
        Exception.__init__(self, " ".join(problem.message for problem in problems))


class ComponentUnknown(EngineError):
    """No component answers to the node's type. Raised by `find_component`, reported as a graph problem."""

    code = "unknown_type"
    message = "The component type {type} is not known to this server."


class ComponentEdited(EngineError):
    """The node's code is not ours. Raised by `find_component`, reported as a graph problem."""

    code = "edited_code"
    message = "The code of this {type} component was edited, and this server does not run edited code."


class ComponentFailed(EngineError):
    """A component's method raised; `__cause__` is what it raised."""

    code = "component_failed"
    message = "Error building Component {display_name}: \n\n{reason}"


class InputConflict(EngineError):
    """The caller gave one field twice: as the run's input value and as a tweak."""

    code = "input_conflict"
    message = "If you pass an input_value to the {kind} input, you cannot pass a tweak with the same name."


class UnknownVariable(EngineError):
    """The user has no variable of that name, and the host does not want to go on without it."""

    code = "unknown_variable"
    message = "{name} variable not found."


class RunTooLong(EngineError):
    """The run's wall time is over."""

    code = "run_too_long"
    message = "The run was stopped after {seconds:g} seconds."


class TooManyVertexRuns(EngineError):
    """A cycle did not come to its exit within the number of vertex runs that a run may take."""

    code = "too_many_vertex_runs"
    message = "The run was stopped after {limit} component runs; a cycle in the flow may never reach its exit."


class BodyMissing(EngineError):
    """A loop component asked for its body, but no edge leads from its item back to it."""

    code = "body_missing"
    message = "Nothing is connected back to the loop {display_name}."
