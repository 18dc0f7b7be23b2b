"""`POST /api/v2/workflows`: wait for a flow, follow it, or leave it and come back."""

import asyncio
import json
import uuid

import pytest

from execution.catalogue.drawing import Drawing
from execution.models import Job
from execution.runtime.event_log import event_log
from execution.runtime.jobs.desk import desk
from execution.workflows import services
from execution.workflows.serializers import WorkflowBody
from execution.workflows.work import WorkflowWork
from flows.models import Flow
from flows.selectors import flow_to_run
from monitor.models import Message
from tests.execution.runs.conftest import in_test_thread, model_data, variable_data
from tests.execution.workflows.conftest import URL, streamed


def some_ends(base_url, *models):
    """An answer that repeats the question and, beside it, models."""
    drawing = Drawing()
    question = drawing.add("ChatInput", "aaaaa", at=(0, 0))
    answer = drawing.add("ChatOutput", "good", at=(1, 0))
    drawing.connect(question, "message", answer, "input_value")
    settings = {"api_key": "sk-test", "openai_api_base": base_url, "model_name": "m", "max_retries": 0}
    for key in models:
        model = drawing.add("OpenAIModel", key, at=(1, 1), **settings)
        drawing.connect(question, "message", model, "input_value")
    return drawing.data


def with_a_lone_answer():
    """An answer that repeats the question and, beside it, one to which nothing leads."""
    data = some_ends("")
    lone = Drawing()
    lone.add("ChatOutput", "lone", at=(1, 1))
    return {**data, "nodes": [*data["nodes"][1:], *lone.data["nodes"]], "edges": []}


async def ended(client, job_id):
    """Ask until the job has ended; return the answer."""
    for _ in range(200):
        answer = (await client.get(f"{URL}?job_id={job_id}")).json()
        if answer["status"] not in {"queued", "in_progress"}:
            return answer
        await asyncio.sleep(0.01)
    raise AssertionError(answer)


class TestWaiting:
    async def test_the_answer_has_what_came_out_at_the_flows_end(self, workflow, echo):
        answer = await workflow(echo, inputs={"ChatInput-aaaaa.input_value": "hello"})
        body = answer.json()
        assert answer.status_code == 200
        assert (body["object"], body["status"], body["errors"]) == ("response", "completed", [])
        assert body["inputs"] == {"ChatInput-aaaaa.input_value": "hello"}
        assert body["outputs"] == {
            "ChatOutput-zzzzz": {
                "type": "message",
                "status": "completed",
                "content": "hello",
                "metadata": {"component_type": "ChatOutput"},
            }
        }

    @pytest.mark.parametrize(
        "inputs", [{"ChatInput-aaaaa": {"input_value": "hi"}}, {"Chat Input.input_value": "hi"}], ids=["nested", "name"]
    )
    async def test_inputs_may_be_nested_and_name_components_as_people_do(self, workflow, echo, inputs):
        body = (await workflow("echo-here", inputs=inputs)).json()
        assert body["outputs"]["ChatOutput-zzzzz"]["content"] == "hi"
        assert body["flow_id"] == "echo-here"

    @pytest.mark.parametrize("inputs", [None, {}, {"plain": 1}, {"Nope-1.x": 1}, {".x": 1}, {"x.": 1}])
    async def test_inputs_that_lead_nowhere_change_nothing(self, workflow, echo, inputs):
        body = (await workflow(echo, inputs=inputs)).json()
        assert body["status"] == "completed"
        assert body["outputs"]["ChatOutput-zzzzz"]["content"] == ""

    async def test_a_session_among_the_inputs_is_the_runs(self, workflow, echo):
        inputs = {"ChatInput-aaaaa.input_value": "hello", "ChatInput-aaaaa.session_id": "mine"}
        await workflow(echo, inputs=inputs)
        assert [session async for session in Message.objects.values_list("session_id", flat=True)] == ["mine", "mine"]

    async def test_a_failing_component_is_told_and_the_rest_is_kept(self, workflow, store_flow, alice, provider):
        provider.status = 500
        flow = await in_test_thread(store_flow, alice, some_ends(provider.base_url, "bad"))
        body = (await workflow(flow, inputs={"ChatInput-aaaaa.input_value": "hello"})).json()
        assert body["status"] == "failed"
        (error,) = body["errors"]
        assert error["code"] == "EXECUTION_ERROR"
        assert error["error"].startswith("Error running graph: Error building Component OpenAI")
        assert error["details"]["component_id"] == "OpenAIModel-bad"
        assert body["outputs"]["ChatOutput-good"]["content"] == "hello"
        assert "OpenAIModel-bad" not in body["outputs"]

    async def test_every_failing_component_is_told(self, workflow, alices_calls, store_flow, alice, provider):
        provider.status = 500
        flow = await in_test_thread(store_flow, alice, some_ends(provider.base_url, "one", "two"))
        body = (await workflow(flow)).json()
        failing = {error["details"]["component_id"] for error in body["errors"]}
        assert failing == {"OpenAIModel-one", "OpenAIModel-two"}
        again = (await alices_calls.get(f"{URL}?job_id={body['job_id']}")).json()
        assert (again["status"], again["errors"]) == ("failed", body["errors"])

    async def test_a_component_that_misses_its_input_fails_alone(self, workflow, store_flow, alice):
        flow = await in_test_thread(store_flow, alice, with_a_lone_answer())
        body = (await workflow(flow)).json()
        assert {error["details"]["component_id"] for error in body["errors"]} == {"ChatOutput-good", "ChatOutput-lone"}

    async def test_a_variable_that_the_request_brings_is_used(self, workflow, alices_calls, store_flow, alice):
        flow = await in_test_thread(store_flow, alice, variable_data("GREETING"))
        missing = (await workflow(flow)).json()
        assert "GREETING" in missing["errors"][0]["error"]
        alices_calls.own_headers = {**alices_calls.own_headers, "X-LANGFLOW-GLOBAL-VAR-GREETING": "hi there"}
        assert (await workflow(flow)).json()["outputs"]["ChatOutput-zzzzz"]["content"] == "hi there"

    async def test_a_run_that_takes_too_long_timed_out_and_keeps_what_came_out(
        self, workflow, alices_calls, store_flow, alice, provider, settings, monkeypatch
    ):
        monkeypatch.setattr(settings.LANGFLOW, "RUN_SECONDS", 0.5)
        provider.silent = True
        flow = await in_test_thread(store_flow, alice, some_ends(provider.base_url, "slow"))
        answer = await workflow(flow, inputs={"ChatInput-aaaaa.input_value": "hello"})
        assert answer.status_code == 408
        detail = answer.json()["detail"]
        assert (detail["code"], detail["flow_id"], detail["timeout_seconds"]) == (
            "EXECUTION_TIMEOUT",
            str(flow.pk),
            0.5,
        )
        kept = (await alices_calls.get(f"{URL}?job_id={detail['job_id']}")).json()
        assert (kept["status"], kept["errors"][0]["details"]["component_error"]) == ("timed_out", "run_too_long")
        assert kept["outputs"]["ChatOutput-good"]["content"] == "hello"
        stopping = await alices_calls.post(f"{URL}/stop", {"job_id": detail["job_id"]}, content_type="application/json")
        assert (stopping.status_code, stopping.json()["detail"]["status"]) == (409, "timed_out")

    async def test_one_run_too_many_is_refused(self, workflow, echo, settings, monkeypatch):
        monkeypatch.setattr(settings.LANGFLOW, "RUNS_PER_USER", 0)
        answer = await workflow(echo)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")

    async def test_a_flow_that_is_deleted_meanwhile_takes_the_answer_along(self, workflow, store_flow, alice, provider):
        provider.silent = True
        flow = await in_test_thread(store_flow, alice, model_data(provider.base_url))
        waiting = asyncio.create_task(workflow(flow))
        await provider.asked.wait()
        (job_id,) = [job_id async for job_id in Job.objects.values_list("pk", flat=True)]
        await in_test_thread(flow.delete)
        event_log().close(str(job_id), b"")
        answer = await waiting
        assert (answer.status_code, answer.json()["code"]) == (404, "JOB_NOT_FOUND")
        await desk().stop(job_id, within=1.0)

    async def test_a_finished_run_can_be_asked_for_again(self, workflow, alices_calls, echo):
        body = (await workflow(echo, inputs={"ChatInput-aaaaa.input_value": "hello"})).json()
        again = await alices_calls.get(f"{URL}?job_id={body['job_id']}")
        assert again.json()["outputs"] == body["outputs"]

    async def test_who_goes_away_ends_the_run(self, workflow, store_flow, alice, provider):
        provider.silent = True
        waiting = asyncio.create_task(workflow(await in_test_thread(store_flow, alice, model_data(provider.base_url))))
        await provider.asked.wait()
        waiting.cancel()
        await asyncio.wait([waiting])
        assert [state async for state in Job.objects.values_list("state", flat=True)] == ["cancelled"]


class TestStreaming:
    async def test_events_come_in_order_and_end_with_the_whole_answer(self, workflow, store_flow, alice, provider):
        flow = await in_test_thread(store_flow, alice, model_data(provider.base_url))
        events = await streamed(await workflow(flow, stream=True))
        assert [event["id"] for event in events] == [str(number + 1) for number in range(len(events))]
        kinds = [event["event"] for event in events]
        assert (kinds[:3], kinds[-1]) == (["start", "add_message", "end_vertex"], "end")
        done = [event["data"]["raw_event"]["id"] for event in events if event["event"] == "end_vertex"]
        assert done == ["ChatInput-aaaaa", "OpenAIModel-model", "ChatOutput-zzzzz"]
        assert events[0]["data"]["raw_event"]["flow_id"] == str(flow.pk)
        tokens = [event["data"]["raw_event"]["chunk"] for event in events if event["event"] == "token"]
        assert "".join(tokens) == "Good day."
        answer = events[-1]["data"]["raw_event"]
        assert (answer["status"], answer["outputs"]["ChatOutput-zzzzz"]["content"]) == ("completed", "Good day.")
        assert {event["data"]["run_id"] for event in events} == {answer["job_id"]}

    async def test_the_first_token_comes_before_the_model_is_done(self, workflow, store_flow, alice, provider):
        provider.pause = asyncio.Event()
        answer = await workflow(await in_test_thread(store_flow, alice, model_data(provider.base_url)), stream=True)
        seen = b""
        async for chunk in answer.streaming_content:
            seen += chunk
            if b"Good" in seen:
                provider.pause.set()
        assert b"event: end" in seen

    async def test_a_failure_is_told_and_the_stream_ends(self, workflow, store_flow, alice, provider):
        provider.status = 500
        flow = await in_test_thread(store_flow, alice, some_ends(provider.base_url, "bad"))
        events = await streamed(await workflow(flow, stream=True))
        assert [event["event"] for event in events].count("error") == 1
        assert events[-1]["data"]["raw_event"]["status"] == "failed"

    async def test_a_stream_that_is_stopped_elsewhere_ends(
        self, workflow, alices_calls, caller_of, store_flow, alice, provider
    ):
        provider.silent = True
        answer = await workflow(await in_test_thread(store_flow, alice, model_data(provider.base_url)), stream=True)
        reading = asyncio.create_task(streamed(answer))
        await provider.asked.wait()
        (job_id,) = [str(job_id) async for job_id in Job.objects.values_list("pk", flat=True)]
        other_client = await in_test_thread(caller_of, "alice")
        await other_client.post(f"{URL}/stop", {"job_id": job_id}, content_type="application/json")
        events = await asyncio.wait_for(reading, 2)
        assert events[0]["data"]["run_id"] == job_id
        assert (events[-1]["event"], events[-1]["data"]["raw_event"]["status"]) == ("end", "cancelled")

    async def test_a_reader_that_goes_away_ends_the_run(self, workflow, store_flow, alice, provider):
        provider.silent = True
        answer = await workflow(await in_test_thread(store_flow, alice, model_data(provider.base_url)), stream=True)
        reading = asyncio.create_task(streamed(answer))
        await provider.asked.wait()
        reading.cancel()
        await asyncio.wait([reading])
        assert [state async for state in Job.objects.values_list("state", flat=True)] == ["cancelled"]


class TestBackground:
    async def test_the_answer_comes_at_once_and_the_result_later(self, workflow, alices_calls, echo):
        started = (await workflow(echo, background=True, inputs={"ChatInput-aaaaa.input_value": "later"})).json()
        assert (started["object"], started["status"], started["errors"]) == ("job", "queued", [])
        assert started["links"] == {"status": f"{URL}?job_id={started['job_id']}", "stop": f"{URL}/stop"}
        body = await ended(alices_calls, started["job_id"])
        assert (body["object"], body["status"], body["inputs"]) == ("response", "completed", {})
        assert body["outputs"]["ChatOutput-zzzzz"]["content"] == "later"

    async def test_its_events_can_be_read_from_any_of_them_on(self, workflow, alices_calls, echo):
        job_id = (await workflow(echo, background=True)).json()["job_id"]
        await ended(alices_calls, job_id)
        accept = {"Accept": "text/event-stream"}
        all_events = await streamed(await alices_calls.get(f"{URL}?job_id={job_id}", headers=accept))
        after = {**accept, "Last-Event-ID": all_events[0]["id"]}
        assert await streamed(await alices_calls.get(f"{URL}?job_id={job_id}", headers=after)) == all_events[1:]

    async def test_events_that_are_lost_leave_the_answer(self, workflow, alices_calls, echo, monkeypatch):
        job_id = (await workflow(echo, background=True)).json()["job_id"]
        answer = await ended(alices_calls, job_id)
        monkeypatch.setattr(event_log(), "_jobs", {})
        headers = {"Accept": "text/event-stream"}
        (end,) = await streamed(await alices_calls.get(f"{URL}?job_id={job_id}", headers=headers))
        assert (end["event"], end["data"]["raw_event"]) == ("end", answer)

    async def test_events_that_fell_out_are_told(self, workflow, alices_calls, echo, monkeypatch):
        monkeypatch.setattr(event_log(), "_most_events", 2)
        job_id = (await workflow(echo, background=True)).json()["job_id"]
        await ended(alices_calls, job_id)
        headers = {"Accept": "text/event-stream"}
        gap, *rest = await streamed(await alices_calls.get(f"{URL}?job_id={job_id}", headers=headers))
        assert (gap["event"], gap["data"]["run_id"]) == ("gap", job_id)
        assert gap["data"]["raw_event"] == {"missed": int(rest[0]["id"]) - 1}
        assert [event["event"] for event in rest] == ["end_vertex", "end"]

    async def test_a_reader_that_goes_away_does_not_end_it(self, workflow, alices_calls, store_flow, alice, provider):
        provider.pause = asyncio.Event()
        flow = await in_test_thread(store_flow, alice, model_data(provider.base_url))
        job_id = (await workflow(flow, background=True)).json()["job_id"]
        frames = services.frames_of(uuid.UUID(job_id), ends_with_reader=False)
        await anext(frames)
        await frames.aclose()
        provider.pause.set()
        assert (await ended(alices_calls, job_id))["status"] == "completed"

    async def test_another_process_can_make_the_same_run(self, alice, echo):
        flow = await in_test_thread(lambda: flow_to_run(str(echo.pk), user_id=alice.pk))
        body = WorkflowBody(flow_id="f", inputs={"ChatInput-aaaaa.input_value": "hi"})
        work = WorkflowWork(services.workflow_run(alice.pk, flow, body, {"A": "b"}), body.inputs)
        request = work.as_request()
        assert WorkflowWork.of_request(json.loads(json.dumps(request))).as_request() == request

    async def test_it_is_stopped_once_and_stays_stopped(self, workflow, alices_calls, store_flow, alice, provider):
        provider.silent = True
        job_id = (
            await workflow(await in_test_thread(store_flow, alice, model_data(provider.base_url)), background=True)
        ).json()["job_id"]
        await provider.asked.wait()
        for said in ("cancelled successfully.", "is already cancelled."):
            answer = await alices_calls.post(f"{URL}/stop", {"job_id": job_id}, content_type="application/json")
            assert answer.json() == {"job_id": job_id, "message": f"Job {job_id} {said}"}
        status = (await alices_calls.get(f"{URL}?job_id={job_id}")).json()
        assert (status["object"], status["status"]) == ("job", "cancelled")

    async def test_what_came_to_its_end_is_not_stopped(self, workflow, alices_calls, echo):
        job_id = (await workflow(echo)).json()["job_id"]
        answer = await alices_calls.post(f"{URL}/stop", {"job_id": job_id}, content_type="application/json")
        assert answer.status_code == 409
        assert answer.json()["detail"]["code"] == "JOB_HAS_ENDED"
        assert (await alices_calls.get(f"{URL}?job_id={job_id}")).json()["status"] == "completed"


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "loc"),
        [
            ({}, ["body", "flow_id"]),
            ({"flow_id": 3}, ["body", "flow_id"]),
            ({"flow_id": "x", "colour": 1}, ["body", "colour"]),
            ({"flow_id": "x", "background": "maybe"}, ["body", "background"]),
            ({"flow_id": "x", "inputs": "x"}, ["body", "inputs"]),
            ({"flow_id": "x", "background": True, "stream": True}, ["body"]),
        ],
    )
    async def test_a_wrong_body_is_told_where(self, alices_calls, db, body, loc):
        answer = await alices_calls.post(URL, body, content_type="application/json")
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"] == loc

    @pytest.mark.parametrize("flow_id", ["nope", "00000000-0000-4000-8000-000000000000"])
    async def test_an_unknown_flow_is_not_found(self, workflow, db, flow_id):
        answer = await workflow(flow_id)
        assert answer.status_code == 404
        assert answer.json()["code"] == "FLOW_NOT_FOUND"

    async def test_a_flow_of_others_does_not_exist(self, workflow, caller_of, echo):
        answer = await workflow(echo, client=await in_test_thread(caller_of, "bob"))
        assert answer.json()["code"] == "FLOW_NOT_FOUND"

    @pytest.mark.parametrize("background", [True, False])
    async def test_a_flow_that_cannot_run_is_told_at_once(self, workflow, store_flow, alice, background):
        empty = await in_test_thread(store_flow, alice, None)
        answer = await workflow(empty, background=background)
        assert answer.status_code == 400
        assert answer.json()["detail"]["code"] == "INVALID_FLOW_DATA"
        assert not await Job.objects.aexists()

    async def test_jobs_of_others_do_not_exist(self, workflow, caller_of, echo):
        job_id = (await workflow(echo)).json()["job_id"]
        bobs_calls = await in_test_thread(caller_of, "bob")
        assert (await bobs_calls.get(f"{URL}?job_id={job_id}")).json()["code"] == "JOB_NOT_FOUND"
        answer = await bobs_calls.post(f"{URL}/stop", {"job_id": job_id}, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (404, "JOB_NOT_FOUND")

    async def test_which_job_must_be_said(self, alices_calls, db):
        assert (await alices_calls.get(URL)).json()["detail"]["code"] == "MISSING_PARAMETER"
        assert (await alices_calls.get(f"{URL}?job_id=zz")).status_code == 422
        assert (await alices_calls.post(f"{URL}/stop", {}, content_type="application/json")).status_code == 422

    async def test_an_api_key_is_needed(self, async_client_of, async_client, echo):
        body = {"flow_id": str(echo.pk)}
        for client in (async_client, await async_client_of("alice")):
            answer = await client.post(URL, body, content_type="application/json")
            assert answer.status_code == 403
            job_id = str(uuid.uuid4())
            assert (await client.get(f"{URL}?job_id={job_id}")).status_code == 403
            stopping = await client.post(f"{URL}/stop", {"job_id": job_id}, content_type="application/json")
            assert stopping.status_code == 403
        assert await Flow.objects.acount() == 1
