"""A run as JSON, for whichever process does it: all that the caller wants, nothing that only this process has."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from execution.runtime.run import FlowRun
from flows.selectors import RunnableFlow

IDS = ("user_id", "shown_id", "run_id")
LIVE = ("flow", "secrets")
"""Values that are no JSON: the flow is written field by field, and secrets are found anew by the run."""


def request_of(run: FlowRun) -> dict[str, Any]:
    """Return the run as a JSON value."""
    values = {field.name: getattr(run, field.name) for field in fields(run) if field.name not in LIVE}
    ids = {name: str(values[name]) for name in IDS if values[name] is not None}
    sequences = {name: list(values[name]) for name in ("input_components", "files")}
    mappings = {name: dict(values[name]) for name in ("tweaks", "variables")}
    return {**values, **ids, **sequences, **mappings, "flow": _flow_request(run.flow)}


def run_of(request: Mapping[str, Any]) -> FlowRun:
    """Return the run that the JSON value describes."""
    ids = {name: uuid.UUID(request[name]) for name in IDS if request[name] is not None}
    return FlowRun(**{**request, **ids, "flow": _flow_of(request["flow"])})


def _flow_request(flow: RunnableFlow) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, uuid.UUID) else value for name, value in asdict(flow).items()}


def _flow_of(request: Mapping[str, Any]) -> RunnableFlow:
    ids = {name: uuid.UUID(request[name]) for name in ("id", "user_id", "version_stamp") if request[name] is not None}
    return RunnableFlow(**{**request, **ids})
