"""Graph -> Plan: what can be known before a run is worked out once. Running it is runner.py's work."""

from execution.engine.plan.compiling import compile_plan
from execution.engine.plan.cuts import cut_of
from execution.engine.plan.model import Body, Cut, Incoming, Outgoing, Plan, PlanVertex, Rearm, TweakTarget
from execution.engine.plan.parameters import Parameter, parameter_of

__all__ = [
    "Body",
    "Cut",
    "Incoming",
    "Outgoing",
    "Parameter",
    "Plan",
    "PlanVertex",
    "Rearm",
    "TweakTarget",
    "compile_plan",
    "cut_of",
    "parameter_of",
]
