"""Wikipedia: the articles that fit words best."""

from __future__ import annotations

from execution.components.earlier_outputs import GivesRecords
from execution.components.wiki_api import wikipedia_articles
from execution.engine.fields import BoolInput, IntInput, MessageTextInput, MultilineInput, Output
from execution.engine.values import Data, DataFrame


class WikipediaComponent(GivesRecords):
    """Look something up in Wikipedia."""

    display_name = "Wikipedia"
    description = "Looks for articles of Wikipedia."
    icon = "Wikipedia"

    inputs = [
        MultilineInput(name="input_value", display_name="Input", info="What to look for.", tool_mode=True),
        MessageTextInput(
            name="lang", display_name="Language", info="The code of the language, for example en.", value="en"
        ),
        IntInput(name="k", display_name="Number of results", info="How many results at most.", required=True, value=4),
        BoolInput(
            name="load_all_available_meta",
            display_name="Load all available meta",
            info="Also give categories and numbers of the articles.",
            advanced=True,
        ),
        IntInput(
            name="doc_content_chars_max",
            display_name="Document content characters max",
            info="How many characters of an article at most.",
            advanced=True,
            value=4000,
        ),
    ]
    outputs = [
        Output(name="dataframe", display_name="DataFrame", method="fetch_content_dataframe"),
    ]

    async def fetch_content_dataframe(self) -> DataFrame:
        """Return one row per article."""
        table = DataFrame(await self._search(self.input_value or ""))
        self.status = table
        return table

    async def _search(self, query: str) -> list[Data]:
        return await wikipedia_articles(
            self.run,
            query,
            language=self.lang or "en",
            most=self.k,
            longest=self.doc_content_chars_max,
            with_all_facts=bool(self.load_all_available_meta),
        )
