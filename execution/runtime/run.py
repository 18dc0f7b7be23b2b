"""Run a flow: the one service behind every route and protocol that runs flows."""

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from django.conf import settings

from execution.components import files
from execution.components.sub_flows.ports import SERVICE
from execution.engine.errors import DocumentInvalid, GraphInvalid, GraphProblem, InputConflict
from execution.engine.plan import Plan
from execution.engine.ports import Emit, Host, VertexFacts
from execution.engine.request import InputType, RunLimits, RunRequest
from execution.engine.results import RunOutcome
from execution.engine.runner import run_plan
from execution.runtime.errors import FlowCannotRun, InputGivenTwice, RunOvertaken
from execution.runtime.files import RunFiles
from execution.runtime.frozen import frozen_results
from execution.runtime.limits import run_slot
from execution.runtime.messages import RunMessages
from execution.runtime.plans import plan_cache, plan_of_data
from execution.runtime.recording import add_outcome
from execution.runtime.services import HOST_SERVICES, STRANGERS_SERVICES
from execution.runtime.strangers import refuse_trusted_only
from execution.runtime.sub_flows import SubFlows, SubRun
from execution.runtime.tracing import TracedRun, add_trace
from execution.runtime.variables import RunVariables
from execution.wire.builds import error_message, is_told
from execution.wire.redaction import Secrets
from flows.selectors import RunnableFlow
from monitor.recorder import record
from monitor.records import RunRecords


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRun:
    """What a caller wants run."""

    flow: RunnableFlow
    user_id: uuid.UUID
    """Whose variables and messages the run sees."""
    session_id: str = ""
    """Empty means the flow's id."""
    overrides_session: bool = True
    input_value: Any = None
    input_type: InputType = "chat"
    input_components: Sequence[str] = ()
    tweaks: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[str] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    """Values that the request brings along; they win over saved ones."""
    missing_variables_fail: bool = False
    starts_at_entry: bool = True
    start_component_id: str | None = None
    stop_component_id: str | None = None
    stream: bool = False
    data: Mapping[str, Any] | None = None
    """A graph to run in the place of the saved one."""
    shown_id: uuid.UUID | None = None
    """What takes the flow's id in everything the run tells and remembers: the namespace of a public flow's visitor."""
    refuses_incomplete: bool = True
    """Shall a missing required input refuse the run, or fail only its component?"""
    records_vertices: bool = True
    """Shall what each vertex did be kept: its build, and its line in the log?"""
    records_builds: bool = True
    """If so, its build, too?"""
    run_id: uuid.UUID = field(default_factory=uuid.uuid4)
    depth: int = 0
    """How many runs it is part of: flows may run each other."""
    is_strangers: bool = False
    """Did somebody start it whom nobody knows? Then components that need trust do not run, nor in flows below."""
    secrets: Secrets = field(default_factory=Secrets, compare=False)
    """What must not leave the server. Whoever tells anything of the run masks it."""

    @property
    def flow_id(self) -> uuid.UUID:
        return self.shown_id or self.flow.id

    @property
    def session(self) -> str:
        return self.session_id or str(self.flow_id)

    def new_messages(self) -> RunMessages:
        """Return a store for the run's messages. Those of a visitor are in nobody's sessions."""
        flow_id = None if self.shown_id else self.flow.id
        return RunMessages(flow_id=flow_id, user_id=self.user_id, run_id=self.run_id, session_id=self.session)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedRun:
    """A run whose records are stored."""

    run: FlowRun
    plan: Plan
    outcome: RunOutcome

    @property
    def vertices(self) -> list[VertexFacts]:
        return [vertex.facts for vertex in self.plan.vertices]


async def plan_of(run: FlowRun) -> Plan:
    """Return the plan of what is to run; raise FlowCannotRun with every reason against it."""
    try:
        return await (plan_cache.plan_of(run.flow) if run.data is None else plan_of_data(run.data))
    except GraphInvalid as error:
        raise _cannot_run(error) from None
    except DocumentInvalid as error:
        raise FlowCannotRun(message=str(error), code=error.code) from None


def _cannot_run(error: GraphInvalid) -> FlowCannotRun:
    problems = [_problem_wire(problem) for problem in error.problems]
    return FlowCannotRun(message=str(error), code=error.code, problems=problems)


class Claim(Protocol):
    """A job's right to store what its run made. Asked inside the transaction that stores it. Blocking."""

    def settle(self, finished: FinishedRun) -> bool:
        """End the job; False where somebody else ended or took it: then nothing of the run may be stored."""

    def may_keep(self) -> bool:
        """May what a run that was broken off leaves behind be stored?"""


async def run_flow(
    run: FlowRun,
    *,
    plan: Plan | None = None,
    messages: RunMessages | None = None,
    emit: Emit | None = None,
    claim: Claim | None = None,
) -> FinishedRun:
    """Run the flow, store what it leaves behind, return once that is committed.

    Who needs the plan or the messages of the run makes them first and hands them in. A job hands in its claim, so that
    its end and what the run leaves behind are stored together or not at all.

    Failures of components stand in the outcome. Raises FlowCannotRun, TooManyRuns, FlowHasNoData, InputGivenTwice, and
    RunOvertaken where the claim was lost. A cancelled run is stored as far as it came.
    """
    plan = plan or await plan_of(run)
    if run.is_strangers:
        refuse_trusted_only(plan)
    messages = messages or run.new_messages()
    outcome = RunOutcome()
    # What runs as part of another run has that one's place; waiting for one of its own could end in a deadlock.
    with nullcontext() if run.depth else run_slot(run.user_id):
        try:
            await run_plan(plan, _request(run), _host(run, messages), emit=emit, outcome=outcome)
        except InputConflict as error:
            raise InputGivenTwice(reason=str(error)) from None
        except GraphInvalid as error:
            raise _cannot_run(error) from None
        except asyncio.CancelledError:
            await asyncio.shield(_store(run, plan, messages, outcome, may_store=claim.may_keep if claim else None))
            raise
    finished = FinishedRun(run=run, plan=plan, outcome=outcome)
    if claim is None:
        await _store(run, plan, messages, outcome)
    else:
        await _settle(finished, messages, claim)
    return finished


async def _settle(finished: FinishedRun, messages: RunMessages, claim: Claim) -> None:
    settled: list[bool] = []

    def may_store() -> bool:
        settled.append(claim.settle(finished))
        return settled[-1]

    await _store(finished.run, finished.plan, messages, finished.outcome, may_store=may_store)
    # Not asked at all means that the flow was deleted meanwhile, and its jobs with it.
    if not settled or not settled[-1]:
        raise RunOvertaken


async def _store(
    run: FlowRun,
    plan: Plan,
    messages: RunMessages,
    outcome: RunOutcome,
    *,
    may_store: Callable[[], bool] | None = None,
) -> None:
    records = RunRecords(flow_id=run.flow.id, may_store=may_store)
    for problem in outcome.failures:
        if problem.vertex_id is not None and is_told(problem):
            told = error_message(problem, run_id=run.run_id, session_id=run.session, flow_id=str(run.flow_id))
            messages.keep(told)
    messages.add_to(records, run.secrets)
    if run.records_vertices:
        add_outcome(
            records,
            run_id=run.run_id,
            plan=plan,
            outcome=outcome,
            secrets=run.secrets,
            with_builds=run.records_builds,
        )
    if settings.LANGFLOW.NATIVE_TRACING:
        add_trace(records, _traced(run), outcome, run.secrets)
    await record(records)


def _traced(run: FlowRun) -> TracedRun:
    return TracedRun(
        run_id=run.run_id,
        flow_id=run.flow.id,
        owner_id=run.flow.user_id,
        flow_name=run.flow.name,
        session_id=run.session,
        is_strangers=run.shown_id is not None,
    )


def _request(run: FlowRun) -> RunRequest:
    options = settings.LANGFLOW
    limits = RunLimits(
        parallel=options.RUN_PARALLELISM, seconds=options.RUN_SECONDS or None, vertex_runs=options.VERTEX_MAX_RUNS
    )
    return RunRequest(
        run_id=str(run.run_id),
        flow_id=str(run.flow_id),
        flow_name=run.flow.name,
        user_id=str(run.user_id),
        session_id=run.session,
        overrides_session=run.overrides_session,
        input_value=run.input_value,
        input_type=run.input_type,
        input_components=run.input_components,
        tweaks=run.tweaks,
        files=run.files,
        starts_at_entry=run.starts_at_entry,
        start_component_id=run.start_component_id,
        stop_component_id=run.stop_component_id,
        stream=run.stream,
        refuses_incomplete=run.refuses_incomplete,
        limits=limits,
    )


def _host(run: FlowRun, messages: RunMessages) -> Host:
    variables = RunVariables(
        user_id=run.user_id, given=run.variables, missing_fails=run.missing_variables_fail, secrets=run.secrets
    )
    flows = SubFlows(run.user_id, depth=run.depth, start=partial(_run_below, run))
    is_trusted = not run.is_strangers or settings.LANGFLOW.PUBLIC_TRUSTED_COMPONENTS
    services = {**(HOST_SERVICES if is_trusted else STRANGERS_SERVICES), SERVICE: flows}
    if is_trusted:
        services[files.SERVICE] = RunFiles(run.user_id)
    return Host(variables=variables, messages=messages, frozen=frozen_results, services=services)


async def _run_below(parent: FlowRun, below: SubRun) -> RunOutcome:
    """Run another flow for a component of this run."""
    run = FlowRun(
        flow=below.flow,
        user_id=parent.user_id,
        session_id=below.session_id,
        input_value=below.input_value,
        input_type="any",
        tweaks=below.tweaks,
        variables=parent.variables,
        missing_variables_fail=parent.missing_variables_fail,
        # A visitor of a public flow leaves nothing in the owner's sessions of other flows either.
        shown_id=parent.shown_id and uuid.uuid5(parent.shown_id, below.flow.id.hex),
        records_vertices=parent.records_vertices,
        records_builds=parent.records_builds,
        depth=parent.depth + 1,
        is_strangers=parent.is_strangers,
        secrets=parent.secrets,
    )
    return (await run_flow(run)).outcome


def _problem_wire(problem: GraphProblem) -> dict[str, Any]:
    return {
        "component_id": problem.vertex_id,
        "component_name": problem.display_name,
        "component_type": problem.type,
        "code": problem.code,
        "message": problem.message,
    }
