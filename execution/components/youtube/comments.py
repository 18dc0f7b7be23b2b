"""YouTube Comments: what people say about a video."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from execution.components.youtube_api import items_of, part_of, video_id_of, youtube
from execution.engine.component import Component
from execution.engine.fields import BoolInput, DropdownInput, IntInput, MessageTextInput, Output, SecretStrInput
from execution.engine.values import DataFrame


class YouTubeCommentsComponent(Component):
    """Read the comments of a video."""

    display_name = "YouTube Comments"
    description = "Reads the comments of a video on YouTube."
    icon = "YouTube"

    inputs = [
        MessageTextInput(
            name="video_url", display_name="Video URL", info="The address of the video.", required=True, tool_mode=True
        ),
        SecretStrInput(
            name="api_key", display_name="YouTube API Key", info="The key of your project at Google.", required=True
        ),
        IntInput(name="max_results", display_name="Max Results", info="How many rows at most.", value=20),
        DropdownInput(
            name="sort_by",
            display_name="Sort By",
            info="What comes first.",
            options=["time", "relevance"],
            value="relevance",
        ),
        BoolInput(
            name="include_replies",
            display_name="Include Replies",
            info="Also give the replies that come along.",
            advanced=True,
        ),
        BoolInput(
            name="include_metrics",
            display_name="Include Metrics",
            info="Also give how often comments were liked and answered.",
            advanced=True,
            value=True,
        ),
    ]
    outputs = [
        Output(name="comments", display_name="Comments", method="get_video_comments"),
    ]

    async def get_video_comments(self) -> DataFrame:
        """Return one row per comment, and one per reply where wanted."""
        asked = {
            "part": "snippet,replies" if self.include_replies else "snippet",
            "videoId": video_id_of(self.video_url),
            "order": self.sort_by,
            "textFormat": "plainText",
        }
        threads = items_of(youtube(self), "commentThreads", most=self.max_results, page=100, **asked)
        table = DataFrame([row async for thread in threads for row in self._rows(thread)])
        self.status = table
        return table

    def _rows(self, thread: dict[str, Any]) -> Iterator[dict[str, Any]]:
        facts = part_of(thread, "snippet")
        yield self._row(part_of(facts, "topLevelComment"), replies=facts.get("totalReplyCount", 0), parent="")
        if self.include_replies:
            for reply in part_of(thread, "replies").get("comments") or []:
                yield self._row(reply, replies=0, parent=thread.get("id", ""))

    def _row(self, comment: dict[str, Any], *, replies: int, parent: str) -> dict[str, Any]:
        facts = part_of(comment, "snippet")
        row = {
            "comment_id": comment.get("id", ""),
            "parent_comment_id": parent,
            "is_reply": bool(parent),
            "author": facts.get("authorDisplayName", ""),
            "author_channel_url": facts.get("authorChannelUrl", ""),
            "text": facts.get("textDisplay", ""),
            "published_at": facts.get("publishedAt", ""),
            "updated_at": facts.get("updatedAt", ""),
        }
        metrics = {"like_count": facts.get("likeCount", 0), "reply_count": replies}
        return {**row, **metrics} if self.include_metrics else row
