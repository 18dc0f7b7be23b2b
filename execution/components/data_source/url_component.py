"""URL: the content of web pages, and of those they link to."""

from __future__ import annotations

import re
from typing import Any

from execution.components.crawling import Crawler, PageRefused, Visit
from execution.components.earlier_outputs import RECORDS, TABLE, TEXT, GivesRecords
from execution.components.optional_import import optional_import
from execution.components.web import RequestFailed, UrlInvalid, web_address, web_of
from execution.engine.errors import EngineError
from execution.engine.fields import (
    BoolInput,
    DropdownInput,
    IntInput,
    MessageTextInput,
    Output,
    RangeSpec,
    SliderInput,
    TableInput,
)
from execution.engine.values import DataFrame, Message

HTML, MARKDOWN = "HTML", "Markdown"
EXTRA = "web"
_EMPTY_LINES = re.compile(r"\n{3,}")
_HEAD = re.compile(r"<head\b.*?</head\s*>", re.IGNORECASE | re.DOTALL)


class NothingLoaded(EngineError, ValueError):
    """No page came."""

    code = "nothing_loaded"
    message = "Error loading documents: {reason}"


class URLComponent(GivesRecords):
    """Read web pages, as far down their links as wanted."""

    display_name = "URL"
    description = "Reads the content of web pages."
    icon = "Link"

    inputs = [
        MessageTextInput(
            name="urls",
            display_name="URLs",
            info="The addresses to begin with.",
            input_types=[],
            is_list=True,
            list_add_label="Add URL",
            tool_mode=True,
        ),
        SliderInput(
            name="max_depth",
            display_name="Depth",
            info="1 reads these pages only, 2 also those that they link to, and so on.",
            max_label=" ",
            max_label_icon="None",
            min_label=" ",
            min_label_icon="None",
            range_spec=RangeSpec(max=5, min=1, step=1, step_type="float"),
            value=1,
        ),
        BoolInput(
            name="prevent_outside",
            display_name="Prevent Outside",
            info="Only follow links that lead below the first address.",
            advanced=True,
            value=True,
        ),
        BoolInput(
            name="use_async",
            display_name="Use Async",
            info="Kept for flows that have it; pages are read side by side.",
            advanced=True,
            value=True,
        ),
        DropdownInput(
            name="format",
            display_name="Output Format",
            info="Plain text, the HTML as it is, or Markdown.",
            advanced=True,
            options=["Text", "HTML", "Markdown"],
            value="Text",
        ),
        IntInput(
            name="timeout", display_name="Timeout", info="How many seconds to wait for a page.", advanced=True, value=30
        ),
        TableInput(
            name="headers",
            display_name="Headers",
            info="Headers to send.",
            advanced=True,
            input_types=["DataFrame"],
            table_schema=[
                {"description": "Header name", "display_name": "Header", "name": "key", "type": "str"},
                {"description": "Header value", "display_name": "Value", "name": "value", "type": "str"},
            ],
            value=[{"key": "User-Agent", "value": None}],
        ),
        BoolInput(
            name="filter_text_html",
            display_name="Filter Text/HTML",
            info="Leave out style sheets.",
            advanced=True,
            value=True,
        ),
        BoolInput(
            name="continue_on_failure",
            display_name="Continue on Failure",
            info="Leave out pages that do not come.",
            advanced=True,
            value=True,
        ),
        BoolInput(
            name="check_response_status",
            display_name="Check Response Status",
            info="A page that answers with an error does not count as come.",
            advanced=True,
        ),
        BoolInput(
            name="autoset_encoding",
            display_name="Autoset Encoding",
            info="Find out how the page is encoded if it does not say.",
            advanced=True,
            value=True,
        ),
    ]
    outputs = [
        Output(name="page_results", display_name="Extracted Pages", method="fetch_content"),
        Output(name="raw_results", display_name="Raw Content", method="fetch_content_as_message", tool_mode=False),
    ]

    dynamic_outputs = [RECORDS, TEXT, TABLE]

    _rows: list[dict[str, Any]] | None = None

    async def fetch_content(self) -> DataFrame:
        """Return one row per page."""
        return DataFrame(await self._pages())

    async def fetch_content_as_message(self) -> Message:
        """Return the content of all pages as one text."""
        message = Message(text="\n\n".join(row["text"] for row in await self._pages()))
        self.status = message
        return message

    async def _pages(self) -> list[dict[str, Any]]:
        if self._rows is None:
            visits = await self._visits(self._addresses())
            self._rows = [self._row(visit) for visit in visits]
        return self._rows

    def _addresses(self) -> list[str]:
        typed = [url for url in self.urls if url and url.strip()]
        if not typed:
            raise NothingLoaded(reason="No valid URLs provided.")
        try:
            return list(dict.fromkeys(web_address(url) for url in typed))
        except UrlInvalid as error:
            raise NothingLoaded(reason=f"Invalid URL: {error.facts['url']}") from error

    async def _visits(self, addresses: list[str]) -> list[Visit]:
        crawler = self._crawler()
        try:
            found = [visit for address in addresses for visit in await crawler.visits_from(address)]
        except (RequestFailed, PageRefused) as error:
            raise NothingLoaded(reason=str(error)) from error
        if not found:
            raise NothingLoaded(reason="No documents were successfully loaded from any URL")
        return [visit for visit in found if not (self.filter_text_html and visit.content_type.startswith("text/css"))]

    def _crawler(self) -> Crawler:
        return Crawler(
            web=web_of(self.run),
            depth=int(self.max_depth or 1),
            stays_inside=self.prevent_outside,
            checks_status=self.check_response_status,
            goes_on=self.continue_on_failure,
            headers={str(row["key"]): str(row["value"]) for row in self.headers if row.get("key") and row.get("value")},
            seconds=self.timeout,
            finds_encoding=self.autoset_encoding,
        )

    def _row(self, visit: Visit) -> dict[str, Any]:
        return {
            "text": self._text(visit),
            "url": visit.url,
            "title": visit.page.title,
            "description": visit.page.description,
            "content_type": visit.content_type,
            "language": visit.page.language,
        }

    def _text(self, visit: Visit) -> str:
        if self.format == HTML:
            return visit.html
        return as_markdown(visit.html) if self.format == MARKDOWN else visit.page.text


def as_markdown(html: str) -> str:
    """Return the page in Markdown. Needs the extra `web`."""
    library = optional_import("markdownify", extra=EXTRA)
    text: str = library.markdownify(_HEAD.sub("", html), heading_style=library.ATX)
    return _EMPTY_LINES.sub("\n\n", text).strip()
