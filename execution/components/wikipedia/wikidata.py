"""Wikidata: entities by their names."""

from __future__ import annotations

from execution.components.earlier_outputs import GivesRecords
from execution.components.wiki_api import wikidata_entities
from execution.engine.fields import MultilineInput, Output
from execution.engine.values import DataFrame


class WikidataComponent(GivesRecords):
    """Look for entities of Wikidata."""

    display_name = "Wikidata"
    description = "Looks for entities of Wikidata."
    icon = "Wikipedia"

    inputs = [
        MultilineInput(name="query", display_name="Query", info="What to look for.", required=True, tool_mode=True),
    ]
    outputs = [
        Output(name="dataframe", display_name="DataFrame", method="fetch_content_dataframe"),
    ]

    async def fetch_content_dataframe(self) -> DataFrame:
        """Return one row per entity; where there are none, one that says so."""
        table = DataFrame(await wikidata_entities(self.run, self.query or ""))
        self.status = table
        return table
