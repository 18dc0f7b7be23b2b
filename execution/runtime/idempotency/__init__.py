"""`Idempotency-Key`: a request that is sent again does nothing again and gets the same answer, for a day.

A view that has found its caller hands the rest of its work over:

    return await answered_once(request, call.user_id, partial(_run, request, call))

A view with a form of its own for errors hands in `refusal=self.refusal`, too, and `KEY_PARAMETER` tells the OpenAPI
document of the header.

Without the header that is all that happens. Answers that ask for another try (5xx, 408, 429) and requests that were
cancelled release their key, and so does an answer that is too large to keep.
"""

from execution.runtime.idempotency.answers import KEY_PARAMETER, answered_once
from execution.runtime.idempotency.keys import forget_expired

__all__ = ["KEY_PARAMETER", "answered_once", "forget_expired"]
