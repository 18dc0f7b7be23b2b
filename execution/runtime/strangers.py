"""What strangers may run: public flows, but no component that needs trust, and not as often as they like."""

import hashlib

from django.conf import settings
from django.core.cache import cache

from execution.engine.plan import Plan, PlanVertex
from execution.runtime.errors import FlowCannotRun, TooManyVisits

WINDOW_SECONDS = 60


def refuse_trusted_only(plan: Plan) -> None:
    """Raise FlowCannotRun naming every component that strangers must not run, unless the operator allows them all."""
    if settings.LANGFLOW.PUBLIC_TRUSTED_COMPONENTS:
        return
    problems = [_problem(vertex) for vertex in plan.vertices if vertex.component_class.is_trusted_only]
    if problems:
        reason = "\n".join(str(problem["message"]) for problem in problems)
        raise FlowCannotRun(message=reason, code="component_not_public", problems=problems)


def _problem(vertex: PlanVertex) -> dict[str, str]:
    facts = vertex.facts
    return {
        "component_id": facts.id,
        "component_name": facts.display_name,
        "component_type": facts.type,
        "code": "component_not_public",
        "message": (
            f"{facts.display_name} ({facts.id}) does not run in public flows: it reaches files, databases or code. "
            "The operator can allow it (LANGFLOW_PUBLIC_TRUSTED_COMPONENTS)."
        ),
    }


def count_visit(*, address: str, flow_id: str) -> None:
    """Count a run that this address starts of this flow; raise TooManyVisits after too many within a minute."""
    counter = f"visits:{hashlib.sha256(f'{address} {flow_id}'.encode()).hexdigest()}"
    if cache.add(counter, 1, WINDOW_SECONDS):
        return
    if cache.incr(counter) > settings.LANGFLOW.PUBLIC_RUNS_PER_MINUTE:
        raise TooManyVisits(limit=settings.LANGFLOW.PUBLIC_RUNS_PER_MINUTE)
