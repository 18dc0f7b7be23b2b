"""What a run of the one component came to."""

from typing import Any

from execution.engine.results import RunOutcome


def problem_of(outcome: RunOutcome) -> str:
    """Return what went wrong with it."""
    assert len(outcome.failures) == 1, outcome.results
    return outcome.failures[0].message


def value_of(outcome: RunOutcome) -> Any:
    """Return what it gave."""
    assert not outcome.failures, outcome.failures
    return outcome.results["Probe-p"].values["out"]
