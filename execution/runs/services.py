"""Run flows for `/run` and its relatives, and put their answers together."""

from collections.abc import Mapping

from django.http import HttpRequest

from accounts.credentials import Credentials
from execution.runs import selectors
from execution.runs.errors import SessionUnknown
from execution.runs.serializers import AdvancedInput, AdvancedRunBody, RunBody
from execution.runtime.calls import Call
from execution.runtime.failures import raise_for
from execution.runtime.run import FinishedRun, FlowRun, run_flow
from execution.wire.outputs import Wire
from execution.wire.runs import OutputChoice, outputs_wire, round_wire
from langflow_site.common.database import in_database

Variables = Mapping[str, str]


async def find_call(request: HttpRequest, identifier: str) -> Call:
    """Return who calls by API key and which flow they want; one database hop."""
    return await in_database(selectors.call_by_api_key, Credentials.of_request(request), identifier)


async def find_signed_in_call(request: HttpRequest, identifier: str) -> Call:
    return await in_database(selectors.call_by_any_credential, Credentials.of_request(request), identifier)


def simple_run(call: Call, body: RunBody, variables: Variables, *, stream: bool = False) -> FlowRun:
    """Return the run that a `/run` body asks for."""
    return FlowRun(
        flow=call.flow,
        user_id=call.user_id,
        session_id=body.session_id or "",
        input_value=body.input_value,
        input_type=body.input_type or "chat",
        tweaks=body.tweaks or {},
        variables=variables,
        stream=stream,
    )


async def run_simple(call: Call, body: RunBody, variables: Variables) -> Wire:
    """Run the flow with one input; raise RunFailed when a component failed."""
    finished = await run_flow(simple_run(call, body, variables))
    return answer_of(finished, body.choice())


def answer_of(finished: FinishedRun, choice: OutputChoice) -> Wire:
    """Return the answer of a run; raise RunFailed when a component failed."""
    raise_for(finished.outcome, str(finished.run.run_id), finished.run.secrets)
    return {"session_id": finished.run.session, "outputs": [_round_of(finished, choice)]}


async def run_advanced(call: Call, body: AdvancedRunBody, variables: Variables) -> Wire:
    """Run the flow once for each input, in their order."""
    if body.session_id and not await in_database(selectors.session_exists, call.flow.id, body.session_id):
        raise SessionUnknown(session_id=body.session_id)
    finished = [await run_flow(_advanced_run(call, body, one, variables)) for one in body.rounds()]
    for each in finished:
        raise_for(each.outcome, str(each.run.run_id), each.run.secrets)
    rounds = [_round_of(each, body.choice()) for each in finished]
    return {"session_id": body.session_id or str(call.flow.id), "outputs": rounds}


def _advanced_run(call: Call, body: AdvancedRunBody, one: AdvancedInput, variables: Variables) -> FlowRun:
    return FlowRun(
        flow=call.flow,
        user_id=call.user_id,
        session_id=one.session or body.session_id or "",
        input_value=one.input_value,
        input_type=one.type or "any",
        input_components=one.components or (),
        tweaks=body.tweaks or {},
        variables=variables,
    )


def _round_of(finished: FinishedRun, choice: OutputChoice) -> Wire:
    outputs = outputs_wire(vertices=finished.vertices, results=finished.outcome.results, choice=choice)
    return round_wire(input_value=finished.run.input_value, outputs=finished.run.secrets.masked(outputs))
