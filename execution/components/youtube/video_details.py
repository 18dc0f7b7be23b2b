"""YouTube Video Details: everything about one video."""

from __future__ import annotations

from typing import Any

from execution.components.youtube_api import (
    VideoUnknown,
    content_of,
    counts_of,
    part_of,
    snippet_of,
    thumbnails_of,
    video_id_of,
    videos,
    youtube,
)
from execution.engine.component import Component
from execution.engine.fields import BoolInput, MessageTextInput, Output, SecretStrInput
from execution.engine.values import DataFrame


class YouTubeVideoDetailsComponent(Component):
    """Look at a video."""

    display_name = "YouTube Video Details"
    description = "Tells about one video on YouTube."
    icon = "YouTube"

    inputs = [
        MessageTextInput(
            name="video_url", display_name="Video URL", info="The address of the video.", required=True, tool_mode=True
        ),
        SecretStrInput(
            name="api_key", display_name="YouTube API Key", info="The key of your project at Google.", required=True
        ),
        BoolInput(
            name="include_statistics",
            display_name="Include Statistics",
            info="Also give how often it was seen and liked.",
            value=True,
        ),
        BoolInput(
            name="include_content_details",
            display_name="Include Content Details",
            info="Also give length and quality.",
            advanced=True,
            value=True,
        ),
        BoolInput(
            name="include_tags", display_name="Include Tags", info="Also give the tags.", advanced=True, value=True
        ),
        BoolInput(
            name="include_thumbnails",
            display_name="Include Thumbnails",
            info="Also give the pictures.",
            advanced=True,
            value=True,
        ),
    ]
    outputs = [
        Output(name="video_data", display_name="Video Data", method="get_video_details"),
    ]

    async def get_video_details(self) -> DataFrame:
        """Return one row. Raises VideoUnknown when there is no such video."""
        video_id = video_id_of(self.video_url)
        found = await videos(youtube(self), [video_id], "snippet,statistics,contentDetails")
        if video_id not in found:
            raise VideoUnknown(video=self.video_url)
        table = DataFrame([self._row(video_id, found[video_id])])
        self.status = table
        return table

    def _row(self, video_id: str, item: dict[str, Any]) -> dict[str, Any]:
        row = {"video_id": video_id, "url": f"https://www.youtube.com/watch?v={video_id}", **snippet_of(item)}
        if self.include_tags:
            row["tags"] = ", ".join(part_of(item, "snippet").get("tags") or [])
        if self.include_statistics:
            row |= counts_of(item)
        if self.include_content_details:
            row |= content_of(item)
        if self.include_thumbnails:
            row |= thumbnails_of(item)
        return row
