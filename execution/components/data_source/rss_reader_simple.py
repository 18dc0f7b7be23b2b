"""RSS Reader: the entries of a feed. Kept for older flows; Web Search reads feeds, too."""

from __future__ import annotations

from execution.components.feeds import FeedUnavailable, entries_of, fetch_feed, table_of_entries, table_of_problem
from execution.engine.component import Component
from execution.engine.fields import IntInput, MessageTextInput, Output
from execution.engine.values import DataFrame


class RSSReaderSimple(Component):
    """Read a feed."""

    display_name = "RSS Reader"
    description = "Reads an RSS or Atom feed."
    icon = "Rss"
    legacy = True
    replacement = []

    inputs = [
        MessageTextInput(
            name="rss_url", display_name="RSS Feed URL", info="The address of the feed.", required=True, tool_mode=True
        ),
        IntInput(name="timeout", display_name="Timeout", info="How many seconds to wait.", advanced=True, value=5),
    ]
    outputs = [
        Output(name="articles", display_name="Articles", method="read_rss"),
    ]

    async def read_rss(self) -> DataFrame:
        """Return one row per entry; where the feed does not come, a row and the status say why."""
        try:
            table = table_of_entries(entries_of(await fetch_feed(self.run, self.rss_url or "", seconds=self.timeout)))
        except FeedUnavailable as error:
            self.status = f"Failed to fetch RSS: {error}"
            return table_of_problem(str(error))
        return table
