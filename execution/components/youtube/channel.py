"""YouTube Channel: who a channel is, how large, and which playlists it has."""

from __future__ import annotations

from typing import Any

from execution.components.youtube_api import ChannelUnknown, channel_id_of, items_of, part_of, thumbnails_of, youtube
from execution.engine.component import Component
from execution.engine.fields import BoolInput, MessageTextInput, Output, SecretStrInput
from execution.engine.values import DataFrame

MOST_PLAYLISTS = 10


class YouTubeChannelComponent(Component):
    """Look at a channel."""

    display_name = "YouTube Channel"
    description = "Tells about a channel on YouTube."
    icon = "YouTube"

    inputs = [
        MessageTextInput(
            name="channel_url",
            display_name="Channel URL or ID",
            info="The address of the channel's page, its handle or its identifier.",
            required=True,
            tool_mode=True,
        ),
        SecretStrInput(
            name="api_key", display_name="YouTube API Key", info="The key of your project at Google.", required=True
        ),
        BoolInput(
            name="include_statistics",
            display_name="Include Statistics",
            info="Also give how many subscribers, views and videos it has.",
            value=True,
        ),
        BoolInput(
            name="include_branding",
            display_name="Include Branding",
            info="Also give its own title, keywords and banner.",
            advanced=True,
            value=True,
        ),
        BoolInput(
            name="include_playlists",
            display_name="Include Playlists",
            info="Give a row for each of its latest playlists.",
            advanced=True,
        ),
    ]
    outputs = [
        Output(name="channel_df", display_name="Channel Info", method="get_channel_info"),
    ]

    async def get_channel_info(self) -> DataFrame:
        """Return one row, or one for each playlist where those are wanted. Raises ChannelUnknown."""
        service = youtube(self)
        channel_id = await channel_id_of(service, self.channel_url)
        channels = items_of(service, "channels", most=None, part=self._parts(), id=channel_id)
        found = [item async for item in channels]
        if not found:
            raise ChannelUnknown(channel=self.channel_url)
        row = self._row(channel_id, found[0])
        most = MOST_PLAYLISTS if self.include_playlists else 0
        playlists = items_of(service, "playlists", most=most, part="snippet,contentDetails", channelId=channel_id)
        rows = [{**row, **_playlist_row(playlist)} async for playlist in playlists]
        table = DataFrame(rows or [row])
        self.status = table
        return table

    def _parts(self) -> str:
        wanted = {"statistics": self.include_statistics, "brandingSettings": self.include_branding}
        return ",".join(["snippet", "contentDetails", *(part for part, is_wanted in wanted.items() if is_wanted)])

    def _row(self, channel_id: str, item: dict[str, Any]) -> dict[str, Any]:
        snippet = part_of(item, "snippet")
        row = {
            "title": snippet.get("title", ""),
            "description": snippet.get("description", ""),
            "custom_url": snippet.get("customUrl", ""),
            "published_at": snippet.get("publishedAt", ""),
            "country": snippet.get("country", "Not specified"),
            "channel_id": channel_id,
            **thumbnails_of(item),
        }
        if self.include_statistics:
            row |= _counts(part_of(item, "statistics"))
        if self.include_branding:
            row |= _branding(part_of(item, "brandingSettings"))
        return row


def _counts(counts: dict[str, Any]) -> dict[str, Any]:
    return {
        "view_count": int(counts.get("viewCount", 0)),
        "subscriber_count": int(counts.get("subscriberCount", 0)),
        "hidden_subscriber_count": bool(counts.get("hiddenSubscriberCount")),
        "video_count": int(counts.get("videoCount", 0)),
    }


def _branding(settings: dict[str, Any]) -> dict[str, Any]:
    channel, image = part_of(settings, "channel"), part_of(settings, "image")
    return {
        "brand_title": channel.get("title", ""),
        "brand_description": channel.get("description", ""),
        "brand_keywords": channel.get("keywords", ""),
        "brand_banner_url": image.get("bannerExternalUrl", ""),
    }


def _playlist_row(item: dict[str, Any]) -> dict[str, Any]:
    snippet = part_of(item, "snippet")
    return {
        "playlist_title": snippet.get("title", ""),
        "playlist_description": snippet.get("description", ""),
        "playlist_id": item.get("id", ""),
        "playlist_video_count": part_of(item, "contentDetails").get("itemCount", 0),
        "playlist_published_at": snippet.get("publishedAt", ""),
        "playlist_thumbnail_url": thumbnails_of(item).get("thumbnail_default", ""),
    }
