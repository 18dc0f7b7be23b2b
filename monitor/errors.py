"""What can go wrong with the records of runs, in the words that clients compare."""

from langflow_site.common.errors import NotFound, Unacceptable


class MessageNotFound(NotFound):
    code = "message_not_found"
    message = "Message not found"


class TraceNotFound(NotFound):
    code = "trace_not_found"
    message = "Trace not found"


class SessionNotFound(NotFound):
    """The caller has no messages in that session."""

    code = "session_not_found"
    message = "No messages found with the given session ID"


class OrderUnknown(Unacceptable):
    code = "order_unknown"
    message = "Messages cannot be ordered by '{order_by}'; use one of {columns}."
