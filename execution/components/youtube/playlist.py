"""YouTube Playlist: the videos of a playlist."""

from __future__ import annotations

from execution.components.youtube_pages import videos_of_playlist
from execution.engine.component import Component
from execution.engine.fields import MessageTextInput, Output
from execution.engine.values import DataFrame


class YouTubePlaylistComponent(Component):
    """List the videos of a playlist."""

    display_name = "YouTube Playlist"
    description = "Lists the videos of a playlist on YouTube."
    icon = "YouTube"

    inputs = [
        MessageTextInput(
            name="playlist_url", display_name="Playlist URL", info="The address of the playlist.", required=True
        ),
    ]
    outputs = [
        Output(name="video_urls", display_name="Video URLs", method="extract_video_urls"),
    ]

    async def extract_video_urls(self) -> DataFrame:
        """Return one row per video."""
        found = await videos_of_playlist(self.run, self.playlist_url or "")
        table = DataFrame([{"video_url": f"https://www.youtube.com/watch?v={video_id}"} for video_id in found])
        self.status = table
        return table
