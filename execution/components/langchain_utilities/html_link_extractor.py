"""HTML Link Extractor: note the links of pages beside their text."""

from __future__ import annotations

from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from execution.components.html_pages import read_page
from execution.components.splitting import TEXT, texts_of
from execution.engine.component import Component
from execution.engine.fields import BoolInput, DataInput, Output, StrInput
from execution.engine.values import Data

SOURCE = "source"


class HtmlLinkExtractor(Component):
    """Give each page with its links, so that a graph of pages can be made."""

    display_name = "HTML Link Extractor"
    description = "Notes the links of HTML pages beside their text."
    icon = "Link2"

    inputs = [
        StrInput(name="kind", display_name="Kind of edge", info="What the links are called.", value="hyperlink"),
        BoolInput(
            name="drop_fragments",
            display_name="Drop URL fragments",
            info="Leave out what stands behind a # in a link.",
            value=True,
        ),
        DataInput(
            name="data_input",
            display_name="Input",
            info="The pages, their address under 'source'.",
            input_types=["Document", "Data"],
            required=True,
        ),
    ]
    outputs = [
        Output(name="data", display_name="Data", method="transform_data"),
    ]

    def transform_data(self) -> list[Data]:
        """Return the pages with `links`: where the page is, then where it leads."""
        data = [
            Data(data={**others, "links": self._links(text, str(others.get(SOURCE) or "")), TEXT: text})
            for text, others in texts_of(self.data_input)
        ]
        self.status = data
        return data

    def _links(self, html: str, source: str) -> list[dict[str, Any]]:
        found = (urljoin(source, target) for target in read_page(html).links)
        addresses = (urldefrag(address).url if self.drop_fragments else address for address in found)
        outgoing = dict.fromkeys(address for address in addresses if urlsplit(address).scheme in {"http", "https"})
        incoming = [self._link("in", urldefrag(source).url if self.drop_fragments else source)] if source else []
        return [*incoming, *(self._link("out", address) for address in outgoing)]

    def _link(self, direction: str, tag: str) -> dict[str, str]:
        return {"kind": self.kind, "direction": direction, "tag": tag}
