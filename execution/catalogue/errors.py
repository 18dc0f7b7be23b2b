"""Why a compact flow cannot be drawn, in the words that clients compare."""

from langflow_site.common.errors import Unacceptable


class CompactFlowInvalid(Unacceptable):
    """The body has not the shape of a compact flow. The reference answers 400 with the problems in one text."""

    code = "compact_flow_invalid"
    message = "{reason}"


class TypeNotInCatalogue(Unacceptable):
    code = "component_type_unknown"
    message = "Component type '{type}' not found in component index"


class EditedNodeEmpty(Unacceptable):
    """An edited component is what the caller says it is, so he has to say it."""

    code = "edited_node_empty"
    message = "Node {id} is marked as edited but has no node data"


class CompactFlowTooLarge(Unacceptable):
    code = "graph_too_large"
    message = "The flow has {count} components; this server takes flows with {limit} at most."


class EdgeEndUnknown(Unacceptable):
    code = "edge_end_unknown"
    message = "{end} node '{id}' not found"


class PromptInvalid(Unacceptable):
    """The text of a prompt template cannot be read, so its variables are not known."""

    code = "prompt_invalid"
    message = "Invalid prompt template: {reason}"


class CodeIsNoComponent(Unacceptable):
    """The code gives no node: it does not parse, raises, or is not allowed to run."""

    code = "code_is_no_component"
    message = "Error building Component: {reason}"

    @property
    def detail(self) -> dict[str, str | None]:
        """Clients look for both keys; there is no traceback for strangers."""
        return {"error": str(self), "traceback": None}


class RefreshFailed(Unacceptable):
    """The component has something against a change of its fields."""

    code = "refresh_failed"
    message = "{reason}"
