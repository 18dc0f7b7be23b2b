"""Search services that refuse: each component says what to do, and never tells the key."""

import httpx
import pytest

from execution.components.registry import component_named
from execution.components.search_services import (
    AnswerMalformed,
    KeyMissing,
    KeyRefused,
    SearchFailed,
    TooManySearches,
)
from execution.components.web import RequestFailed, RequestRefused
from tests.execution.components.searches.services import bench_of, json_answer

KEY = "key-that-nobody-shall-see"
WITH_KEY = {
    "TavilySearchComponent": ("dataframe", {"api_key": KEY, "query": "q"}),
    "TavilyExtractComponent": ("dataframe", {"api_key": KEY, "urls": "https://a"}),
    "TavilyAISearch": ("api_run_model", {"api_key": KEY, "query": "q"}),
    "Serp": ("data", {"serpapi_api_key": KEY, "input_value": "q"}),
    "SerpAPI": ("api_run_model", {"serpapi_api_key": KEY, "input_value": "q"}),
    "SearchComponent": ("dataframe", {"api_key": KEY, "input_value": "q"}),
    "SearchAPI": ("api_run_model", {"api_key": KEY, "input_value": "q"}),
    "GoogleSearchAPICore": ("results", {"google_api_key": KEY, "google_cse_id": "cx", "input_value": "q"}),
    "GoogleSearchAPI": ("api_run_model", {"google_api_key": KEY, "google_cse_id": "cx", "input_value": "q"}),
    "GoogleSerperAPICore": ("results", {"serper_api_key": KEY, "input_value": "q"}),
    "GoogleSerperAPI": ("api_run_model", {"serper_api_key": KEY, "query": "q"}),
}
WITHOUT_KEY = {
    "WikipediaComponent": ("dataframe", {"input_value": "q"}),
    "WikipediaAPI": ("api_run_model", {"input_value": "q"}),
    "WikidataComponent": ("dataframe", {"query": "q"}),
    "WikidataAPI": ("api_run_model", {"query": "q"}),
    "ArXivComponent": ("dataframe", {"search_query": "q"}),
}
EVERY = {**WITH_KEY, **WITHOUT_KEY}
OLDER = {name: wanted for name, wanted in EVERY.items() if wanted[0] == "api_run_model"}


async def failure_of(name, answer, **changes):
    output, values = EVERY[name]
    bench, _ = bench_of(component_named(name), answer, **{**values, **changes})
    with pytest.raises(SearchFailed) as caught:
        await bench.give(output)
    assert KEY not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("name", WITH_KEY)
@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_key_is_told_with_the_field_to_check(name, status):
    problem = await failure_of(name, json_answer({"error": f"bad key {KEY}"}, status))
    assert isinstance(problem, KeyRefused)
    assert problem.facts["field"] in {field.display_name for field in component_named(name).inputs}


@pytest.mark.parametrize("name", WITH_KEY)
async def test_a_missing_key_is_told_before_anybody_is_asked(name):
    secret = next(field for field, value in EVERY[name][1].items() if value == KEY)
    assert isinstance(await failure_of(name, json_answer({}), **{secret: ""}), KeyMissing)


@pytest.mark.parametrize("name", EVERY)
async def test_a_limit_is_told_with_the_time_to_wait(name):
    problem = await failure_of(name, json_answer({}, 429, headers={"Retry-After": "7"}))
    assert isinstance(problem, TooManySearches)
    assert (problem.status_code, problem.retry_after) == (429, "7")


async def test_a_used_up_quota_of_google_is_a_limit_though_it_says_forbidden():
    body = {"error": {"errors": [{"reason": "dailyLimitExceeded"}]}}
    assert isinstance(await failure_of("GoogleSearchAPICore", json_answer(body, 403)), TooManySearches)


async def test_a_wrong_key_of_google_is_a_key_though_it_says_bad_request():
    body = {"error": {"message": "API key not valid. Please pass a valid API key."}}
    assert isinstance(await failure_of("GoogleSearchAPICore", json_answer(body, 400)), KeyRefused)


@pytest.mark.parametrize("name", EVERY)
async def test_an_answer_that_cannot_be_read_is_told(name):
    assert isinstance(await failure_of(name, httpx.Response(200, text="<html>")), AnswerMalformed)


@pytest.mark.parametrize("name", EVERY)
async def test_a_service_in_trouble_is_told(name):
    said = f"trouble {KEY}" if name in WITH_KEY else "trouble"
    assert "500 trouble" in str(await failure_of(name, httpx.Response(500, text=said)))


@pytest.mark.parametrize("name", WITH_KEY)
async def test_a_service_that_cannot_be_reached_is_told_without_the_key(name):
    problem = await failure_of(name, RequestFailed(reason=f"nobody at https://service/?api_key={KEY}"))
    assert "nobody at https://service/" in str(problem)


async def test_a_key_is_hidden_as_it_stands_in_an_address_too():
    key = "key/with+signs"
    reason = RequestFailed(reason="nobody at https://service/?api_key=key%2Fwith%2Bsigns")
    bench, _ = bench_of(component_named("Serp"), reason, serpapi_api_key=key, input_value="q")
    with pytest.raises(SearchFailed) as caught:
        await bench.give("data")
    assert "key%2Fwith" not in str(caught.value)


async def test_a_refusal_of_the_guard_stays_one():
    bench, _ = bench_of(component_named("WikidataAPI"), RequestRefused(reason="private address"), query="q")
    with pytest.raises(RequestRefused):
        await bench.give("api_run_model")


@pytest.mark.parametrize("name", OLDER)
async def test_the_tool_of_an_older_component_tells_the_agent_what_went_wrong(name):
    bench, _ = bench_of(component_named(name), json_answer({}, 429), **OLDER[name][1])
    tool = await bench.give("api_build_tool")
    assert "takes no more requests" in await tool.ainvoke({"query": "words"})


async def test_the_tool_of_an_older_component_searches_for_the_words_of_the_agent():
    bench, web = bench_of(
        component_named("GoogleSerperAPI"), json_answer({"organic": [{"snippet": "s"}]}), serper_api_key=KEY
    )
    tool = await bench.give("api_build_tool")
    assert (tool.name, "s" in str(await tool.ainvoke({"query": "words"}))) == ("google_search", True)
    assert b"words" in web.asked[0].content
