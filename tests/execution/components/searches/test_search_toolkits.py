"""Exa and SearXNG: searches that only agents use."""

import httpx

from execution.components.exa.exa_search import ExaSearch
from execution.components.tools.searxng_tool import SearXNGTool
from execution.engine.template import node_of
from tests.execution.components.searches.services import asked_json, bench_of, json_answer

KEY = "key-that-nobody-shall-see"


async def test_exa_gives_three_tools():
    bench, web = bench_of(ExaSearch, json_answer({"results": [{"title": "A"}]}), metaphor_api_key=KEY)
    search, read, similar = await bench.give("tools")
    assert [tool.name for tool in (search, read, similar)] == ["search", "get_contents", "find_similar"]
    assert await search.ainvoke({"query": "words"}) == [{"title": "A"}]
    assert (asked_json(web)["query"], asked_json(web)["numResults"]) == ("words", 5)
    await read.ainvoke({"url": "https://a"})
    assert asked_json(web)["urls"] == ["https://a"]
    await similar.ainvoke({"url": "https://a"})
    assert web.asked[-1].url.path == "/findSimilar"
    assert {request.headers["x-api-key"] for request in web.asked} == {KEY}


async def test_the_tools_of_exa_tell_what_went_wrong_without_the_key():
    answers = {
        json_answer({"error": KEY}, 401): "refused the API key",
        json_answer({}, 429): "takes no more requests",
        httpx.Response(200, text="<html>"): "cannot be read",
    }
    for answer, said in answers.items():
        bench, _ = bench_of(ExaSearch, answer, metaphor_api_key=KEY)
        told = await (await bench.give("tools"))[0].ainvoke({"query": "words"})
        assert said in told
        assert KEY not in told


async def test_searxng_is_asked_for_the_chosen_kinds_and_language():
    rows = [{"title": str(number)} for number in range(5)]
    bench, web = bench_of(
        SearXNGTool,
        json_answer({"results": rows}),
        url="https://searx.example/",
        max_results=2,
        categories=["news", "science"],
        language="de",
    )
    tool = await bench.give("result_tool")
    assert await tool.ainvoke({"query": "words"}) == rows[:2]
    asked = web.asked[0].url
    assert (asked.path, asked.params["categories"], asked.params["language"]) == ("/search", "news,science", "de")


async def test_searxng_finds_nothing_where_there_is_nothing_and_tells_an_odd_answer():
    bench, _ = bench_of(SearXNGTool, json_answer({}), url="https://searx.example")
    assert await (await bench.give("result_tool")).ainvoke({"query": "words"}) == []
    bench, _ = bench_of(SearXNGTool, json_answer([]), url="https://searx.example")
    assert "cannot be read" in await (await bench.give("result_tool")).ainvoke({"query": "words"})


async def test_the_address_of_searxng_fills_kinds_and_languages():
    known = json_answer({"categories": ["general", "news"], "locales": {"en": "English", "de": "Deutsch"}})
    bench, _ = bench_of(SearXNGTool, known)
    template = node_of(SearXNGTool)["template"]
    changed = await bench.component.update_build_config(template, "https://searx.example", "url")
    assert changed["categories"]["options"] == ["general", "news"]
    assert changed["language"]["options"] == ["en", "de"]
