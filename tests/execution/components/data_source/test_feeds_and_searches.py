"""RSS Reader, News Search and Web Search."""

from typing import Any

import httpx
import pytest

from execution.components.data_source.news_search import NewsSearch
from execution.components.data_source.rss_reader_simple import RSSReaderSimple
from execution.components.data_source.unified_web_search import QueryEmpty, UnifiedWebSearch
from execution.components.feeds import entries_of
from execution.components.result_pages import search_address
from execution.engine.template import node_of
from tests.execution.components.web_pages import bench_on, html

FEED = "http://h/feed"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>
<item><title>One</title><link>http://h/1</link><pubDate>today</pubDate>
<description>A &lt;b&gt;bold&lt;/b&gt; &amp;amp; word</description></item>
<item><title>Two</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>E</title>
<link href="http://h/e"/><updated>now</updated><summary>s</summary></entry></feed>"""
RESULTS = """<div><a class="result__a" href="//duckduckgo.com/l/?uddg=http%3A%2F%2Fh%2Fa&amp;rut=1">A <b>page</b></a>
<a class="result__snippet" href="x">about a</a></div>
<div><a class="result__a" href="http://h/b">B</a></div>"""


def test_entries_of_both_kinds_of_feeds_are_read() -> None:
    first, second = entries_of(RSS)
    assert first == {
        "title": "One",
        "link": "http://h/1",
        "published": "today",
        "summary": "A <b>bold</b> & word",
    }
    assert second == {"title": "Two", "link": "", "published": "", "summary": ""}
    assert entries_of(ATOM) == [{"title": "E", "link": "http://h/e", "published": "now", "summary": "s"}]


@pytest.mark.parametrize("text", ["", "words", "<html><p>open", '{"a": 1}'])
def test_what_is_no_feed_has_no_entries(text: str) -> None:
    assert entries_of(text) == []


def test_entities_cannot_grow_without_limit() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">{levels}]><rss><item><title>&e9;</title></item></rss>'
    assert entries_of(bomb) == []


async def test_a_feed_is_a_table() -> None:
    bench, _ = bench_on({FEED: httpx.Response(200, text=RSS)}, RSSReaderSimple, rss_url=FEED)
    assert [row["title"] for row in (await bench.give("articles")).to_records()] == ["One", "Two"]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [(httpx.Response(404), "404 Client Error: Not Found for url: http://h/feed"), (None, "nobody")],
)
async def test_a_feed_that_does_not_come_is_told(answer: Any, problem: str) -> None:
    bench, _ = bench_on({FEED: answer} if answer else {}, RSSReaderSimple, rss_url=FEED)
    (row,) = (await bench.give("articles")).to_records()
    assert (row["title"], problem in row["summary"]) == ("Error", True)
    assert bench.component.status.startswith("Failed to fetch RSS: ")


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"query": "two words"}, "/search?q=two+words&hl=en-US&gl=US&ceid=US:en"),
        ({"query": "x", "hl": "cs", "gl": "CZ"}, "/search?q=x&hl=cs&gl=CZ&ceid=US:en"),
        ({"topic": "science", "query": "x"}, "/headlines/section/topic/SCIENCE?hl=en-US&gl=US&ceid=US:en"),
        ({"location": "New York"}, "/headlines/section/geo/New%20York?hl=en-US&gl=US&ceid=US:en"),
    ],
)
@pytest.mark.parametrize("component", [NewsSearch, UnifiedWebSearch])
async def test_news_come_from_the_feed_that_answers(component: Any, values: dict[str, Any], path: str) -> None:
    address = f"https://news.google.com/rss{path}"
    mode = {"search_mode": "News"} if component is UnifiedWebSearch else {}
    bench, _ = bench_on({address: httpx.Response(200, text=RSS)}, component, **values, **mode)
    first, _second = (await bench.give(component.outputs[0].name)).to_records()
    assert first["summary"] == "A bold & word"


async def test_no_news_without_a_question_or_an_answer() -> None:
    for values, status in (({}, "No search query, topic"), ({"query": "x"}, "Failed to fetch news: nobody")):
        bench, _ = bench_on({}, NewsSearch, **values)
        await bench.give("articles")
        assert bench.component.status.startswith(status)


async def test_pages_are_found_and_read() -> None:
    pages = {search_address("cats"): html(RESULTS), "http://h/a": html("<p>content of a</p>")}
    bench, _ = bench_on(pages, UnifiedWebSearch, query="cats")
    first, second = (await bench.give("results")).to_records()
    assert first == {"title": "A page", "link": "http://h/a", "snippet": "about a", "content": "content of a"}
    assert (second["link"], second["content"]) == ("http://h/b", "(Failed to fetch: nobody at http://h/b)")


async def test_feeds_are_read_by_the_search_too() -> None:
    bench, _ = bench_on({FEED: httpx.Response(200, text=ATOM)}, UnifiedWebSearch, search_mode="RSS", query=FEED)
    assert [row["title"] for row in (await bench.give("results")).to_records()] == ["E"]


@pytest.mark.parametrize("mode", ["Web", "RSS"])
async def test_an_empty_query_is_told(mode: str) -> None:
    bench, _ = bench_on({}, UnifiedWebSearch, search_mode=mode, query=" ")
    with pytest.raises(QueryEmpty):
        await bench.give("results")


async def test_a_search_that_fails_is_told() -> None:
    bench, _ = bench_on({}, UnifiedWebSearch, query="cats")
    (row,) = (await bench.give("results")).to_records()
    assert "nobody" in row["summary"]
    assert bench.component.status.startswith("Failed request: ")


@pytest.mark.parametrize(("mode", "label"), [("RSS", "RSS Feed URL"), ("News", "Search Query")])
def test_the_query_is_called_what_it_is(mode: str, label: str) -> None:
    template = UnifiedWebSearch().update_build_config(node_of(UnifiedWebSearch)["template"], mode, "search_mode")
    assert template["query"]["display_name"] == label
