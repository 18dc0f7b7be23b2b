"""arXiv: papers about words, by authors, of a field."""

from __future__ import annotations

from execution.components.arxiv_api import arxiv_papers
from execution.components.earlier_outputs import GivesRecords
from execution.engine.fields import DropdownInput, IntInput, MessageTextInput, Output
from execution.engine.values import DataFrame


class ArXivComponent(GivesRecords):
    """Look for papers."""

    display_name = "arXiv"
    description = "Looks for papers on arXiv."
    icon = "arXiv"

    inputs = [
        MessageTextInput(name="search_query", display_name="Search Query", info="What to look for.", tool_mode=True),
        DropdownInput(
            name="search_type",
            display_name="Search Field",
            info="Where to look for it.",
            options=["all", "title", "abstract", "author", "cat"],
            value="all",
        ),
        IntInput(name="max_results", display_name="Max Results", info="How many results at most.", value=10),
    ]
    outputs = [
        Output(name="dataframe", display_name="DataFrame", method="search_papers_dataframe"),
    ]

    async def search_papers_dataframe(self) -> DataFrame:
        """Return one row per paper."""
        query, field = self.search_query or "", self.search_type or "all"
        table = DataFrame(await arxiv_papers(self.run, query, field=field, most=self.max_results))
        self.status = table
        return table
