"""Whose fault is it? Turn what a component raised into a status that tells callers what to do.

Providers' clients raise classes of their own; those that speak HTTP carry `status_code`, and so do ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from execution.components.language_models.errors import ModelError
from execution.engine.results import Problem, RunOutcome
from execution.runtime.errors import RunFailed
from execution.wire.redaction import Secrets

COMPONENT_FAILED = 500
BAD_REQUEST = 400
BAD_GATEWAY = 502
GATEWAY_TIMEOUT = 504
TOO_MANY_REQUESTS = 429
DEFAULT_RETRY_SECONDS = "1"
_RETRY_AFTER = re.compile(r"[0-9]{1,9}|[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT")
"""Seconds or a date. Anything else that a provider sends is not handed on."""

STATUS_BY_ENGINE_CODE = {
    "run_too_long": GATEWAY_TIMEOUT,
    "unknown_variable": BAD_REQUEST,
    "input_conflict": BAD_REQUEST,
    "input_invalid": BAD_REQUEST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the caller is told."""

    status_code: int
    code: str
    headers: dict[str, str] = field(default_factory=dict)


def raise_for(outcome: RunOutcome, run_id: str, secrets: Secrets) -> None:
    """Raise RunFailed for the run's first failure; return when there is none."""
    if not outcome.failures:
        return
    problem = outcome.failures[0]
    verdict = verdict_on(problem)
    raise RunFailed(
        problem=replace(problem, message=secrets.masked(problem.message)),
        run_id=run_id,
        status_code=verdict.status_code,
        code=verdict.code,
        headers=verdict.headers,
    )


def verdict_on(problem: Problem) -> Verdict:
    """Return status and code for a failure: the provider's where one was asked, else the component's."""
    for error in _causes(problem.error):
        if verdict := _provider_verdict(error):
            return verdict
    return Verdict(status_code=STATUS_BY_ENGINE_CODE.get(problem.code, COMPONENT_FAILED), code=problem.code)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _provider_verdict(error: BaseException) -> Verdict | None:
    if isinstance(error, ModelError):
        return _verdict_on_model_error(error)
    names = {base.__name__ for base in type(error).__mro__}
    if names & {"APITimeoutError", "TimeoutException", "ReadTimeout", "ConnectTimeout"}:
        return Verdict(status_code=GATEWAY_TIMEOUT, code="provider_timeout")
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(status, int):
        return _verdict_on_status(status, error)
    if names & {"APIConnectionError", "ConnectError", "TransportError", "ConnectionError"}:
        return Verdict(status_code=BAD_GATEWAY, code="provider_unreachable")
    return None


def _verdict_on_model_error(error: ModelError) -> Verdict:
    verdict = _verdict_on_status(error.status, error)
    if verdict is None or error.status in {BAD_REQUEST, COMPONENT_FAILED}:
        # Nobody was asked, so the status is no provider's and means what it says.
        return Verdict(status_code=error.status, code=error.code)
    return Verdict(status_code=verdict.status_code, code=error.code, headers=verdict.headers)


def _verdict_on_status(status: int, error: BaseException) -> Verdict | None:
    if status == TOO_MANY_REQUESTS:
        headers = {"Retry-After": _retry_after(error)}
        return Verdict(status_code=TOO_MANY_REQUESTS, code="provider_rate_limited", headers=headers)
    if status in {401, 403}:
        # Not 401 to our caller, whose own credentials are fine: it is the flow's key that was refused.
        return Verdict(status_code=BAD_GATEWAY, code="provider_refused_credentials")
    if status in {408, GATEWAY_TIMEOUT}:
        return Verdict(status_code=GATEWAY_TIMEOUT, code="provider_timeout")
    if status >= 400:
        return Verdict(status_code=BAD_GATEWAY, code="provider_failed")
    return None


def _retry_after(error: BaseException) -> str:
    headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
    value = getattr(error, "retry_after", None) or headers.get("retry-after") or DEFAULT_RETRY_SECONDS
    return str(value) if _RETRY_AFTER.fullmatch(str(value)) else DEFAULT_RETRY_SECONDS
