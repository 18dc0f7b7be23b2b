"""Google by Serper: pages of the web."""

from __future__ import annotations

from execution.components.search_apis import serper_rows
from execution.engine.component import Component
from execution.engine.fields import IntInput, MultilineInput, Output, SecretStrInput
from execution.engine.values import DataFrame


class GoogleSerperAPICore(Component):
    """Search by Serper."""

    display_name = "Google Serper API"
    description = "Searches Google by Serper."
    icon = "Serper"

    inputs = [
        SecretStrInput(
            name="serper_api_key",
            display_name="Serper API Key",
            info="The key of your account at Serper.",
            required=True,
        ),
        MultilineInput(name="input_value", display_name="Input", info="What to look for.", tool_mode=True),
        IntInput(name="k", display_name="Number of results", info="How many results at most.", required=True, value=4),
    ]
    outputs = [
        Output(name="results", display_name="Results", method="search_serper"),
    ]

    async def search_serper(self) -> DataFrame:
        """Return one row per page."""
        rows = await serper_rows(self.run, self.serper_api_key or "", self.input_value or "", most=self.k)
        table = DataFrame([{name: row.get(name, "") for name in ("title", "link", "snippet")} for row in rows])
        self.status = table
        return table
