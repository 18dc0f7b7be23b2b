"""Tavily Extract: the text of pages."""

from __future__ import annotations

from execution.components.earlier_outputs import GivesRecords
from execution.components.tavily_api import tavily_extracts
from execution.engine.fields import BoolInput, DropdownInput, MessageTextInput, Output, SecretStrInput
from execution.engine.values import Data


class TavilyExtractComponent(GivesRecords):
    """Read pages by Tavily."""

    display_name = "Tavily Extract API"
    description = "Reads the text of web pages by Tavily."
    icon = "TavilyIcon"

    inputs = [
        SecretStrInput(
            name="api_key", display_name="Tavily API Key", info="The key of your account at Tavily.", required=True
        ),
        MessageTextInput(
            name="urls", display_name="URLs", info="The addresses of the pages, with commas between.", required=True
        ),
        DropdownInput(
            name="extract_depth",
            display_name="Extract Depth",
            info="How thoroughly to read the pages; advanced costs more.",
            advanced=True,
            options=["basic", "advanced"],
            value="basic",
        ),
        BoolInput(name="include_images", display_name="Include Images", info="Also give images.", advanced=True),
    ]
    outputs = [
        Output(name="dataframe", display_name="DataFrame", method="fetch_content"),
    ]

    async def fetch_content(self) -> list[Data]:
        """Return one record per page, and one with those that could not be read."""
        found = await tavily_extracts(self)
        self.status = found
        return found
