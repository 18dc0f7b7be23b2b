"""Errors that know their status, their code and their facts. `error_handler` turns them into responses.

Raise a subclass where the error happens; never format a response there.
"""

from typing import Any, ClassVar


class ServerError(Exception):
    """Root of every error a caller is told about. Raise a subclass; its keyword arguments fill the message."""

    status_code: ClassVar[int] = 500
    code: ClassVar[str] = "server_error"
    message: ClassVar[str] = "The server failed."
    headers: ClassVar[dict[str, str]] = {}

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))

    @property
    def detail(self) -> Any:
        """What the answer's `detail` holds: a text, or for some errors a structure."""
        return str(self)

    @property
    def body(self) -> Any:
        """The whole answer; only where clients know another one does an error say more than `detail`."""
        return {"detail": self.detail}


class RequestInvalid(ServerError):
    """The request's path, query or body is not what the route takes; `problems` says where and why."""

    status_code = 422
    code = "request_invalid"
    message = "The request is not valid."

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        self.problems = problems
        super().__init__()

    @property
    def detail(self) -> list[dict[str, Any]]:
        return self.problems


class NotSignedIn(ServerError):
    """No credential came with the request. The reference answers 403 here, and clients expect it."""

    status_code = 403
    code = "not_signed_in"
    message = "No authentication credentials provided"


class NestedTooDeeply(ServerError):
    """A document whose parts lie inside each other a thousand times."""

    status_code = 400
    code = "nested_too_deeply"
    message = "The document is nested too deeply."


class NotFound(ServerError):
    """Nothing by that name that the caller may see."""

    status_code = 404
    code = "not_found"
    message = "{what} not found"


class Refused(ServerError):
    """The caller is known and may not do this."""

    status_code = 403
    code = "refused"
    message = "{reason}"


class Conflict(ServerError):
    """The request contradicts what is stored."""

    status_code = 409
    code = "conflict"
    message = "{reason}"


class Unacceptable(ServerError):
    """The request is well formed and asks for what cannot be."""

    status_code = 400
    code = "unacceptable"
    message = "{reason}"


class ValueNotStorable(ServerError):
    """The database refused a value that the request's checks let through."""

    status_code = 422
    code = "value_not_storable"
    message = "A value of this request is too long, out of range or holds a NUL character: it cannot be stored."


class DatabaseUnavailable(ServerError):
    """The database is down, starting, or too busy to answer in time."""

    status_code = 503
    code = "database_unavailable"
    message = "The database cannot be reached. Try again in a moment."
    headers = {"Retry-After": "2"}


class BodyTooLarge(ServerError):
    """More was sent than the operator lets anybody send."""

    status_code = 413
    code = "body_too_large"
    message = "The request body is larger than the {bytes} bytes that this server takes ({option})."
