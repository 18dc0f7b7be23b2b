"""Which status a failure gets."""

import pytest

from execution.components.language_models.errors import (
    AnswerNotJson,
    ApiKeyMissing,
    ModelNotChosen,
    ProviderFailed,
    ProviderRateLimited,
    ProviderRefusedKey,
    ProviderTimedOut,
)
from execution.engine.results import Problem, RunOutcome
from execution.runtime.errors import RunFailed
from execution.runtime.failures import raise_for, verdict_on
from execution.wire.redaction import Secrets

FACTS = {"said": "no", "model": "m", "base_url": "http://x"}


class ApiStatusError(Exception):
    """As providers' clients raise them."""

    def __init__(self, status_code: int) -> None:
        self.status_code = status_code


class APITimeoutError(Exception):
    pass


class APIConnectionError(Exception):
    pass


def caused_by(error):
    outer = RuntimeError("wrapped")
    outer.__cause__ = error
    return Problem(code="component_failed", message="failed", vertex_id="V-1", error=outer)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (ValueError("flow not found"), 500, "component_failed"),
        (ModelNotChosen(), 500, "model_not_chosen"),
        (ApiKeyMissing(provider="OpenAI", variable="OPENAI_API_KEY"), 500, "api_key_missing"),
        (AnswerNotJson(said="no"), 502, "answer_not_json"),
        (ProviderFailed(**FACTS), 502, "provider_failed"),
        (ProviderRefusedKey(**FACTS), 502, "provider_refused_key"),
        (ProviderRateLimited(**FACTS, retry_after="9"), 429, "provider_rate_limited"),
        (ProviderTimedOut(**FACTS), 504, "provider_timed_out"),
        (ApiStatusError(401), 502, "provider_refused_credentials"),
        (ApiStatusError(429), 429, "provider_rate_limited"),
        (ApiStatusError(503), 502, "provider_failed"),
        (APITimeoutError(), 504, "provider_timeout"),
        (APIConnectionError(), 502, "provider_unreachable"),
    ],
)
def test_the_cause_decides(error, status, code):
    verdict = verdict_on(caused_by(error))
    assert (verdict.status_code, verdict.code) == (status, code)


def test_the_provider_says_when_to_come_back():
    assert verdict_on(caused_by(ProviderRateLimited(**FACTS, retry_after="9"))).headers == {"Retry-After": "9"}


def test_a_run_that_took_too_long_is_a_timeout():
    assert verdict_on(Problem(code="run_too_long", message="stopped")).status_code == 504


def test_a_run_without_failures_raises_nothing():
    raise_for(RunOutcome(), "run", Secrets())


def test_the_first_failure_is_told_with_its_component_and_run():
    problem = Problem(code="component_failed", message="boom", vertex_id="V-1", display_name="V", type="T")
    with pytest.raises(RunFailed) as raised:
        raise_for(RunOutcome(failures=[problem]), "the-run", Secrets())
    assert raised.value.status_code == 500
    assert '"component_id":"V-1"' in raised.value.detail
    assert '"run_id":"the-run"' in raised.value.detail
    assert '"message":"Error running graph: boom"' in raised.value.detail
