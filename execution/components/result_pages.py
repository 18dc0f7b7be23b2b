"""Read DuckDuckGo's page of results, the one without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlsplit

_SEARCH = "https://html.duckduckgo.com/html/"
_TITLE_CLASS = "result__a"
_SNIPPET_CLASS = "result__snippet"


@dataclass(slots=True)
class Found:
    """One result."""

    link: str
    title: str = ""
    snippet: str = ""


def search_address(query: str) -> str:
    """Return the address that answers the query."""
    return f"{_SEARCH}?{urlencode({'q': query, 'kl': 'us-en'})}"


def results_of(html: str) -> list[Found]:
    """Return the page's results in their order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [found for found in reader.found if found.link]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Found] = []
        self._tag = ""
        self._reading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = (values.get("class") or "").split()
        if _TITLE_CLASS in classes:
            self.found.append(Found(link=_target(values.get("href") or "")))
            self._tag, self._reading = tag, "title"
        elif _SNIPPET_CLASS in classes and self.found:
            self._tag, self._reading = tag, "snippet"

    def handle_endtag(self, tag: str) -> None:
        if tag == self._tag:
            self._reading = ""

    def handle_data(self, data: str) -> None:
        if self._reading:
            found = self.found[-1]
            setattr(found, self._reading, getattr(found, self._reading) + data)


def _target(link: str) -> str:
    """Return where a result leads; the page's own links go through a redirect that names the target."""
    return parse_qs(urlsplit(link).query).get("uddg", [link])[0]
