"""YouTube's Data API: videos and comments as rows."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any

from execution.components.search_services import SearchService
from execution.engine.errors import EngineError

if TYPE_CHECKING:
    from execution.engine.component import Component

_API = "https://www.googleapis.com/youtube/v3"
_ID = re.compile(r"[\w-]{11}")
_IN_ADDRESS = re.compile(r"(?:[?&]v=|youtu\.be/|/embed/|/shorts/|/live/|/v/)([\w-]{11})")
_CHANNEL_ID = re.compile(r"(?:^|/channel/)(UC[\w-]{22})(?=$|[/?#])")
_CHANNEL_NAMES = (
    (re.compile(r"(?:^|/)@([^/?#\s]+)"), "channels", "forHandle"),
    (re.compile(r"/user/([^/?#\s]+)"), "channels", "forUsername"),
    (re.compile(r"/c/([^/?#\s]+)"), "search", "q"),
)
"""How addresses name a channel, which call knows it by that name, and in which parameter."""
_COUNTS = {"view_count": "viewCount", "like_count": "likeCount", "comment_count": "commentCount"}
_MOST = 500
"""Rows of one component; each page of fifty or a hundred costs the key's quota."""


class VideoUnknown(EngineError, ValueError):
    """That names no video."""

    code = "video_unknown"
    message = "'{video}' names no video of YouTube: give the address of its page."


class ChannelUnknown(EngineError, ValueError):
    """That names no channel."""

    code = "channel_unknown"
    message = "'{channel}' names no channel of YouTube: give the address of its page, its handle or its identifier."


def youtube(component: Component) -> SearchService:
    """Return the service, asked with the component's key."""
    key = component.api_key or ""
    return SearchService(name="YouTube", run=component.run, key=key, key_field="YouTube API Key")


def video_id_of(address: str | None) -> str:
    """Return the video that an address or a bare identifier names; raise VideoUnknown."""
    text = (address or "").strip()
    if _ID.fullmatch(text):
        return text
    found = _IN_ADDRESS.search(text)
    if found is None:
        raise VideoUnknown(video=text)
    return found[1]


async def channel_id_of(service: SearchService, address: str | None) -> str:
    """Return the channel that an address, a handle or a bare identifier names; raise ChannelUnknown."""
    text = (address or "").strip()
    if found := _CHANNEL_ID.search(text):
        return found[1]
    for pattern, call, parameter in _CHANNEL_NAMES:
        named = pattern.search(text)
        channel_id = await _channel_named(service, call, {parameter: named[1]}) if named else None
        if channel_id:
            return channel_id
    raise ChannelUnknown(channel=text)


async def _channel_named(service: SearchService, call: str, named: Mapping[str, str]) -> str | None:
    asked: dict[str, Any] = {"part": "id", **named}
    asked |= {"most": 1, "type": "channel"} if call == "search" else {"most": None}
    async for item in items_of(service, call, **asked):
        found = item.get("id")
        return found.get("channelId") if isinstance(found, dict) else found
    return None


async def items_of(
    service: SearchService, call: str, *, most: int | None, page: int = 50, **query: Any
) -> AsyncIterator[dict[str, Any]]:
    """Yield at most so many items, page by page. None is for calls that know no pages."""
    left, token = _MOST if most is None else min(most, _MOST), None
    while left > 0:
        paging = {} if most is None else {"maxResults": min(left, page), "pageToken": token}
        answer = await service.ask(f"{_API}/{call}", query={"key": service.key, **query, **paging})
        for item in service.rows_of(answer, "items")[:left]:
            left -= 1
            yield item
        token = answer.get("nextPageToken")
        if most is None or not token:
            return


async def videos(service: SearchService, ids: list[str], parts: str) -> dict[str, dict[str, Any]]:
    """Return the videos by their identifiers, without those that are gone."""
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), 50):
        chosen = ",".join(ids[start : start + 50])
        found |= {item["id"]: item async for item in items_of(service, "videos", most=None, part=parts, id=chosen)}
    return found


def part_of(item: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a part of an item, empty where it did not come."""
    part = item.get(name)
    return part if isinstance(part, dict) else {}


def counts_of(item: Mapping[str, Any]) -> dict[str, int]:
    """Return how often a video was seen, liked and commented; what is kept secret counts as none."""
    counts = part_of(item, "statistics")
    return {name: int(counts.get(theirs, 0)) for name, theirs in _COUNTS.items()}


def content_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return how long a video is and of which quality."""
    details = part_of(item, "contentDetails")
    return {
        "duration": details.get("duration", ""),
        "definition": str(details.get("definition", "hd")).upper(),
        "has_captions": details.get("caption") == "true",
        "licensed_content": bool(details.get("licensedContent")),
    }


def thumbnails_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the address of the picture in each size."""
    pictures = part_of(part_of(item, "snippet"), "thumbnails")
    return {f"thumbnail_{size}": picture.get("url", "") for size, picture in pictures.items()}


def snippet_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a video is about and whose it is."""
    snippet = part_of(item, "snippet")
    return {
        "title": snippet.get("title", ""),
        "description": snippet.get("description", ""),
        "channel_id": snippet.get("channelId", ""),
        "channel_title": snippet.get("channelTitle", ""),
        "published_at": snippet.get("publishedAt", ""),
    }
