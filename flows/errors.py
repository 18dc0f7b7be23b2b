"""What can go wrong with flows, in the words that clients compare."""

from langflow_site.common.errors import Conflict, NotFound, Refused, ServerError, Unacceptable


class FlowNotFound(NotFound):
    code = "flow_not_found"
    message = "Flow not found"


class FlowToRunNotFound(NotFound):
    """Nothing that the caller may run answers to the id or endpoint name."""

    code = "flow_not_found"
    message = "Flow identifier {identifier} not found"


class FlowNotPublic(Refused):
    """Unknown flows answer the same, so that nobody learns which ids exist."""

    code = "flow_not_public"
    message = "Flow is not public"


class NoFlowsFound(NotFound):
    code = "no_flows_found"
    message = "No flows found."


class FlowFieldTaken(Unacceptable):
    """Another flow of the same user has the value already."""

    code = "flow_field_taken"
    message = "{field} must be unique"


class FlowFieldConflict(Conflict):
    """The same on PUT, which has a status of its own for it."""

    code = "flow_field_taken"
    message = "{field} must be unique"


class ProjectUnknown(Unacceptable):
    """The reference stores a flow under a project that does not exist; nobody would find it again."""

    code = "project_unknown"
    message = "There is no project {project_id} to put the flow in."


class FilePathInvalid(Unacceptable):
    code = "file_path_invalid"
    message = "Invalid fs_path: {reason}"


class UploadInvalid(Unacceptable):
    """The uploaded file holds no flows that could be stored."""

    code = "upload_invalid"
    message = "{reason}"


class UploadTooLarge(ServerError):
    status_code = 413
    code = "upload_too_large"
    message = "The archive unpacks to more than this server takes."
