"""Why `/run` refuses, in the words that clients compare."""

from langflow_site.common.errors import NotFound, Refused, Unacceptable


class NotYourFlow(Refused):
    """The id names a flow of somebody else. Endpoint names of others answer as unknown."""

    code = "not_your_flow"
    message = "You do not have permission to run this flow"


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
