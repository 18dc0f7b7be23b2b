"""SerpApi: results of many search engines."""

from __future__ import annotations

from execution.components.search_apis import serpapi_rows
from execution.engine.component import Component
from execution.engine.fields import DictInput, IntInput, MultilineInput, Output, SecretStrInput
from execution.engine.values import Data, Message


class Serp(Component):
    """Search by SerpApi."""

    display_name = "Serp Search API"
    description = "Searches by SerpApi, which asks Google and others."
    icon = "SerpSearch"

    inputs = [
        SecretStrInput(
            name="serpapi_api_key",
            display_name="SerpAPI API Key",
            info="The key of your account at SerpApi.",
            required=True,
        ),
        MultilineInput(name="input_value", display_name="Input", info="What to look for.", tool_mode=True),
        DictInput(
            name="search_params",
            display_name="Parameters",
            info="More parameters of the service.",
            advanced=True,
            is_list=True,
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
        Output(name="data", display_name="Data", method="fetch_content"),
        Output(name="text", display_name="Text", method="fetch_content_text"),
    ]

    async def fetch_content(self) -> list[Data]:
        """Return one record per result."""
        rows = await serpapi_rows(self, self.input_value or "")
        found = [Data(text=row["snippet"], data=row) for row in rows]
        self.status = found
        return found

    async def fetch_content_text(self) -> Message:
        """Return the texts of the results, one a line."""
        found = await self.fetch_content()
        return Message(text="\n".join(record.get_text() for record in found))
