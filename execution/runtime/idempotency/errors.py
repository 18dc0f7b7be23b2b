"""Why a request with an `Idempotency-Key` was not answered."""

from langflow_site.common.errors import Conflict, ServerError, Unacceptable


class KeyUnusable(Unacceptable):
    code = "idempotency_key_unusable"
    message = "An Idempotency-Key has 1 to {most} visible ASCII characters."


class RequestUnderWay(Conflict):
    """The same request is being answered right now."""

    code = "request_under_way"
    message = "A request with this Idempotency-Key is still being answered. Try again in a moment."
    headers = {"Retry-After": "1"}


class KeyUsedOtherwise(ServerError):
    status_code = 422
    code = "idempotency_key_reused"
    message = "This Idempotency-Key was sent with another request: route, query and body must be the same."
