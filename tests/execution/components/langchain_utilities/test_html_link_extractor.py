"""HTML Link Extractor, and how pages are read."""

from typing import Any

import pytest

from execution.components.html_pages import read_page
from execution.components.langchain_utilities.html_link_extractor import HtmlLinkExtractor
from execution.engine.fields import InputInvalid
from execution.engine.values import Data
from tests.execution.components.running import give

PAGE = """<a href='http://x/y#z'>q</a> <A HREF="/rel">r</A> <a href="/rel">again</a>
<a href='mailto:x@y'>m</a> <a>none</a> <link href='/css'>"""


async def links(**values: Any) -> list[tuple[str, str]]:
    record = Data(text=PAGE, source="http://h/p#top", kept=1)
    (row,) = await give(HtmlLinkExtractor, "data", data_input=record, **values)
    assert (row.text, row.kept) == (PAGE, 1)
    assert {link["kind"] for link in row.links} == {values.get("kind", "hyperlink")}
    return [(link["direction"], link["tag"]) for link in row.links]


async def test_a_page_comes_with_where_it_is_and_where_it_leads() -> None:
    assert await links() == [("in", "http://h/p"), ("out", "http://x/y"), ("out", "http://h/rel")]


async def test_fragments_may_stay_and_links_may_have_another_name() -> None:
    assert ("out", "http://x/y#z") in await links(drop_fragments=False, kind="k")


async def test_a_page_without_an_address_has_its_absolute_links_only() -> None:
    (row,) = await give(HtmlLinkExtractor, "data", data_input=Data(text=PAGE))
    assert [link["tag"] for link in row.links] == ["http://x/y"]


async def test_records_are_needed() -> None:
    with pytest.raises(InputInvalid):
        await give(HtmlLinkExtractor, "data", data_input="text")


@pytest.mark.parametrize(
    ("html", "text", "title", "language"),
    [
        ("<html lang='en'><title>T</title><p>a &amp; b</p><script>no()</script></html>", "Ta & b", "T", "en"),
        ("<html><svg><title>first</title></svg><title>second</title>", "firstsecond", "first", None),
        ("plain <text", "plain <text", "", ""),
        ("a < b & c", "a < b & c", "", ""),
        ("<p>open<style>x", "open", "", ""),
    ],
)
def test_pages_are_read_as_they_come(html: str, text: str, title: str, language: str | None) -> None:
    page = read_page(html)
    assert (page.text, page.title, page.language) == (text, title, language)


def test_a_page_says_what_it_is_about() -> None:
    assert read_page('<meta name="Description" content="about"/>').description == "about"
