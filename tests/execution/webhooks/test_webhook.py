"""`POST /webhook/{flow}`: who may call, what reaches the flow, what becomes of the run."""

import pytest
from asgiref.sync import sync_to_async
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from execution.catalogue.drawing import Drawing
from execution.models import Job
from execution.runtime.jobs.kinds import work_of
from execution.runtime.jobs.runners import begin_here
from execution.webhooks.work import WebhookWork
from monitor.models import VertexBuild
from tests.clients import HeaderClient
from tests.execution.webhooks.conftest import STARTED, URL, call, ended, hook_data, said

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def set_auth(settings, monkeypatch):
    return lambda value: monkeypatch.setattr(settings.LANGFLOW, "WEBHOOK_AUTH_ENABLE", value)


class TestWhoMayCall:
    @pytest.mark.parametrize("name", ["id", "hook-here"])
    async def test_an_api_key_of_the_owner_starts_the_flow(self, alices_calls, hook, name):
        answer = await call(alices_calls, hook if name == "id" else name)
        assert (answer.status_code, answer.json()) == (202, STARTED)
        job = await ended(answer)
        assert (job.kind, job.state, job.flow_id, job.user_id) == ("webhook", "succeeded", hook.pk, hook.user_id)

    async def test_so_does_a_token(self, async_client_of, hook):
        assert await said(await call(await async_client_of("alice"), hook)) == {"a": 1}

    async def test_but_not_where_the_operator_wants_a_key(self, async_client_of, alices_calls, hook, set_auth):
        set_auth(True)
        assert (await call(await async_client_of("alice"), hook)).status_code == 403
        assert (await call(alices_calls, hook)).status_code == 202

    @pytest.mark.parametrize("setting", [None, True])
    async def test_strangers_are_refused(self, stranger, hook, set_auth, setting):
        set_auth(setting)
        for flow in (hook, "hook-here", "no-such-flow"):
            answer = await call(stranger, flow)
            assert answer.status_code == 403
            assert "API key required" in answer.json()["detail"]
        assert not await Job.objects.aexists()

    async def test_a_bad_key_is_refused(self, hook, shared_connection):
        answer = await call(HeaderClient({"x-api-key": "sk-bad"}), hook)
        assert (answer.status_code, answer.json()) == (403, {"detail": "Invalid API key"})

    async def test_flows_of_others_are_not_run(self, caller_of, hook):
        bobs = await sync_to_async(caller_of)("bob")
        answer = await call(bobs, hook)
        assert answer.status_code == 403
        assert answer.json()["detail"] == "Access denied: You can only execute webhooks for flows you own"
        assert (await call(bobs, "hook-here")).status_code == 404
        assert not await Job.objects.aexists()

    async def test_an_unknown_flow_is_not_found(self, alices_calls):
        answer = await call(alices_calls, "nope")
        assert (answer.status_code, answer.json()) == (404, {"detail": "Flow identifier nope not found"})

    async def test_reading_it_finds_nothing(self, alices_calls, hook):
        assert (await alices_calls.get(f"{URL}/{hook.pk}")).status_code == 404


@pytest.mark.usefixtures("open_webhooks")
class TestOpenWebhooks:
    @pytest.mark.parametrize("name", ["id", "hook-here"])
    async def test_anybody_starts_the_flow_in_its_owners_name(self, stranger, hook, name):
        job = await ended(await call(stranger, hook if name == "id" else name))
        assert (job.user_id, job.state) == (hook.user_id, "succeeded")

    async def test_a_key_is_not_even_looked_at(self, hook, shared_connection):
        assert (await call(HeaderClient({"x-api-key": "sk-bad"}), hook)).status_code == 202

    async def test_a_name_that_two_users_have_is_not_guessed(self, stranger, hook, bob, store_flow):
        await sync_to_async(store_flow)(bob, hook_data(), endpoint_name="hook-here")
        answer = await call(stranger, "hook-here")
        assert answer.status_code == 409
        assert "id" in answer.json()["detail"]

    async def test_an_unknown_flow_is_not_found(self, stranger):
        assert (await call(stranger, "nope")).status_code == 404


class TestBodies:
    @pytest.mark.parametrize(
        ("body", "content_type", "reached"),
        [
            (b'{"a": [1, null]}', "application/json", {"a": [1, None]}),
            (b"[1, 2]", "application/json", {"payload": [1, 2]}),
            (b'{"broken', "application/json", {"payload": '{"broken'}),
            ("Grüße".encode(), "text/plain", {"payload": "Grüße"}),
            ("Grüße".encode("latin-1"), "text/plain; charset=latin-1", {"payload": "Grüße"}),
            (b"plain", "text/plain; charset=no-such-charset", {"payload": "plain"}),
            (b"<a/>", "application/xml", {"payload": "<a/>"}),
            (b"\xff\x00", "image/png", {"content_type": "image/png", "size": 2, "base64": "/wA="}),
            (b"name=Ann+B&tag=x&tag=y&empty=", FORM, {"name": "Ann B", "tag": ["x", "y"], "empty": ""}),
            (b'{"any": "data"}', FORM, {"any": "data"}),  # what curl says of JSON
        ],
    )
    async def test_it_reaches_the_flow(self, alices_calls, hook, body, content_type, reached):
        assert await said(await call(alices_calls, hook, body, content_type=content_type)) == reached

    async def test_files_of_a_form_arrive_with_what_is_known_of_them(self, alices_calls, hook):
        upload = b"Hi \xc3\xbc"
        body = (
            encode_multipart(BOUNDARY, {"note": "see file"}).removesuffix(f"--{BOUNDARY}--\r\n".encode())
            + f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'.encode()
            + b"Content-Type: text/plain\r\n\r\n"
            + upload
            + f"\r\n--{BOUNDARY}--\r\n".encode()
        )
        file = {"name": "a.txt", "content_type": "text/plain", "size": 5, "text": "Hi ü"}
        answer = await call(alices_calls, hook, body, content_type=MULTIPART_CONTENT)
        assert await said(answer) == {"note": "see file", "file": file}

    async def test_an_empty_one_is_refused(self, alices_calls, hook):
        answer = await call(alices_calls, hook, b"")
        assert answer.status_code == 400
        assert answer.json()["detail"].startswith("Request body is empty.")

    async def test_a_form_that_is_none_is_refused(self, alices_calls, hook):
        answer = await call(alices_calls, hook, b"no parts", content_type="multipart/form-data")
        assert answer.status_code == 400
        too_many = b"&".join(b"a=1" for _ in range(5000))
        assert (await call(alices_calls, hook, too_many, content_type=FORM)).status_code == 400


async def test_a_flow_without_a_webhook_runs_too(alices_calls, store_flow, alice):
    drawing = Drawing()
    text = drawing.add("TextInput", "aaaaa", at=(0, 0), input_value="hello")
    drawing.connect(text, "text", drawing.add("ChatOutput", "zzzzz", at=(1, 0)), "input_value")
    flow = await sync_to_async(store_flow)(alice, drawing.data)
    assert (await ended(await call(alices_calls, flow))).state == "succeeded"
    assert await VertexBuild.objects.filter(flow=flow).acount() == 2


async def test_a_component_that_fails_is_the_jobs_failure(alices_calls, store_flow, alice):
    drawing = Drawing()
    drawing.add("ChatOutput", "zzzzz", at=(0, 0))
    flow = await sync_to_async(store_flow)(alice, drawing.data)
    job = await ended(await call(alices_calls, flow))
    assert job.state == "failed"
    assert job.error


async def test_a_flow_that_cannot_run_is_the_jobs_failure(alices_calls, store_flow, alice):
    data = hook_data()
    data["edges"][0]["source"] = "Webhook-gone"
    flow = await sync_to_async(store_flow)(alice, data)
    job = await ended(await call(alices_calls, flow))
    assert job.state == "failed"
    assert "Webhook-gone" in job.error


async def test_the_work_is_the_same_after_it_was_a_row(alices_calls, hook, monkeypatch):
    """Any process makes it again from what the row says."""
    made = []

    def begin_what_the_row_says(job, _):
        made.append(work_of(job))
        return begin_here(job, made[0])

    monkeypatch.setattr("execution.runtime.jobs.service.begin_here", begin_what_the_row_says)
    assert await said(await call(alices_calls, hook, b'{"a": 2}')) == {"a": 2}
    assert isinstance(made[0], WebhookWork)
