"""Google Search: pages of the web by a search engine of your own."""

from __future__ import annotations

from execution.components.google_search_api import google_rows
from execution.engine.component import Component
from execution.engine.fields import IntInput, MultilineInput, Output, SecretStrInput
from execution.engine.values import DataFrame


class GoogleSearchAPICore(Component):
    """Search by Google."""

    display_name = "Google Search API"
    description = "Searches the web by Google."
    icon = "Google"

    inputs = [
        SecretStrInput(
            name="google_api_key",
            display_name="Google API Key",
            info="The key of your project at Google.",
            required=True,
        ),
        SecretStrInput(
            name="google_cse_id",
            display_name="Google CSE ID",
            info="The identifier of your search engine at Google.",
            required=True,
        ),
        MultilineInput(name="input_value", display_name="Input", info="What to look for.", tool_mode=True),
        IntInput(name="k", display_name="Number of results", info="How many results at most.", required=True, value=4),
    ]
    outputs = [
        Output(name="results", display_name="Results", method="search_google"),
    ]

    async def search_google(self) -> DataFrame:
        """Return one row per page."""
        table = DataFrame(await google_rows(self, self.input_value or ""))
        self.status = table
        return table
