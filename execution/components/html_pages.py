"""Read HTML for its text, its links and what it says about itself; also what is only nearly HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_UNREAD = frozenset({"script", "style", "template"})


@dataclass(slots=True)
class Page:
    """What stands in a page."""

    text: str = ""
    title: str = ""
    description: str = ""
    language: str | None = ""
    """None where the page names none; empty where it is no page."""
    links: list[str] = field(default_factory=list)
    """As they are written, in their order."""


def read_page(html: str) -> Page:
    """Return what stands in the page; of a text without any tags, the text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.page.text = "".join(reader.pieces)
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.pieces: list[str] = []
        self._unread = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _UNREAD:
            self._unread += 1
        elif tag == "title":
            self._in_title = not self.page.title
        elif tag == "html":
            self.page.language = values.get("lang")
        elif tag == "meta" and (values.get("name") or "").lower() == "description":
            self.page.description = values.get("content") or ""
        elif tag == "a" and values.get("href"):
            self.page.links.append(values["href"] or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if self._in_title:
            self.page.title += data
        self.pieces.append(data)
