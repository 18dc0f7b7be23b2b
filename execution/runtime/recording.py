"""A finished run as rows for the recorder: capped in size, without secrets."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from execution.engine.plan import Plan
from execution.engine.results import RunOutcome, VertexResult
from execution.engine.values import Data, DataFrame
from execution.engine.values.json_values import to_json_value
from execution.runtime.record_limits import limited
from execution.wire.redaction import Secrets
from execution.wire.vertices import build_data, outputs_wire, params_text
from monitor.caps import without_secrets
from monitor.models import Transaction, VertexBuild
from monitor.records import RunRecords
from monitor.timestamps import record_clock


def add_outcome(
    records: RunRecords,
    *,
    run_id: uuid.UUID,
    plan: Plan,
    outcome: RunOutcome,
    secrets: Secrets,
    with_builds: bool = True,
) -> None:
    """Add a build and a transaction for every vertex that ran, also for those that failed."""
    keeps_builds = with_builds and settings.LANGFLOW.VERTEX_BUILDS_STORAGE_ENABLED
    for result in (*outcome.results.values(), *outcome.failed):
        vertex = plan.vertex(result.vertex_id)
        names = vertex.facts.output_names if vertex else ()
        if keeps_builds:
            records.vertex_builds.append(_build_row(records.flow_id, run_id, result, names, secrets))
        if settings.LANGFLOW.TRANSACTIONS_STORAGE_ENABLED:
            records.transactions.append(_transaction_row(records.flow_id, run_id, result, names, secrets))


def _build_row(
    flow_id: uuid.UUID, run_id: uuid.UUID, result: VertexResult, names: tuple[str, ...], secrets: Secrets
) -> VertexBuild:
    data = build_data(result, names)
    del data["message"]  # both are the artifacts, which have a column of their own
    artifacts = data.pop("artifacts")
    return VertexBuild(
        flow_id=flow_id,
        run_id=run_id,
        vertex_id=result.vertex_id,
        timestamp=record_clock.now(),
        valid=result.valid,
        params=limited(params_text(result, secrets), secrets),
        data=limited(data, secrets),
        artifacts=limited(artifacts, secrets),
    )


def _transaction_row(
    flow_id: uuid.UUID, run_id: uuid.UUID, result: VertexResult, names: tuple[str, ...], secrets: Secrets
) -> Transaction:
    problem = result.problem
    return Transaction(
        flow_id=flow_id,
        run_id=run_id,
        vertex_id=result.vertex_id,
        timestamp=record_clock.now(),
        status=Transaction.Status.ERROR if problem else Transaction.Status.SUCCESS,
        inputs=limited(without_secrets(_plain_inputs(result.inputs)), secrets),
        outputs=limited(outputs_wire(result, names), secrets),
        error=secrets.masked(problem.message) if problem else None,
    )


def _plain_inputs(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed in; what came over edges stands in the outputs of its vertex."""
    return {name: to_json_value(value) for name, value in inputs.items() if not isinstance(value, Data | DataFrame)}
