"""DuckDuckGo: pages of the web, without a key."""

from __future__ import annotations

from execution.components.duckduckgo_results import duckduckgo_results
from execution.components.earlier_outputs import GivesRecords
from execution.components.result_pages import Found
from execution.components.search_services import shortened
from execution.engine.fields import IntInput, MessageTextInput, Output
from execution.engine.values import Data, DataFrame


class DuckDuckGoSearchComponent(GivesRecords):
    """Search the web by DuckDuckGo."""

    display_name = "DuckDuckGo Search"
    description = "Searches the web by DuckDuckGo; needs no key."
    documentation = "https://python.langchain.com/docs/integrations/tools/ddg"
    icon = "DuckDuckGo"

    inputs = [
        MessageTextInput(
            name="input_value", display_name="Search Query", info="What to look for.", required=True, tool_mode=True
        ),
        IntInput(
            name="max_results", display_name="Max Results", info="How many results at most.", advanced=True, value=5
        ),
        IntInput(
            name="max_snippet_length",
            display_name="Max Snippet Length",
            info="How many characters of a text at most.",
            advanced=True,
            value=100,
        ),
    ]
    outputs = [
        Output(name="dataframe", display_name="DataFrame", method="fetch_content_dataframe"),
    ]

    async def fetch_content_dataframe(self) -> DataFrame:
        """Return one row per page."""
        found = await duckduckgo_results(self.run, self.input_value or "", most=self.max_results)
        table = DataFrame([self._row(page) for page in found])
        self.status = table
        return table

    def _row(self, page: Found) -> Data:
        snippet = shortened(page.snippet, self.max_snippet_length)
        return Data(
            text=snippet, data={"content": page.snippet, "snippet": snippet, "title": page.title, "link": page.link}
        )
