"""Signed messages, and the route that sets their secret. What is signed is worked out by hand in conftest.py."""

import base64

import pytest
from asgiref.sync import sync_to_async

from accounts.encryption import decrypt
from execution.models import Job, WebhookSignature
from execution.webhooks.serializers import SignatureBody
from execution.webhooks.services import set_signature
from execution.webhooks.signatures import signature_of
from flows.selectors import flow_to_run
from tests.clients import HeaderClient
from tests.execution.webhooks.conftest import KEY, SECRET, URL, call, ended, hook_data, said, signed

BODY = b'{"a": 1}'


def sign_flow(flow, **columns):
    set_signature(flow=flow_to_run(str(flow.pk)), body=SignatureBody(secret=SECRET, **columns))


@pytest.fixture
def signed_hook(hook):
    sign_flow(hook)
    return hook


def test_the_specifications_own_example_is_signed_as_it_says():
    """The published test vector of the Standard Webhooks specification."""
    signature = signature_of(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp="1614265330",
        body=b'{"test": 2432232314}',
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("name", ["id", "hook-here"])
async def test_a_signature_needs_no_key(stranger, signed_hook, name):
    answer = await call(stranger, signed_hook if name == "id" else name, BODY, headers=signed(BODY))
    assert await said(answer) == {"a": 1}
    assert (await Job.objects.aget()).user_id == signed_hook.user_id


async def test_one_good_signature_among_several_is_enough(stranger, signed_hook):
    headers = signed(BODY, also="v1,bm9wZQ== v2,whatever ")
    assert (await call(stranger, signed_hook, BODY, headers=headers)).status_code == 202


@pytest.mark.parametrize(
    "headers",
    [
        signed(BODY, key=b"some other key of thirty-two bytes"),
        signed(b'{"a": 2}'),
        signed(BODY, seconds_ago=301),
        signed(BODY, seconds_ago=-900),
        {**signed(BODY), "webhook-id": "msg_2"},
        {**signed(BODY), "webhook-timestamp": "1"},
        {**signed(BODY), "webhook-timestamp": "soon"},
        {**signed(BODY), "webhook-timestamp": "9" * 400},
        {**signed(BODY), "webhook-signature": "v1,"},
        {**signed(BODY), "webhook-signature": "\xe4"},
        signed(BODY, message_id=""),
    ],
    ids=[
        "other key",
        "other body",
        "old",
        "early",
        "other id",
        "other time",
        "no time",
        "endless time",
        "empty",
        "no ascii",
        "no id",
    ],
)
async def test_a_signature_that_does_not_fit_is_refused(stranger, alices_calls, signed_hook, headers):
    for client in (stranger, alices_calls):
        answer = await call(client, signed_hook, BODY, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["detail"].startswith("The signature does not fit")
    assert not await Job.objects.aexists()


async def test_how_old_a_message_may_be_is_the_flows_choice(stranger, hook):
    await sync_to_async(sign_flow)(hook, tolerance_seconds=3600)
    assert (await call(stranger, hook, BODY, headers=signed(BODY, seconds_ago=3000))).status_code == 202


async def test_a_message_that_comes_twice_runs_once(stranger, signed_hook):
    headers = signed(BODY)
    first = await call(stranger, signed_hook, BODY, headers=headers)
    again = await call(stranger, signed_hook, BODY, headers=headers)
    assert (again.status_code, again.json()) == (202, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["X-Job-Id"] == first.headers["X-Job-Id"]
    assert await Job.objects.acount() == 1


async def test_another_key_does_not_let_a_message_in_twice(stranger, signed_hook):
    for key in ("one", "two"):
        answer = await call(stranger, signed_hook, BODY, headers={**signed(BODY), "Idempotency-Key": key})
        assert answer.status_code == 202
    assert await Job.objects.acount() == 1


async def test_a_message_does_not_arrive_by_another_address_too(stranger, signed_hook):
    headers = signed(BODY)
    await call(stranger, signed_hook, BODY, headers=headers)
    for other in ("hook-here", f"{signed_hook.pk}?again=1"):
        assert (await call(stranger, other, BODY, headers=headers)).status_code == 422
    assert await Job.objects.acount() == 1


async def test_without_a_signature_a_key_is_needed(stranger, alices_calls, signed_hook):
    assert (await call(stranger, signed_hook, BODY)).status_code == 403
    assert (await call(alices_calls, signed_hook, BODY)).status_code == 202


@pytest.mark.usefixtures("open_webhooks")
async def test_open_webhooks_do_not_open_a_flow_with_a_signature(stranger, signed_hook):
    assert (await call(stranger, signed_hook, BODY)).status_code == 403
    assert (await call(stranger, signed_hook, BODY, headers=signed(BODY))).status_code == 202


async def test_strangers_do_not_learn_which_flows_are_signed(stranger, hook):
    answers = [await call(stranger, name, BODY, headers=signed(BODY)) for name in ("hook-here", "no-such-flow")]
    await sync_to_async(sign_flow)(hook)
    answers.append(await call(stranger, "hook-here", BODY, headers=signed(BODY, key=b"0" * 32)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(403, answers[0].content)}


async def test_senders_that_always_sign_can_use_a_key(alices_calls, hook):
    assert (await call(alices_calls, hook, BODY, headers=signed(BODY))).status_code == 202


async def test_of_two_flows_of_one_name_the_secret_tells_which(stranger, signed_hook, bob, store_flow):
    await sync_to_async(store_flow)(bob, hook_data(), endpoint_name="hook-here")
    theirs = await sync_to_async(store_flow)(bob, hook_data(), endpoint_name="other")
    await sync_to_async(sign_flow)(theirs)
    job = await ended(await call(stranger, "hook-here", BODY, headers=signed(BODY)))
    assert job.flow_id == signed_hook.pk


class TestTheRoute:
    URL = f"{URL}/hook-here/signature"

    def put(self, client, **body):
        return client.put(self.URL, body, format="json")

    def test_the_server_makes_a_secret_and_shows_it_once(self, client_of, hook):
        alice = client_of("alice")
        answer = self.put(alice)
        assert answer.status_code == 201
        secret = answer.json()["secret"]
        assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
        read = alice.get(self.URL)
        assert read.status_code == 200
        assert set(read.json()) == {"flow_id", "tolerance_seconds", "created_at", "updated_at"}
        assert read.json()["flow_id"] == str(hook.pk)
        row = WebhookSignature.objects.get()
        assert secret not in row.encrypted_secret
        assert decrypt(row.encrypted_secret) == secret

    def test_a_new_secret_takes_the_place_of_the_old_one(self, client_of, hook):
        alice = client_of("alice")
        first = self.put(alice).json()["secret"]
        answer = self.put(alice, secret=SECRET, tolerance_seconds=10)
        assert answer.status_code == 200
        assert (answer.json()["secret"], answer.json()["tolerance_seconds"]) == (SECRET, 10)
        assert first != SECRET
        assert WebhookSignature.objects.get().secret == SECRET

    @pytest.mark.parametrize(
        "body",
        [
            {"secret": "short"},
            {"secret": "whsec_not base64!"},
            {"secret": "whsec_" + base64.b64encode(b"short").decode()},
            {"secret": "x" * 2000},
            {"tolerance_seconds": 0},
            {"tolerance_seconds": 3601},
            {"tolerance_seconds": "long"},
        ],
    )
    def test_a_bad_one_is_refused(self, client_of, hook, body):
        answer = self.put(client_of("alice"), **body)
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"] == ["body", next(iter(body))]
        assert not WebhookSignature.objects.exists()

    def test_it_can_be_taken_away(self, client_of, signed_hook):
        alice = client_of("alice")
        assert alice.delete(self.URL).status_code == 204
        assert alice.delete(self.URL).status_code == 404
        assert alice.get(self.URL).status_code == 404

    def test_others_do_not_see_or_change_it(self, client_of, anonymous, signed_hook):
        for client, status in ((client_of("bob"), 404), (anonymous, 403)):
            assert client.get(self.URL).status_code == status
            assert self.put(client).status_code == status
            assert client.delete(self.URL).status_code == status
        assert WebhookSignature.objects.get().secret == SECRET

    def test_the_admin_shows_it_without_its_secret(self, client, admin, signed_hook):
        client.force_login(admin)
        row = WebhookSignature.objects.get()
        page = client.get(f"/admin/execution/webhooksignature/{row.pk}/change/")
        assert page.status_code == 200
        assert row.encrypted_secret not in page.content.decode()
        assert client.get("/admin/execution/webhooksignature/?q=hook").status_code == 200


async def test_any_text_can_be_a_secret(stranger, hook):
    await sync_to_async(set_signature)(
        flow=await sync_to_async(flow_to_run)(str(hook.pk)), body=SignatureBody(secret="sixteen letters.")
    )
    assert (await call(stranger, hook, BODY, headers=signed(BODY, key=b"sixteen letters."))).status_code == 202
    assert (await call(stranger, hook, BODY, headers=signed(BODY, key=KEY))).status_code == 403


async def test_a_key_and_a_signature_do_not_add_up(hook, shared_connection):
    """Without a secret of the flow's, a signature is nothing, and a bad key stays one."""
    client = HeaderClient({"x-api-key": "sk-bad"})
    assert (await call(client, hook, BODY, headers=signed(BODY))).status_code == 403
