"""`/build_public_tmp`: strangers run a public flow as it is saved, each in a namespace of their own."""

import uuid

import pytest

from execution.catalogue.drawing import Drawing
from execution.models import Job
from execution.runtime.errors import FlowCannotRun
from execution.runtime.run import FlowRun, _run_below
from execution.runtime.sub_flows import SubRun
from flows.selectors import flow_to_run
from monitor.models import Message, Trace, VertexBuild
from tests.clients import HeaderClient
from tests.execution.builds.conftest import (
    PUBLIC_URL,
    URL,
    build,
    built,
    echo_data,
    in_test_thread,
    names,
    polled,
    started,
    store_flow,
    visitor_named,
)

ECHO = ["vertices_sorted", "build_start", "add_message", "end_vertex", "add_message", "end_vertex", "end"]


def namespace(flow, client_id="c-1"):
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{client_id}_{flow.pk}"))


async def test_a_visitor_talks_in_a_session_of_their_own(visitor, public_echo):
    body = {"inputs": {"input_value": "hi", "session": "the owner's session"}}
    lines = await built(visitor, public_echo, body, url=PUBLIC_URL)
    assert names(lines) == ECHO
    messages = [line["data"] for line in lines if line["event"] == "add_message"]
    assert {message["session_id"] for message in messages} == {namespace(public_echo)}
    assert {message["flow_id"] for message in messages} == {namespace(public_echo)}


async def test_nothing_of_it_reaches_the_owner(alices, visitor, public_echo):
    await built(visitor, public_echo, {"inputs": {"input_value": "hi"}}, url=PUBLIC_URL)
    assert not await VertexBuild.objects.aexists()
    assert not await Message.objects.exclude(flow=None).aexists()
    for query in (f"flow_id={public_echo.pk}", f"session_id={namespace(public_echo)}", ""):
        assert (await alices.get(f"/api/v1/monitor/messages?{query}")).json() == []
    assert (await alices.get("/api/v1/monitor/messages/sessions")).json() == []


async def test_the_owner_sees_that_it_ran_but_not_what_was_said(visitor, public_echo):
    await built(visitor, public_echo, {"inputs": {"input_value": "hi"}}, url=PUBLIC_URL)
    trace = await Trace.objects.aget(flow=public_echo)
    assert (trace.status, trace.session_id) == ("ok", "")
    assert [(span["inputs"], span["outputs"]) for span in trace.spans] == [(None, None)] * 2


async def test_a_visitor_cannot_bring_a_graph_or_files(visitor, public_echo):
    body = {"data": {"nodes": [], "edges": []}, "files": ["other/secret.txt"]}
    lines = await built(visitor, public_echo, body, url=PUBLIC_URL)
    assert names(lines) == ECHO
    assert lines[2]["data"]["files"] == []


async def test_a_visitor_brings_no_variables(alice, visitor, public_echo):
    visitor.own_headers = {"X-LANGFLOW-GLOBAL-VAR-GREETING": "the visitor's"}
    data = echo_data()
    data["nodes"][0]["data"]["node"]["template"]["input_value"].update(value="GREETING", load_from_db=True)
    flow = await in_test_thread(store_flow)(alice, data, access_type="PUBLIC")
    lines = await built(visitor, flow, url=PUBLIC_URL)
    assert "GREETING variable not found." in lines[-2]["data"]["build_data"]["params"]


async def test_the_cookie_is_needed(public_echo):
    answer = await build(HeaderClient({}), public_echo, url=PUBLIC_URL)
    assert (answer.status_code, answer.json()) == (400, {"detail": "No client_id cookie found"})


async def test_private_and_unknown_flows_are_refused_alike(visitor, echo):
    for flow_id in (echo.pk, uuid.uuid4()):
        answer = await visitor.post(f"{PUBLIC_URL}/{flow_id}/flow", {}, content_type="application/json")
        assert (answer.status_code, answer.json()) == (403, {"detail": "Flow is not public"})
    assert (await visitor.post(f"{PUBLIC_URL}/zz/flow", {}, content_type="application/json")).status_code == 422


async def test_a_wrong_body_is_refused(visitor, public_echo):
    assert (await build(visitor, public_echo, {"inputs": "x"}, url=PUBLIC_URL)).status_code == 422


async def test_a_visitor_polls_and_cancels(visitor, public_echo):
    job_id = await started(visitor, public_echo, url=PUBLIC_URL)
    assert names(await polled(visitor, job_id, url=PUBLIC_URL)) == ECHO
    assert (await visitor.post(f"{PUBLIC_URL}/{job_id}/cancel")).json()["success"] is True


@pytest.mark.parametrize("who", [None, "c-2"])
async def test_other_visitors_find_no_job(visitor, public_echo, who):
    other = visitor_named(who) if who else HeaderClient({})
    job_id = await started(visitor, public_echo, url=PUBLIC_URL)
    assert (await other.get(f"{PUBLIC_URL}/{job_id}/events")).status_code == 404
    assert (await other.post(f"{PUBLIC_URL}/{job_id}/cancel")).status_code == 404
    await polled(visitor, job_id, url=PUBLIC_URL)


async def test_the_two_families_do_not_open_each_others_jobs(alices, visitor, public_echo):
    private = await started(alices, public_echo)
    public = await started(visitor, public_echo, url=PUBLIC_URL)
    assert (await visitor.get(f"{PUBLIC_URL}/{private}/events")).status_code == 404
    assert (await alices.get(f"{URL}/{public}/events")).status_code == 404
    await polled(alices, private)
    await polled(visitor, public, url=PUBLIC_URL)


async def test_the_job_belongs_to_the_owner_of_the_flow(alice, visitor, public_echo):
    await built(visitor, public_echo, url=PUBLIC_URL)
    job = await Job.objects.aget()
    assert (job.kind, job.user_id, job.session_id) == ("public_build", alice.pk, namespace(public_echo))


def drawn(*parts):
    drawing = Drawing()
    for number, (kind, values) in enumerate(parts):
        drawing.add(kind, f"n{number}", at=(number, 0), **values)
    return drawing.data


SQL = ("SQLComponent", {"database_url": "sqlite://", "query": "select 1"})


async def test_a_public_flow_does_not_run_components_that_need_trust(alice, visitor):
    flow = await in_test_thread(store_flow)(alice, drawn(SQL, ("ChatInput", {})), access_type="PUBLIC")
    lines = await built(visitor, flow, url=PUBLIC_URL)
    assert names(lines) == ["error", "end"]
    assert "SQL Database (SQLComponent-n0) does not run in public flows" in lines[0]["data"]["text"]


async def test_nor_custom_code(alice, visitor):
    data = echo_data()
    code = data["nodes"][0]["data"]["node"]["template"]["code"]
    code["value"] += "\n# edited"
    data["nodes"][0]["data"]["node"]["edited"] = True
    flow = await in_test_thread(store_flow)(alice, data, access_type="PUBLIC")
    lines = await built(visitor, flow, url=PUBLIC_URL)
    assert "does not run in public flows" in lines[0]["data"]["text"]


async def test_the_owner_runs_them_all_the_same(alice, alices):
    flow = await in_test_thread(store_flow)(alice, drawn(SQL), access_type="PUBLIC")
    assert "error" not in names(await built(alices, flow))


async def test_the_operator_may_allow_them(alice, visitor, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "PUBLIC_TRUSTED_COMPONENTS", True)
    flow = await in_test_thread(store_flow)(alice, drawn(SQL), access_type="PUBLIC")
    assert "error" not in names(await built(visitor, flow, url=PUBLIC_URL))


async def test_a_flow_below_does_not_run_them_either(alice, public_echo):
    stored = await in_test_thread(store_flow)(alice, drawn(SQL), name="below")
    below = await in_test_thread(flow_to_run)(str(stored.pk), user_id=alice.pk)
    above = FlowRun(flow=below, user_id=alice.pk, is_strangers=True)
    with pytest.raises(FlowCannotRun, match="does not run in public flows"):
        await _run_below(above, SubRun(flow=below, tweaks={}, input_value=None, session_id="s"))


async def test_an_address_runs_a_flow_only_so_often(visitor, public_echo, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "PUBLIC_RUNS_PER_MINUTE", 2)
    for _ in range(2):
        await built(visitor, public_echo, url=PUBLIC_URL)
    answer = await build(visitor_named("another"), public_echo, url=PUBLIC_URL)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
