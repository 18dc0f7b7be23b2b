"""YouTube Trending: what many people watch."""

from __future__ import annotations

from typing import Any

from execution.components.youtube_api import content_of, counts_of, items_of, snippet_of, thumbnails_of, youtube
from execution.engine.component import Component
from execution.engine.fields import BoolInput, DropdownInput, IntInput, Output, SecretStrInput
from execution.engine.values import DataFrame

_REGIONS = {
    "Global": "US",
    "United States": "US",
    "Brazil": "BR",
    "United Kingdom": "GB",
    "India": "IN",
    "Japan": "JP",
    "South Korea": "KR",
    "Germany": "DE",
    "France": "FR",
    "Canada": "CA",
    "Australia": "AU",
    "Spain": "ES",
    "Italy": "IT",
    "Mexico": "MX",
    "Russia": "RU",
    "Netherlands": "NL",
    "Poland": "PL",
    "Argentina": "AR",
}
_CATEGORIES = {
    "Film & Animation": "1",
    "Autos & Vehicles": "2",
    "Music": "10",
    "Pets & Animals": "15",
    "Sports": "17",
    "Travel & Events": "19",
    "Gaming": "20",
    "People & Blogs": "22",
    "Comedy": "23",
    "Entertainment": "24",
    "News & Politics": "25",
    "Education": "27",
    "Science & Technology": "28",
    "Nonprofits & Activism": "29",
}


class YouTubeTrendingComponent(Component):
    """Look at what many people watch."""

    display_name = "YouTube Trending"
    description = "Tells which videos many people watch on YouTube."
    icon = "YouTube"

    inputs = [
        SecretStrInput(
            name="api_key", display_name="YouTube API Key", info="The key of your project at Google.", required=True
        ),
        DropdownInput(
            name="region",
            display_name="Region",
            info="Where the videos are watched.",
            options=[
                "Global",
                "United States",
                "Brazil",
                "United Kingdom",
                "India",
                "Japan",
                "South Korea",
                "Germany",
                "France",
                "Canada",
                "Australia",
                "Spain",
                "Italy",
                "Mexico",
                "Russia",
                "Netherlands",
                "Poland",
                "Argentina",
            ],
            value="Global",
        ),
        DropdownInput(
            name="category",
            display_name="Category",
            info="What the videos are about.",
            options=[
                "All",
                "Film & Animation",
                "Autos & Vehicles",
                "Music",
                "Pets & Animals",
                "Sports",
                "Travel & Events",
                "Gaming",
                "People & Blogs",
                "Comedy",
                "Entertainment",
                "News & Politics",
                "Education",
                "Science & Technology",
                "Nonprofits & Activism",
            ],
            value="All",
        ),
        IntInput(name="max_results", display_name="Max Results", info="How many rows at most.", value=10),
        BoolInput(name="include_statistics", display_name="Include Statistics", info="Also give counts.", value=True),
        BoolInput(
            name="include_content_details",
            display_name="Include Content Details",
            info="Also give length and quality.",
            advanced=True,
            value=True,
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
        Output(name="trending_videos", display_name="Trending Videos", method="get_trending_videos"),
    ]

    async def get_trending_videos(self) -> DataFrame:
        """Return one row per video."""
        # The service knows no chart of the whole world; that of the United States stands for it.
        asked: dict[str, Any] = {
            "part": "snippet,statistics,contentDetails",
            "chart": "mostPopular",
            "regionCode": _REGIONS.get(self.region, "US"),
            "videoCategoryId": _CATEGORIES.get(self.category),
        }
        found = items_of(youtube(self), "videos", most=self.max_results, **asked)
        table = DataFrame([self._row(item) async for item in found])
        self.status = table
        return table

    def _row(self, item: dict[str, Any]) -> dict[str, Any]:
        video_id = item.get("id", "")
        row = {"video_id": video_id, "url": f"https://www.youtube.com/watch?v={video_id}", **snippet_of(item)}
        if self.include_statistics:
            row |= counts_of(item)
        if self.include_content_details:
            row |= content_of(item)
        if self.include_thumbnails:
            row |= thumbnails_of(item)
        return row
