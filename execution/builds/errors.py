"""Why the build routes refuse, in the words that clients compare."""

from langflow_site.common.errors import NotFound, Refused, Unacceptable


class FlowToBuildNotFound(NotFound):
    code = "flow_not_found"
    message = "Flow with id {flow_id} not found"


class JobNotFound(NotFound):
    """No job of that id, or somebody else's."""

    code = "job_not_found"
    message = "Job not found: Job queue not found for job_id: {job_id}"


class VertexNotFound(NotFound):
    code = "vertex_not_found"
    message = "Vertex {vertex_id} not found"


class VertexNotBuilt(Unacceptable):
    """The flow was built as far as it goes, and the vertex was not reached."""

    code = "vertex_not_built"
    message = "Vertex {vertex_id} was not built: {reason}"


class VisitorUnknown(Unacceptable):
    """Visitors of public flows are told apart by a cookie, which the page that shows the flow makes."""

    code = "visitor_unknown"
    message = "No client_id cookie found"


class FlowNotPublic(Refused):
    code = "flow_not_public"
    message = "Flow is not public"
