"""Components that ask search services: what they ask, what they make of the answer."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from execution.components.arxiv.arxiv import ArXivComponent
from execution.components.duckduckgo.duckduckgo_search import DuckDuckGoSearchComponent
from execution.components.google.google_search import GoogleSearchAPICore
from execution.components.google.google_serper import GoogleSerperAPICore
from execution.components.searchapi.search import SearchComponent
from execution.components.serpapi.serp import Serp
from execution.components.tavily.tavily_extract import TavilyExtractComponent
from execution.components.tavily.tavily_search import TavilySearchComponent
from execution.components.wiki_api import LanguageInvalid
from execution.components.wikipedia.wikidata import WikidataComponent
from execution.components.wikipedia.wikipedia import WikipediaComponent
from tests.execution.components.searches.services import asked_json, bench_of, json_answer

KEY = "key-that-nobody-shall-see"
ORGANIC = [{"title": f"Title {number}", "link": f"https://pages/{number}", "snippet": "s" * 200} for number in range(8)]


async def test_tavily_gives_the_answer_then_pages_then_images():
    page = {"title": "A", "url": "https://a", "content": "text of a", "score": 0.5, "raw_content": "raw"}
    answer = json_answer({"answer": "42", "results": [page], "images": ["https://image"]})
    bench, web = bench_of(TavilySearchComponent, answer, api_key=KEY, query="q", include_domains="a.org, b.org")
    table = await bench.give("dataframe")
    assert [row.get("text") for row in table.to_records()] == ["42", "text of a", "Images found"]
    assert "raw_content" not in table.to_records()[1]
    asked = asked_json(web)
    assert (asked["query"], asked["include_domains"]) == ("q", ["a.org", "b.org"])
    assert "days" not in asked
    assert web.asked[0].headers["authorization"] == f"Bearer {KEY}"


async def test_tavily_asks_for_days_only_among_news_and_for_passages_only_in_depth():
    bench, web = bench_of(
        TavilySearchComponent, json_answer({}), api_key=KEY, query="q", topic="news", search_depth="basic"
    )
    assert len(await bench.give("dataframe")) == 0
    asked = asked_json(web)
    assert asked["days"] == 7
    assert "chunks_per_source" not in asked


async def test_tavily_reads_pages_and_tells_which_it_could_not():
    failed = [{"url": "https://b", "error": "no"}]
    answer = json_answer({"results": [{"url": "https://a", "raw_content": "text"}], "failed_results": failed})
    bench, web = bench_of(TavilyExtractComponent, answer, api_key=KEY, urls="https://a, https://b")
    read, unread = await bench.give("dataframe")
    assert (read.get_text(), read.data["url"]) == ("text", "https://a")
    assert unread.data["failed_results"] == failed
    assert asked_json(web)["urls"] == ["https://a", "https://b"]


async def test_wikipedia_gives_articles_in_the_order_of_their_fit():
    def answer(request: httpx.Request) -> httpx.Response:
        asked = parse_qs(urlsplit(str(request.url)).query)
        if asked["prop"] == ["extracts"]:
            text = f"Introduction {asked['pageids'][0]}\n\n\n== Part ==\nmore"
            return httpx.Response(200, json={"query": {"pages": [{"extract": text}]}})
        pages = [{"pageid": number, "title": f"T{number}", "index": 3 - number, "fullurl": "u"} for number in (1, 2)]
        return httpx.Response(200, json={"query": {"pages": pages}})

    bench, web = bench_of(WikipediaComponent, answer, input_value="words", lang="de", doc_content_chars_max=5)
    rows = (await bench.give("dataframe")).to_records()
    assert [row["title"] for row in rows] == ["T2", "T1"]
    assert (rows[0]["text"], rows[0]["summary"]) == ("Intro", "Introduction 2")
    assert {request.url.host for request in web.asked} == {"de.wikipedia.org"}


async def test_wikipedia_finds_nothing_where_there_is_nothing():
    bench, _ = bench_of(WikipediaComponent, json_answer({"batchcomplete": True}), input_value="words")
    assert len(await bench.give("dataframe")) == 0


async def test_a_language_of_wikipedia_cannot_name_another_host():
    bench, web = bench_of(WikipediaComponent, json_answer({}), input_value="words", lang="evil.example/")
    with pytest.raises(LanguageInvalid):
        await bench.give("dataframe")
    assert not web.asked


async def test_wikidata_gives_entities_or_says_that_there_are_none():
    entity = {"label": "Earth", "id": "Q2", "url": "u", "description": "planet", "concepturi": "c"}
    bench, _ = bench_of(WikidataComponent, json_answer({"search": [entity]}), query="Earth")
    assert (await bench.give("dataframe")).to_records()[0]["text"] == "Earth: planet"
    bench, _ = bench_of(WikidataComponent, json_answer({"search": []}), query="Earth")
    assert (await bench.give("dataframe")).to_records() == [{"error": "No search results found."}]


async def test_arxiv_gives_papers():
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>
    <id>http://arxiv.org/abs/1</id><title>On
      tests</title><author><name>Ada</name></author><category term="cs.SE"/>
    <link rel="alternate" href="http://arxiv.org/abs/1"/><link title="pdf" href="http://arxiv.org/pdf/1"/>
    <arxiv:primary_category term="cs.SE"/></entry></feed>"""
    bench, web = bench_of(ArXivComponent, httpx.Response(200, text=feed), search_query="tests", search_type="title")
    (paper,) = (await bench.give("dataframe")).to_records()
    assert (paper["title"], paper["authors"], paper["primary_category"]) == ("On tests", ["Ada"], "cs.SE")
    assert paper["pdf_url"] == "http://arxiv.org/pdf/1"
    assert web.asked[0].url.params["search_query"] == "ti:tests"


async def test_duckduckgo_gives_pages_with_short_texts():
    page = '<a class="result__a" href="https://a">Title</a><a class="result__snippet">A long text</a>'
    bench, _ = bench_of(
        DuckDuckGoSearchComponent, httpx.Response(200, html=page), input_value="q", max_snippet_length=6
    )
    (row,) = (await bench.give("dataframe")).to_records()
    assert (row["title"], row["link"], row["snippet"], row["content"]) == (
        "Title",
        "https://a",
        "A long",
        "A long text",
    )


async def test_serpapi_gives_so_many_results_with_short_texts():
    bench, web = bench_of(
        Serp,
        json_answer({"organic_results": ORGANIC}),
        serpapi_api_key=KEY,
        input_value="q",
        search_params={"engine": "bing", "q": "other", "api_key": "other"},
    )
    found = await bench.give("data")
    assert [len(record.get_text()) for record in found] == [100] * 5
    asked = web.asked[0].url.params
    assert (asked["engine"], asked["q"], asked["api_key"]) == ("bing", "q", KEY)
    assert (await bench.give("text")).get_text().count("\n") == 4


async def test_serpapi_says_that_nothing_was_found_as_an_error_which_is_none():
    answer = json_answer({"error": "Google hasn't returned any results for this query."})
    bench, _ = bench_of(Serp, answer, serpapi_api_key=KEY, input_value="q")
    assert await bench.give("data") == []


async def test_searchapi_asks_the_chosen_engine():
    bench, web = bench_of(
        SearchComponent, json_answer({"organic_results": ORGANIC}), api_key=KEY, input_value="q", engine="bing"
    )
    assert len(await bench.give("dataframe")) == 5
    assert web.asked[0].url.params["engine"] == "bing"
    assert KEY not in str(web.asked[0].url)


async def test_google_is_asked_page_by_page():
    def answer(request: httpx.Request) -> httpx.Response:
        start, size = int(request.url.params["start"]), int(request.url.params["num"])
        return httpx.Response(200, json={"items": [{"title": str(start + number)} for number in range(size)]})

    bench, web = bench_of(GoogleSearchAPICore, answer, google_api_key=KEY, google_cse_id="cx", input_value="q", k=14)
    rows = (await bench.give("results")).to_records()
    assert [row["title"] for row in rows] == [str(number) for number in range(1, 15)]
    assert [request.url.params["num"] for request in web.asked] == ["10", "4"]


async def test_serper_gives_title_link_and_text():
    bench, web = bench_of(
        GoogleSerperAPICore, json_answer({"organic": ORGANIC}), serper_api_key=KEY, input_value="q", k=2
    )
    rows = (await bench.give("results")).to_records()
    assert [row["link"] for row in rows] == ["https://pages/0", "https://pages/1"]
    assert asked_json(web) == {"gl": "us", "hl": "en", "q": "q", "num": 2}
