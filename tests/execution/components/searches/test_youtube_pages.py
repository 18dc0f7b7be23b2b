"""YouTube by its pages: transcripts and playlists without a key; channels by its API."""

import json

import httpx
import pytest

from execution.components.search_services import AnswerMalformed
from execution.components.youtube.channel import YouTubeChannelComponent
from execution.components.youtube.playlist import YouTubePlaylistComponent
from execution.components.youtube.transcripts import YouTubeTranscripts
from execution.components.youtube_api import ChannelUnknown, VideoUnknown
from execution.components.youtube_pages import NoTranscript, PlaylistUnknown
from tests.execution.components.searches.services import bench_of, json_answer

VIDEO = "abcdefghijk"
CHANNEL = "UC" + "x" * 22
PLAYLIST = "PL" + "y" * 16
PAGE = '<script>{"INNERTUBE_API_KEY": "page-key"}</script>'
SPOKEN = (
    '<transcript><text start="0.5" dur="2">Hello &amp;amp; <b>all</b></text><text start="65">again</text></transcript>'
)


def captions(*tracks: dict[str, object]) -> dict[str, object]:
    return {"captions": {"playerCaptionsTracklistRenderer": {"captionTracks": list(tracks)}}}


def track(language: str, **facts: object) -> dict[str, object]:
    return {"baseUrl": f"https://www.youtube.com/api/timedtext?v={language}", "languageCode": language, **facts}


def site(player: dict[str, object], page: str = PAGE):
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/youtubei/v1/player":
            return json_answer(player)
        return httpx.Response(200, text=page if request.url.path == "/watch" else SPOKEN)

    return answer


async def test_a_transcript_comes_as_stretches_as_text_and_with_its_source():
    bench, web = bench_of(YouTubeTranscripts, site(captions(track("en"))), url=f"https://youtu.be/{VIDEO}")
    assert (await bench.give("message")).text == "Hello & all again"
    rows = (await bench.give("dataframe")).to_records()
    assert rows == [{"timestamp": "00:00", "text": "Hello & all"}, {"timestamp": "01:05", "text": "again"}]
    assert (await bench.give("data_output")).data["transcript"] == "Hello & all again"
    assert len(web.asked) == 3


@pytest.mark.parametrize(
    ("tracks", "translation", "asked"),
    [
        ([track("de"), track("en", kind="asr"), track("en-GB")], "", "v=en-GB"),
        ([track("de", isTranslatable=True)], "fr", "v=de&tlang=fr"),
        ([track("en"), track("fr")], "fr", "v=fr"),
    ],
)
async def test_the_captions_that_fit_best_are_read(tracks, translation, asked):
    bench, web = bench_of(YouTubeTranscripts, site(captions(*tracks)), url=VIDEO, translation=translation)
    await bench.give("message")
    assert web.asked[-1].url.query.decode() == asked


@pytest.mark.parametrize(
    ("player", "problem"),
    [
        ({}, "no captions"),
        ({"playabilityStatus": {"status": "LOGIN_REQUIRED", "reason": "Sign in"}}, "Sign in"),
        (captions(track("de")), "translated into 'fr'"),
    ],
)
async def test_a_video_without_a_transcript_is_told(player, problem):
    bench, _ = bench_of(YouTubeTranscripts, site(player), url=VIDEO, translation="fr")
    with pytest.raises(NoTranscript, match=problem):
        await bench.give("message")


async def test_a_page_that_has_changed_and_a_wrong_address_are_told():
    bench, _ = bench_of(YouTubeTranscripts, site({}, page="<html>"), url=VIDEO)
    with pytest.raises(AnswerMalformed):
        await bench.give("message")
    bench, _ = bench_of(YouTubeTranscripts, site({}), url="https://example.com")
    with pytest.raises(VideoUnknown):
        await bench.give("message")


def playlist_page(*videos: str, token: str = "") -> dict[str, object]:
    rows: list[object] = [{"playlistVideoRenderer": {"videoId": video}} for video in videos]
    return {"contents": [*rows, {"continuationCommand": {"token": token}} if token else {}]}


async def test_a_playlist_is_read_to_its_end():
    page = f"{PAGE}<script>var ytInitialData = {json.dumps(playlist_page('one', 'two', token='more'))};</script>"
    lockup = {"lockupViewModel": {"contentId": "three", "contentType": "LOCKUP_CONTENT_TYPE_VIDEO"}}

    def answer(request: httpx.Request) -> httpx.Response:
        return json_answer({"items": [lockup]}) if request.method == "POST" else httpx.Response(200, text=page)

    bench, web = bench_of(
        YouTubePlaylistComponent, answer, playlist_url=f"https://youtube.com/playlist?list={PLAYLIST}"
    )
    rows = (await bench.give("video_urls")).to_records()
    assert [row["video_url"].rpartition("=")[2] for row in rows] == ["one", "two", "three"]
    assert json.loads(web.asked[1].content)["continuation"] == "more"


@pytest.mark.parametrize("address", ["", "https://youtube.com/playlist?list=x", PLAYLIST])
async def test_what_is_no_playlist_is_told(address):
    bench, _ = bench_of(YouTubePlaylistComponent, httpx.Response(200, text="<html>"), playlist_url=address)
    with pytest.raises(PlaylistUnknown):
        await bench.give("video_urls")


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        (CHANNEL, {}),
        (f"https://youtube.com/channel/{CHANNEL}/videos", {}),
        ("https://youtube.com/@handle/about", {"forHandle": "handle"}),
        ("https://youtube.com/user/name", {"forUsername": "name"}),
        ("https://youtube.com/c/Some", {"q": "Some"}),
    ],
)
async def test_a_channel_is_named_in_several_ways(address, asked):
    def answer(request: httpx.Request) -> httpx.Response:
        named = {"channelId": CHANNEL} if request.url.path.endswith("/search") else CHANNEL
        return json_answer({"items": [{"id": named, "snippet": {"title": "T"}, "statistics": {"viewCount": "7"}}]})

    bench, web = bench_of(YouTubeChannelComponent, answer, api_key="key", channel_url=address)
    (row,) = (await bench.give("channel_df")).to_records()
    assert (row["channel_id"], row["title"], row["view_count"]) == (CHANNEL, "T", 7)
    assert {name: web.asked[0].url.params.get(name) for name in asked} == asked


async def test_playlists_of_a_channel_are_rows():
    def answer(request: httpx.Request) -> httpx.Response:
        names = ["a", "b"] if request.url.path.endswith("/playlists") else [CHANNEL]
        return json_answer({"items": [{"id": name, "snippet": {"title": name}} for name in names]})

    values = {"include_playlists": True, "include_statistics": False, "include_branding": False}
    bench, _ = bench_of(YouTubeChannelComponent, answer, api_key="key", channel_url=CHANNEL, **values)
    rows = (await bench.give("channel_df")).to_records()
    assert [(row["title"], row["playlist_id"]) for row in rows] == [(CHANNEL, "a"), (CHANNEL, "b")]
    assert "view_count" not in rows[0]


@pytest.mark.parametrize("address", [CHANNEL, "https://youtube.com/@nobody", "words"])
async def test_an_unknown_channel_is_told(address):
    bench, _ = bench_of(YouTubeChannelComponent, json_answer({"items": []}), api_key="key", channel_url=address)
    with pytest.raises(ChannelUnknown):
        await bench.give("channel_df")
