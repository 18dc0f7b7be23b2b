"""Why `/run` refuses, in the words that clients compare."""

from langflow_site.common.errors import NotFound, Unacceptable


class SessionUnknown(NotFound):
    code = "session_unknown"
    message = "Session {session_id} not found"


class SessionRouteOff(NotFound):
    """Only servers with the agentic experience run flows for signed-in browsers."""

    code = "route_off"
    message = "This endpoint is not available"


class RouteDeprecated(Unacceptable):
    code = "deprecated"
    message = "The /{route} endpoint is deprecated and will be removed in a future version. Please use /run instead."
