"""What the chat model components send, what they give back, and what they say when the provider fails."""

import sys
from typing import Any

import pytest

from execution.components.language_models import errors
from execution.components.models_and_agents.language_model import LanguageModelComponent
from execution.components.openai.openai_model import OpenAIModel
from execution.engine.component import Component
from execution.engine.events import Event, MessageAdded, TokenProduced
from execution.engine.values import Message

KEY = "sk-of-the-test"


async def text_of(component: Component) -> Message:
    return await component.result_of(component.output_by_name["text_output"])


def openai(bound, provider, **options: Any) -> Component:
    settings = {"openai_api_base": provider.url, "api_key": KEY, "max_retries": 0, "input_value": "Hi", **options}
    return bound(OpenAIModel, **settings)


async def test_the_answer_is_a_message_with_its_usage_and_source(bound, provider):
    message = await text_of(openai(bound, provider))
    assert message.text == "Echo: Hi"
    assert message.properties.usage.to_wire() == {"input_tokens": 3, "output_tokens": 2, "total_tokens": 5}
    assert message.properties.source.to_wire() == {"id": "model", "display_name": "Model", "source": "gpt-4o-mini"}


async def test_what_is_sent_is_what_the_fields_say(bound, provider):
    await text_of(
        openai(bound, provider, system_message="Be brief.", temperature=0.9, seed=5, model_kwargs={"top_p": 0.5})
    )
    assert provider.bodies == [
        {
            "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
            "model": "gpt-4o-mini",
            "temperature": 0.9,
            "seed": 5,
            "top_p": 0.5,
            "stream": False,
        }
    ]
    assert provider.keys == [KEY]


async def test_an_empty_question_is_still_asked(bound, provider):
    await text_of(openai(bound, provider, input_value=None))
    assert provider.bodies[0]["messages"] == [{"role": "user", "content": ""}]


async def test_a_limit_of_zero_tokens_means_no_limit(bound, provider):
    await text_of(openai(bound, provider, max_tokens=0))
    assert "max_completion_tokens" not in provider.bodies[0]


async def test_json_mode_asks_for_an_object(bound, provider):
    await text_of(openai(bound, provider, json_mode=True))
    assert provider.bodies[0]["response_format"] == {"type": "json_object"}


async def test_a_reasoning_model_gets_neither_seed_nor_temperature(bound, provider):
    await text_of(openai(bound, provider, model_name="gpt-5-mini"))
    assert not {"seed", "temperature"} & set(provider.bodies[0])


async def test_a_server_of_ones_own_needs_no_key(bound, provider):
    await text_of(openai(bound, provider, api_key=""))
    assert provider.keys == ["none"]


async def test_the_model_itself_can_be_handed_on(bound, provider):
    component = openai(bound, provider)
    model = await component.result_of(component.output_by_name["model_output"])
    message = await text_of(bound(LanguageModelComponent, model=model, input_value="Hi"))
    assert message.text == "Echo: Hi"


@pytest.mark.parametrize(
    "model",
    [
        "gpt-4o",
        {"name": "gpt-4o", "provider": "OpenAI"},
        [{"name": "gpt-4o", "provider": "OpenAI", "metadata": {"model_class": "ChatOpenAI"}}],
    ],
)
async def test_a_language_model_asks_the_chosen_model_with_the_users_variable(bound, provider, monkeypatch, model):
    monkeypatch.setenv("OPENAI_BASE_URL", provider.url)
    component = bound(LanguageModelComponent, variables={"OPENAI_API_KEY": KEY}, model=model, input_value="Hi")
    assert (await text_of(component)).text == "Echo: Hi"
    assert provider.keys == [KEY]
    assert provider.bodies[0] == {
        "messages": [{"role": "user", "content": "Hi"}],
        "model": "gpt-4o",
        "temperature": 0.1,
        "stream": False,
    }


async def test_without_a_model_the_component_says_so(bound):
    with pytest.raises(errors.ModelNotChosen, match="A model selection is required"):
        await text_of(bound(LanguageModelComponent, model=""))


async def test_an_unknown_provider_is_named(bound):
    with pytest.raises(errors.ProviderUnknown, match="'Nobody' is not known"):
        await text_of(bound(LanguageModelComponent, model=[{"name": "m", "provider": "Nobody"}]))


async def test_without_a_key_the_missing_variable_is_named(bound):
    with pytest.raises(errors.ApiKeyMissing, match="OPENAI_API_KEY"):
        await text_of(bound(LanguageModelComponent, model="gpt-4o"))


@pytest.mark.parametrize(
    ("status", "error", "meaning"),
    [
        (400, errors.ProviderRefusedRequest, 400),
        (401, errors.ProviderRefusedKey, 401),
        (403, errors.ProviderForbids, 403),
        (404, errors.ProviderRefusedRequest, 400),
        (429, errors.ProviderRateLimited, 429),
        (500, errors.ProviderFailed, 502),
        (503, errors.ProviderFailed, 502),
    ],
)
@pytest.mark.parametrize("watched", [True, False])
async def test_a_refusal_keeps_the_providers_words_and_meaning_but_not_the_key(
    bound, provider, status, error, meaning, watched
):
    events: list[Event] | None = [] if watched else None
    with pytest.raises(error) as raised:
        await text_of(openai(bound, provider, input_value=f"error {status}", events=events, stream=watched))
    assert str(raised.value) == "no, ***"
    assert (raised.value.status, raised.value.where) == (meaning, f"gpt-4o-mini at {provider.url}")
    assert raised.value.retry_after == "7"
    assert not events


async def test_a_language_model_tells_the_whole_refusal(bound, provider, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", provider.url)
    component = bound(
        LanguageModelComponent, variables={"OPENAI_API_KEY": KEY}, model="gpt-4o", input_value="error 400"
    )
    with pytest.raises(errors.ProviderRefusedRequest) as raised:
        await text_of(component)
    assert str(raised.value) == "Error code: 400 - {'error': {'message': 'no, ***'}}"
    assert raised.value.words is None


async def test_a_server_that_is_down_is_named(bound):
    component = bound(OpenAIModel, openai_api_base="http://user:secret@127.0.0.1:9/v1", max_retries=0, input_value="Hi")
    with pytest.raises(errors.ProviderUnreachable) as raised:
        await text_of(component)
    assert str(raised.value).startswith("Connection error.\n")
    assert "cannot be reached at http://127.0.0.1:9/v1" in str(raised.value)


async def test_a_server_that_is_too_slow_is_a_timeout(bound, provider, monkeypatch):
    component = openai(bound, provider, input_value="slow")
    component.timeout = 0.1
    with pytest.raises(errors.ProviderTimedOut) as raised:
        await text_of(component)
    assert raised.value.status == 504


@pytest.mark.parametrize("watched", [True, False])
async def test_a_server_that_answers_something_else_is_said_to(bound, provider, watched):
    events: list[Event] | None = [] if watched else None
    with pytest.raises(errors.AnswerUnusable, match="did not answer as OpenAI's protocol wants") as raised:
        await text_of(openai(bound, provider, input_value="nonsense", events=events, stream=watched))
    assert raised.value.status == 502


async def test_a_parameter_that_the_protocol_does_not_have_is_the_flows_mistake(bound, provider):
    with pytest.raises(errors.ProviderRefusedRequest, match="colour"):
        await text_of(openai(bound, provider, model_kwargs={"colour": "red"}))


async def test_the_guard_keeps_models_off_private_networks(bound):
    component = bound(OpenAIModel, openai_api_base="http://10.0.0.1/v1", max_retries=0, input_value="Hi")
    with pytest.raises(errors.ProviderAddressRefused, match="private or reserved network"):
        await text_of(component)


async def test_a_watched_answer_is_shown_piece_by_piece(bound, provider):
    events: list[Event] = []
    message = await text_of(openai(bound, provider, events=events, stream=True))
    assert [event.text for event in events if isinstance(event, TokenProduced)] == ["Echo: ", "Hi "]
    first, last = [event.message for event in events if isinstance(event, MessageAdded)]
    assert (first.properties.state, first.properties.icon) == ("partial", "OpenAI")
    assert (last.properties.state, last.text, last.data["id"]) == ("complete", "Echo: Hi ", first.data["id"])
    assert message.text == "Echo: Hi "


@pytest.mark.parametrize(
    ("events", "stream", "leads_to"), [(None, True, "ChatOutput"), ([], False, "ChatOutput"), ([], True, "Parser")]
)
async def test_an_answer_nobody_watches_comes_whole(bound, provider, events, stream, leads_to):
    await text_of(openai(bound, provider, events=events, stream=stream, leads_to=leads_to))
    assert provider.bodies[0]["stream"] is False
    assert not events


async def test_the_usage_of_a_streamed_answer_is_known_where_the_provider_tells(bound, provider, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", provider.url)
    component = bound(
        LanguageModelComponent,
        variables={"OPENAI_API_KEY": KEY},
        events=[],
        stream=True,
        model="gpt-4o",
        input_value="Hi",
    )
    assert (await text_of(component)).properties.usage.total_tokens == 5


async def test_a_missing_package_names_the_extra(bound, provider, monkeypatch):
    monkeypatch.setitem(sys.modules, "langchain_openai", None)
    with pytest.raises(ImportError, match="Install the extra 'openai'"):
        await text_of(openai(bound, provider))


async def test_a_template_of_1_6_chooses_the_model_in_two_fields(bound, provider, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", provider.url)
    component = bound(
        LanguageModelComponent, provider="OpenAI", model_name="gpt-4.1", api_key="sk-literal-key", input_value="Hi"
    )
    await text_of(component)
    assert (provider.bodies[0]["model"], provider.keys) == ("gpt-4.1", ["sk-literal-key"])
    assert component.source_name == "gpt-4.1"
