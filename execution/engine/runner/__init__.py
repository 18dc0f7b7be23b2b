"""Run a plan: every vertex starts the moment its inputs are there."""

from execution.engine.runner.running import Cancellation, run_plan
from execution.engine.runner.tweaks import refuse_conflicts

__all__ = ["Cancellation", "refuse_conflicts", "run_plan"]
