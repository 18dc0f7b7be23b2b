"""YouTube Search: videos about words."""

from __future__ import annotations

from typing import Any

from execution.components.youtube_api import content_of, counts_of, items_of, part_of, snippet_of, videos, youtube
from execution.engine.component import Component
from execution.engine.fields import BoolInput, DropdownInput, IntInput, MessageTextInput, Output, SecretStrInput
from execution.engine.values import DataFrame


def _facts_of(video: dict[str, Any] | None) -> dict[str, Any]:
    return {} if video is None else {**counts_of(video), "duration": content_of(video)["duration"]}


class YouTubeSearchComponent(Component):
    """Look for videos."""

    display_name = "YouTube Search"
    description = "Looks for videos on YouTube."
    icon = "YouTube"

    inputs = [
        MessageTextInput(
            name="query", display_name="Search Query", info="What to look for.", required=True, tool_mode=True
        ),
        SecretStrInput(
            name="api_key", display_name="YouTube API Key", info="The key of your project at Google.", required=True
        ),
        IntInput(name="max_results", display_name="Max Results", info="How many rows at most.", value=10),
        DropdownInput(
            name="order",
            display_name="Sort Order",
            info="What comes first.",
            options=["relevance", "date", "rating", "title", "viewCount"],
            value="relevance",
        ),
        BoolInput(
            name="include_metadata",
            display_name="Include Metadata",
            info="Also give counts and length.",
            advanced=True,
            value=True,
        ),
    ]
    outputs = [
        Output(name="results", display_name="Search Results", method="search_videos"),
    ]

    async def search_videos(self) -> DataFrame:
        """Return one row per video."""
        service = youtube(self)
        asked = {"part": "snippet", "type": "video", "q": self.query or "", "order": self.order}
        found = [item async for item in items_of(service, "search", most=self.max_results, **asked)]
        rows = {part_of(item, "id").get("videoId", ""): snippet_of(item) for item in found}
        known: dict[str, dict[str, Any]] = {}
        if self.include_metadata:
            known = await videos(service, list(rows), "statistics,contentDetails")
        table = DataFrame([{"video_id": name, **row, **_facts_of(known.get(name))} for name, row in rows.items()])
        self.status = table
        return table
