"""Spider, the prompt hub and Yahoo! Finance: what they are asked, what comes of it, what goes wrong."""

import httpx
import pytest

from execution.components.langchain_utilities.langchain_hub import LangChainHubPrompt, PromptNameInvalid
from execution.components.langchain_utilities.spider import SpiderTool
from execution.components.search_services import AnswerMalformed, KeyMissing, KeyRefused, SearchFailed
from execution.components.tools.yahoo_finance import YahooFinanceTool
from execution.components.yahoo_finance_api import MethodUnknown, SymbolMissing
from execution.engine.template import node_of
from tests.execution.components.searches.services import asked_json, bench_of, json_answer

PAGE = {"content": "# Title", "url": "https://x/", "metadata": {"title": "T"}, "status": 200}


async def test_spider_reads_one_page_or_many():
    bench, web = bench_of(SpiderTool, json_answer([PAGE]), spider_api_key="key", url="https://x", depth=2)
    assert [item.data for item in await bench.give("content")] == [{"content": "# Title", "url": "https://x/"}]
    assert (web.asked[0].url.path, asked_json(web)["limit"], asked_json(web)["depth"]) == ("/scrape", 1, 2)
    bench, web = bench_of(SpiderTool, json_answer([PAGE]), spider_api_key="key", url="x", mode="crawl", metadata=True)
    assert (await bench.give("content"))[0].data["metadata"] == {"title": "T"}
    assert web.asked[0].url.path == "/crawl"
    assert "limit" not in asked_json(web)


async def test_parameters_stand_for_all_settings():
    params = {"data": {"return_format": "raw"}}
    bench, web = bench_of(SpiderTool, json_answer([]), spider_api_key="key", url="x", mode="crawl", params=params)
    assert await bench.give("content") == []
    assert asked_json(web) == {"return_format": "raw", "url": "x"}


@pytest.mark.parametrize(
    ("answer", "key", "problem"),
    [
        (json_answer({}, 401), "key", KeyRefused),
        (json_answer({"error": "no"}), "key", AnswerMalformed),
        (json_answer([]), "", KeyMissing),
    ],
)
async def test_spider_tells_what_is_wrong(answer, key, problem):
    bench, _ = bench_of(SpiderTool, answer, spider_api_key=key, url="x")
    with pytest.raises(problem):
        await bench.give("content")


def stored(*messages: tuple[str, str]) -> httpx.Response:
    def message(kind: str, text: str) -> dict[str, object]:
        return {"id": ["langchain", kind], "kwargs": {"prompt": {"id": ["x"], "kwargs": {"template": text}}}}

    kwargs = {"messages": [message(kind, text) for kind, text in messages]}
    return json_answer({"manifest": {"id": ["langchain", "ChatPromptTemplate"], "kwargs": kwargs}})


CHAT = stored(("SystemMessagePromptTemplate", "Be {mood}."), ("HumanMessagePromptTemplate", "{question}?"))
TEXT = json_answer({"manifest": {"id": ["langchain", "PromptTemplate"], "kwargs": {"template": "Say {word}"}}})


async def test_a_published_prompt_is_filled():
    values = {"langchain_api_key": "key", "langchain_hub_prompt": "ann/polite:abc"}
    bench, web = bench_of(LangChainHubPrompt, CHAT, **values, param_mood="kind")
    assert (await bench.give("prompt")).text == "System: Be kind.\nHuman: {question}?"
    assert (web.asked[0].url.path, web.asked[0].headers["x-api-key"]) == ("/commits/ann/polite/abc", "key")


async def test_a_prompt_without_an_owner_is_ones_own():
    bench, web = bench_of(LangChainHubPrompt, TEXT, langchain_api_key="key", langchain_hub_prompt="mine")
    assert (await bench.give("prompt")).text == "Say {word}"
    assert web.asked[0].url.path == "/commits/-/mine/latest"


async def test_a_refresh_shows_the_text_and_gives_each_variable_a_field():
    bench, _ = bench_of(LangChainHubPrompt, TEXT, langchain_api_key="key")
    template = {**node_of(LangChainHubPrompt)["template"], "param_gone": {}}
    changed = await bench.component.update_build_config(template, "mine", "langchain_hub_prompt")
    assert (changed["langchain_hub_prompt"]["info"], "param_gone" in changed) == ("Say {word}", False)
    assert changed["param_word"]["display_name"] == "word"


@pytest.mark.parametrize(
    ("name", "answer", "problem"),
    [("a/b/c", TEXT, PromptNameInvalid), ("", TEXT, PromptNameInvalid), ("a/b", json_answer({}), AnswerMalformed)],
)
async def test_the_hub_tells_what_is_wrong(name, answer, problem):
    bench, _ = bench_of(LangChainHubPrompt, answer, langchain_api_key="key", langchain_hub_prompt=name)
    with pytest.raises(problem):
        await bench.give("prompt")


def yahoo(request: httpx.Request) -> httpx.Response:
    if request.url.host == "fc.yahoo.com":
        return httpx.Response(404, headers={"set-cookie": "A3=cookie; Path=/"})
    if request.url.path.endswith("/getcrumb"):
        return httpx.Response(200, text="crumb")
    if "/chart/" in request.url.path:
        events = {"dividends": {"1": {"amount": 0.2, "date": 86400}}, "splits": {"2": {"date": 0, "splitRatio": "4:1"}}}
        return json_answer({"chart": {"result": [{"events": events}]}})
    if "/quoteSummary/" in request.url.path:
        found = {"assetProfile": {"city": "Oslo"}, "empty": None}
        return json_answer({"quoteSummary": {"result": [found]}})
    return json_answer({"news": [{"title": "one"}, {"title": "two"}]})


async def test_news_are_records():
    bench, web = bench_of(YahooFinanceTool, yahoo, symbol="aapl", num_news=1)
    assert [item.data for item in await bench.give("api_run_model")] == [{"title": "one"}]
    assert web.asked[0].url.params["q"] == "AAPL"


async def test_figures_are_asked_for_with_the_cookie_and_the_word():
    bench, web = bench_of(YahooFinanceTool, yahoo, symbol="AAPL", method="get_info")
    (found,) = await bench.give("api_run_model")
    assert found.data == {"result": {"assetProfile": {"city": "Oslo"}}}
    assert (web.asked[-1].url.params["crumb"], web.asked[-1].headers["cookie"]) == ("crumb", "A3=cookie")


async def test_payouts_come_by_day():
    bench, _ = bench_of(YahooFinanceTool, yahoo, symbol="AAPL", method="get_actions")
    (found,) = await bench.give("api_run_model")
    assert found.data["result"]["dividends"] == {"1970-01-02": 0.2}
    assert found.data["result"]["splits"] == {"1970-01-01": "4:1"}


async def test_an_agent_asks_it_too():
    bench, _ = bench_of(YahooFinanceTool, yahoo)
    tool = await bench.give("api_build_tool")
    assert "Oslo" in str(await tool.ainvoke({"symbol": "AAPL", "method": "get_info"}))
    assert "symbol" in await tool.ainvoke({"symbol": " "})


@pytest.mark.parametrize(
    ("values", "answer", "problem"),
    [
        ({"symbol": ""}, yahoo, SymbolMissing),
        ({"symbol": "A", "method": "get_rich"}, yahoo, MethodUnknown),
        (
            {"symbol": "A", "method": "get_splits"},
            json_answer({"chart": {"result": None, "error": {"description": "No data found"}}}),
            SearchFailed,
        ),
    ],
)
async def test_yahoo_tells_what_is_wrong(values, answer, problem):
    bench, _ = bench_of(YahooFinanceTool, answer, **values)
    with pytest.raises(problem):
        await bench.give("api_run_model")
