"""`GET /agentic/check-config`: who can be asked."""

from accounts.services.variables import create_variable
from tests.execution.assistant.conftest import AGENTIC, in_test_thread

NOTHING = {
    "configured": False,
    "configured_providers": [],
    "providers": [],
    "default_provider": None,
    "default_model": None,
}


async def config_of(client):
    answer = await client.get(f"{AGENTIC}/check-config")
    assert answer.status_code == 200
    return answer.json()


async def test_without_keys_nobody_can_be_asked(alices):
    assert await config_of(alices) == NOTHING


async def test_providers_with_a_key_are_told_with_their_models(alices, alice):
    await in_test_thread(
        create_variable, user=alice, name="ANTHROPIC_API_KEY", value="sk-ant", kind="Credential", default_fields=[]
    )
    config = await config_of(alices)
    assert (config["configured"], config["configured_providers"]) == (True, ["Anthropic"])
    (provider,) = config["providers"]
    assert (provider["name"], provider["configured"]) == ("Anthropic", True)
    assert provider["models"][0] == {"name": provider["default_model"], "display_name": provider["default_model"]}
    assert (config["default_provider"], config["default_model"]) == ("Anthropic", provider["default_model"])


async def test_keys_of_others_count_for_nothing(alices, bob):
    await in_test_thread(
        create_variable, user=bob, name="OPENAI_API_KEY", value="sk-bob", kind="Credential", default_fields=[]
    )
    assert await config_of(alices) == NOTHING


def test_strangers_are_refused(anonymous):
    assert anonymous.get(f"{AGENTIC}/check-config").status_code == 403
