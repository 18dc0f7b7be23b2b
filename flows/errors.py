"""What can go wrong with flows, in the words that clients compare."""

from langflow_site.common.errors import Conflict, NotFound, Refused, ServerError, Unacceptable


class FlowNotFound(NotFound):
    code = "flow_not_found"
    message = "Flow not found"


class FlowToChangeNotFound(FlowNotFound):
    """PATCH says it in words of its own."""

    message = "404: Flow not found"


class FlowToRunNotFound(FlowNotFound):
    """Nothing that the caller may run answers to the id or endpoint name."""

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


class FolderUnknown(Unacceptable):
    """A flow under a project that does not exist would never be found again."""

    code = "project_not_found"
    message = "Folder not found"


class EndpointNameInvalid(ServerError):
    status_code = 422
    code = "endpoint_name_invalid"
    message = "Endpoint name must contain only letters, numbers, hyphens, and underscores"


class FilePathInvalid(Unacceptable):
    code = "file_path_invalid"
    message = "{reason}"


class UploadInvalid(Unacceptable):
    """The uploaded file holds no flows that could be stored."""

    code = "upload_invalid"
    message = "{reason}"


class UploadTooLarge(ServerError):
    status_code = 413
    code = "upload_too_large"
    message = "The archive unpacks to more than this server takes."
