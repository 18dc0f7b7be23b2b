"""YouTube by its API: videos about words, one video, its comments."""

import httpx
import pytest

from execution.components.search_services import AnswerMalformed, KeyMissing, KeyRefused, TooManySearches
from execution.components.youtube.comments import YouTubeCommentsComponent
from execution.components.youtube.search import YouTubeSearchComponent
from execution.components.youtube.trending import YouTubeTrendingComponent
from execution.components.youtube.video_details import YouTubeVideoDetailsComponent
from execution.components.youtube_api import VideoUnknown, video_id_of
from tests.execution.components.searches.services import bench_of, json_answer

KEY = "key-that-nobody-shall-see"
VIDEO = "abcdefghijk"
DETAILS = {
    "id": VIDEO,
    "snippet": {"title": "T", "tags": ["a", "b"], "thumbnails": {"high": {"url": "https://picture"}}},
    "statistics": {"viewCount": "7"},
    "contentDetails": {"duration": "PT1M", "definition": "sd", "caption": "true"},
}


@pytest.mark.parametrize(
    "address", [VIDEO, f"https://youtu.be/{VIDEO}?t=1", f"https://youtube.com/watch?a=b&v={VIDEO}"]
)
def test_a_video_is_named_in_several_ways(address):
    assert video_id_of(address) == VIDEO


async def test_a_search_gives_videos_with_their_counts():
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/videos"):
            return json_answer({"items": [DETAILS]})
        return json_answer({"items": [{"id": {"videoId": VIDEO}, "snippet": {"title": "T"}}]})

    bench, web = bench_of(YouTubeSearchComponent, answer, api_key=KEY, query="q")
    (row,) = (await bench.give("results")).to_records()
    assert (row["video_id"], row["title"], row["view_count"], row["duration"]) == (VIDEO, "T", 7, "PT1M")
    assert (web.asked[0].url.params["q"], web.asked[0].url.params["maxResults"]) == ("q", "10")


async def test_a_search_that_finds_nothing_asks_once():
    bench, web = bench_of(YouTubeSearchComponent, json_answer({"items": []}), api_key=KEY, query="q")
    assert len(await bench.give("results")) == 0
    assert len(web.asked) == 1


async def test_a_video_is_told_in_one_row():
    bench, _ = bench_of(YouTubeVideoDetailsComponent, json_answer({"items": [DETAILS]}), api_key=KEY, video_url=VIDEO)
    (row,) = (await bench.give("video_data")).to_records()
    assert (row["tags"], row["view_count"], row["definition"], row["has_captions"]) == ("a, b", 7, "SD", True)
    assert row["thumbnail_high"] == "https://picture"


async def test_a_video_that_is_gone_is_told():
    bench, _ = bench_of(YouTubeVideoDetailsComponent, json_answer({"items": []}), api_key=KEY, video_url=VIDEO)
    with pytest.raises(VideoUnknown):
        await bench.give("video_data")


async def test_comments_come_page_by_page_with_their_replies():
    def answer(request: httpx.Request) -> httpx.Response:
        comment = {"id": "c", "snippet": {"textDisplay": "words", "likeCount": 2}}
        thread = {
            "id": "t",
            "snippet": {"topLevelComment": comment, "totalReplyCount": 1},
            "replies": {"comments": [{"id": "r", "snippet": {"textDisplay": "reply"}}]},
        }
        more = {} if "pageToken" in request.url.params else {"nextPageToken": "next"}
        return json_answer({"items": [thread], **more})

    bench, web = bench_of(YouTubeCommentsComponent, answer, api_key=KEY, video_url=VIDEO, include_replies=True)
    rows = (await bench.give("comments")).to_records()
    assert [(row["text"], row["is_reply"]) for row in rows] == [("words", False), ("reply", True)] * 2
    assert (rows[0]["like_count"], rows[0]["reply_count"], len(web.asked)) == (2, 1, 2)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (json_answer({"error": {"message": f"API key not valid {KEY}"}}, 400), KeyRefused),
        (json_answer({"error": {"errors": [{"reason": "quotaExceeded"}]}}, 403), TooManySearches),
        (httpx.Response(200, text="<html>"), AnswerMalformed),
    ],
)
async def test_a_refusal_is_told_without_the_key(answer, problem):
    bench, _ = bench_of(YouTubeVideoDetailsComponent, answer, api_key=KEY, video_url=VIDEO)
    with pytest.raises(problem) as caught:
        await bench.give("video_data")
    assert KEY not in str(caught.value)


async def test_a_missing_key_is_told():
    bench, _ = bench_of(YouTubeSearchComponent, json_answer({}), api_key="", query="q")
    with pytest.raises(KeyMissing):
        await bench.give("results")


async def test_what_many_people_watch_is_told_by_place_and_kind():
    answer = json_answer({"items": [DETAILS]})
    bench, web = bench_of(YouTubeTrendingComponent, answer, api_key=KEY, region="Germany", category="Music")
    (row,) = (await bench.give("trending_videos")).to_records()
    assert (row["video_id"], row["view_count"], row["duration"]) == (VIDEO, 7, "PT1M")
    asked = web.asked[0].url.params
    assert (asked["regionCode"], asked["videoCategoryId"]) == ("DE", "10")


async def test_every_place_and_kind_that_can_be_chosen_is_asked_for():
    regions, kinds = (YouTubeTrendingComponent.input_by_name[name].options for name in ("region", "category"))
    for region in regions:
        bench, web = bench_of(YouTubeTrendingComponent, json_answer({}), api_key=KEY, region=region)
        assert len(await bench.give("trending_videos")) == 0
        assert (web.asked[0].url.params["regionCode"] == "US") == (region in {"Global", "United States"})
    for kind in kinds:
        bench, web = bench_of(YouTubeTrendingComponent, json_answer({}), api_key=KEY, category=kind)
        await bench.give("trending_videos")
        assert ("videoCategoryId" in web.asked[0].url.params) == (kind != "All")
