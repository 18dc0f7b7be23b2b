"""`POST /api/v2/workflows`: wait for a flow, follow it, or leave it and come back."""

import asyncio

import pytest

from execution.catalogue.drawing import Drawing
from execution.models import Job
from flows.models import Flow
from monitor.models import Message
from tests.execution.runs.conftest import in_test_thread, model_data
from tests.execution.workflows.conftest import URL, streamed


def two_ends(base_url):
    """An answer that repeats the question and, beside it, a model."""
    drawing = Drawing()
    question = drawing.add("ChatInput", "aaaaa", at=(0, 0))
    answer = drawing.add("ChatOutput", "good", at=(1, 0))
    drawing.connect(question, "message", answer, "input_value")
    settings = {"api_key": "sk-test", "openai_api_base": base_url, "model_name": "m", "max_retries": 0}
    model = drawing.add("OpenAIModel", "bad", at=(1, 1), **settings)
    drawing.connect(question, "message", model, "input_value")
    return drawing.data


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
        flow = await in_test_thread(store_flow, alice, two_ends(provider.base_url))
        body = (await workflow(flow, inputs={"ChatInput-aaaaa.input_value": "hello"})).json()
        assert body["status"] == "failed"
        (error,) = body["errors"]
        assert error["code"] == "EXECUTION_ERROR"
        assert error["error"].startswith("Error running graph: Error building Component OpenAI")
        assert error["details"]["component_id"] == "OpenAIModel-bad"
        assert body["outputs"]["ChatOutput-good"]["content"] == "hello"
        assert "OpenAIModel-bad" not in body["outputs"]

    async def test_a_run_that_takes_too_long_timed_out(
        self, workflow, store_flow, alice, provider, settings, monkeypatch
    ):
        monkeypatch.setattr(settings.LANGFLOW, "RUN_SECONDS", 0.2)
        provider.silent = True
        body = (await workflow(await in_test_thread(store_flow, alice, model_data(provider.base_url)))).json()
        assert body["status"] == "timed_out"
        assert await Job.objects.filter(state="timed_out").acount() == 1

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
        assert kinds[0] == "add_message"
        assert kinds[-1] == "end"
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
        flow = await in_test_thread(store_flow, alice, two_ends(provider.base_url))
        events = await streamed(await workflow(flow, stream=True))
        assert [event["event"] for event in events].count("error") == 1
        assert events[-1]["data"]["raw_event"]["status"] == "failed"

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
        assert (started["object"], started["errors"]) == ("job", [])
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

    async def test_it_is_stopped_once_and_stays_stopped(self, workflow, alices_calls, store_flow, alice, provider):
        provider.silent = True
        job_id = (
            await workflow(await in_test_thread(store_flow, alice, model_data(provider.base_url)), background=True)
        ).json()["job_id"]
        await provider.asked.wait()
        for _ in range(2):
            answer = await alices_calls.post(f"{URL}/stop", {"job_id": job_id}, content_type="application/json")
            assert answer.json() == {"job_id": job_id, "message": f"Job {job_id} cancelled successfully."}
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
        assert await Flow.objects.acount() == 1
