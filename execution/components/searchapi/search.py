"""SearchApi: results of several search engines."""

from __future__ import annotations

from execution.components.earlier_outputs import GivesRecords
from execution.components.search_apis import searchapi_rows
from execution.engine.fields import DictInput, DropdownInput, IntInput, MultilineInput, Output, SecretStrInput
from execution.engine.values import Data, DataFrame


class SearchComponent(GivesRecords):
    """Search by SearchApi."""

    display_name = "SearchApi"
    description = "Searches by SearchApi, which asks Google, Bing and DuckDuckGo."
    documentation = "https://www.searchapi.io/docs/google"
    icon = "SearchAPI"

    inputs = [
        DropdownInput(
            name="engine",
            display_name="Engine",
            info="The search engine to ask.",
            options=["google", "bing", "duckduckgo"],
            value="google",
        ),
        SecretStrInput(
            name="api_key",
            display_name="SearchAPI API Key",
            info="The key of your account at SearchApi.",
            required=True,
        ),
        MultilineInput(name="input_value", display_name="Input", info="What to look for.", tool_mode=True),
        DictInput(
            name="search_params",
            display_name="Search parameters",
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
        Output(name="dataframe", display_name="DataFrame", method="fetch_content_dataframe"),
    ]

    async def fetch_content_dataframe(self) -> DataFrame:
        """Return one row per result."""
        rows = await searchapi_rows(self, self.input_value or "")
        table = DataFrame([Data(text=row["snippet"], data=row) for row in rows])
        self.status = table
        return table
