"""URL: pages, their links, and what happens when some do not come."""

from typing import Any

import httpx
import pytest

from execution.components.data_source.url_component import NothingLoaded, URLComponent
from tests.execution.components.web_pages import bench_on, html

ROOT = "http://h/docs"
FIRST = f"""<html lang="en"><head><title>First</title><meta name="description" content="about"></head>
<body><h1>First</h1><p>Some <b>bold</b> text.</p><ul><li>one</li></ul><script>no()</script>
<a href="{ROOT}/second">second</a> <a href="/other#top">other</a> <a href="mailto:x@y">mail</a></body></html>"""
PAGES = {
    ROOT: html(FIRST),
    f"{ROOT}/second": html(f'<p>Second</p><a href="{ROOT}">back</a><a href="{ROOT}/third">third</a>'),
    f"{ROOT}/third": html("<p>Third</p>"),
    "http://h/other": html("<p>Other</p>"),
    "http://h/bad": httpx.Response(404, text="gone"),
    "http://h/style.css": httpx.Response(200, text="p {}", headers={"content-type": "text/css"}),
}


async def rows(*urls: str, **values: Any) -> list[dict[str, Any]]:
    bench, _ = bench_on(PAGES, URLComponent, urls=list(urls), **values)
    return (await bench.give("page_results")).to_records()


async def visited(*urls: str, **values: Any) -> list[str]:
    return [row["url"] for row in await rows(*urls, **values)]


async def test_a_page_is_read_with_what_it_says_about_itself() -> None:
    (row,) = await rows(ROOT)
    assert row["text"].split("\n")[:2] == ["First", "FirstSome bold text.one"]
    assert (row["title"], row["description"], row["language"]) == ("First", "about", "en")
    assert row["content_type"] == "text/html; charset=utf-8"


async def test_the_html_may_stay_and_may_become_markdown() -> None:
    assert (await rows(ROOT, format="HTML"))[0]["text"] == FIRST
    markdown = (await rows(ROOT, format="Markdown"))[0]["text"]
    assert markdown.startswith("# First\n\nSome **bold** text.\n\n* one\n\n[second](")


@pytest.mark.parametrize(
    ("values", "urls"),
    [
        ({}, [ROOT]),
        ({"max_depth": 2}, [ROOT, f"{ROOT}/second"]),
        ({"max_depth": 3}, [ROOT, f"{ROOT}/second", f"{ROOT}/third"]),
        ({"max_depth": 2, "prevent_outside": False}, [ROOT, f"{ROOT}/second", "http://h/other"]),
    ],
)
async def test_links_are_followed_as_far_as_wanted(values: dict[str, Any], urls: list[str]) -> None:
    assert await visited(ROOT, **values) == urls


async def test_the_pages_are_one_text_and_are_visited_once_for_both_outputs() -> None:
    bench, web = bench_on(PAGES, URLComponent, urls=[f"{ROOT}/third", "http://h/other", "http://h/other"])
    assert (await bench.give("raw_results")).text == "Third\n\nOther"
    await bench.give("page_results")
    assert len(web.asked) == 2


async def test_pages_that_do_not_come_are_left_out() -> None:
    assert await visited("http://h/nowhere", "http://h/other") == ["http://h/other"]
    assert await visited("http://h/bad", "http://h/other", check_response_status=True) == ["http://h/other"]
    assert await visited("http://h/bad") == ["http://h/bad"]


async def test_style_sheets_are_left_out() -> None:
    assert await visited("http://h/style.css") == []
    assert await visited("http://h/style.css", filter_text_html=False) == ["http://h/style.css"]


@pytest.mark.parametrize(
    ("urls", "values", "problem"),
    [
        ([], {}, "No valid URLs"),
        ([" "], {}, "No valid URLs"),
        (["not a url"], {}, "Invalid URL: https://not a url"),
        (["http://h/nowhere"], {}, "No documents"),
        (["http://h/nowhere"], {"continue_on_failure": False}, "nobody at"),
        (["http://h/bad"], {"check_response_status": True, "continue_on_failure": False}, "status 404"),
    ],
)
async def test_what_cannot_be_loaded_is_told(urls: list[str], values: dict[str, Any], problem: str) -> None:
    with pytest.raises(NothingLoaded, match=problem):
        await rows(*urls, **values)


async def test_headers_are_sent() -> None:
    headers = [{"key": "X-A", "value": "1"}, {"key": "", "value": "2"}]
    bench, web = bench_on(PAGES, URLComponent, urls=["http://h/other"], headers=headers)
    await bench.give("page_results")
    assert web.asked[0].headers["x-a"] == "1"
