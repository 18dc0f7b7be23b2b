"""YouTube as its own pages read it, without a key: what is said in a video, and which videos a playlist has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

from execution.components.search_services import AnswerMalformed, SearchService
from execution.engine.errors import EngineError
from execution.engine.ports import RunContext

_SITE = "https://www.youtube.com"
_KEY = re.compile(r'"INNERTUBE_API_KEY":\s*"([\w-]+)"')
_FACTS = re.compile(r"ytInitialData\s*=\s*")
_TAG = re.compile(r"<[^>]*>")
# The pages' own client is asked for a token of the browser; the one of phones gets its captions without.
_PHONE = {"client": {"clientName": "ANDROID", "clientVersion": "20.10.38", "hl": "en"}}
_BROWSER = {"client": {"clientName": "WEB", "clientVersion": "2.20250601.00.00", "hl": "en"}}
_PLAYLIST_ID = re.compile(r"[\w-]{10,}")
_MOST_PAGES = 50
"""Of a hundred videos each."""
_VIDEO_RENDERERS = frozenset({"playlistVideoRenderer", "playlistPanelVideoRenderer"})


class NoTranscript(EngineError):
    """Nobody wrote down what is said there, or it is not given away."""

    code = "no_transcript"
    message = "The video has no transcript that can be read: {reason}"


class PlaylistUnknown(EngineError, ValueError):
    """That names no playlist."""

    code = "playlist_unknown"
    message = "'{playlist}' names no playlist of YouTube: give the address of its page."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is said at one moment."""

    start: float
    """Seconds since the beginning."""
    text: str


async def transcript_of(run: RunContext, video_id: str, *, language: str = "") -> list[Line]:
    """Return what is said in a video: in English where there is English, or translated into a language.

    Raises NoTranscript.
    """
    service = SearchService(name="YouTube", run=run)
    track = _chosen(await _captions(service, video_id), language)
    address = str(track["baseUrl"]).replace("&fmt=srv3", "")
    translated = {"tlang": language} if language and track.get("languageCode") != language else {}
    return list(_lines_of(await service.ask_text(address, query=translated)))


async def videos_of_playlist(run: RunContext, address: str) -> list[str]:
    """Return the videos of a playlist, in its order. Raises PlaylistUnknown."""
    service = SearchService(name="YouTube", run=run)
    page = await service.ask_text(f"{_SITE}/playlist", query={"list": _playlist_id_of(address), "hl": "en"})
    facts: Any = _facts_of(page)
    found = list(_video_ids(facts))
    key = _KEY.search(page)
    for _ in range(_MOST_PAGES if key else 0):
        token = next(_continuations(facts), None)
        if token is None:
            break
        facts = await _inner(service, "browse", key[1] if key else "", {"context": _BROWSER, "continuation": token})
        found += _video_ids(facts)
    if not found:
        raise PlaylistUnknown(playlist=address)
    return list(dict.fromkeys(found))


async def _captions(service: SearchService, video_id: str) -> list[Mapping[str, Any]]:
    page = await service.ask_text(f"{_SITE}/watch", query={"v": video_id, "hl": "en"})
    key = _KEY.search(page)
    if key is None:
        raise AnswerMalformed(service=service.name, reason="the video's page has changed, or it asks for a sign-in.")
    player = await _inner(service, "player", key[1], {"context": _PHONE, "videoId": video_id})
    playable = _part(player, "playabilityStatus")
    if playable.get("status") not in {None, "OK"}:
        raise NoTranscript(reason=playable.get("reason") or "it cannot be played.")
    tracks = _part(_part(player, "captions"), "playerCaptionsTracklistRenderer").get("captionTracks")
    if not tracks:
        raise NoTranscript(reason="it has no captions.")
    return [track for track in tracks if isinstance(track, dict) and track.get("baseUrl")]


async def _inner(service: SearchService, call: str, key: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return await service.ask(f"{_SITE}/youtubei/v1/{call}", query={"key": key}, body=body)


def _chosen(tracks: list[Mapping[str, Any]], language: str) -> Mapping[str, Any]:
    """Return the captions in the language, else those that can be translated into it; people's before machines'."""
    wanted = [language, "en"] if language else ["en"]

    def rank(track: Mapping[str, Any]) -> tuple[int, bool]:
        code = str(track.get("languageCode", "")).partition("-")[0]
        return (wanted.index(code) if code in wanted else len(wanted), track.get("kind") == "asr")

    if not tracks:
        raise NoTranscript(reason="its captions have no address.")
    best = min(tracks, key=rank)
    if language and rank(best)[0] and not best.get("isTranslatable"):
        raise NoTranscript(reason=f"its captions cannot be translated into '{language}'.")
    return best


def _lines_of(text: str) -> Iterator[Line]:
    try:
        # The address and its answer are YouTube's; entities that grow are refused by expat's own limits.
        root = ET.fromstring(text)  # noqa: S314
    except ET.ParseError as error:
        raise NoTranscript(reason="YouTube sent no captions.") from error
    for element in root.iter("text"):
        said = unescape(_TAG.sub("", "".join(element.itertext()))).strip()
        if said:
            yield Line(start=float(element.get("start", 0)), text=said)


def _playlist_id_of(address: str | None) -> str:
    text = (address or "").strip()
    (found, *_) = parse_qs(urlsplit(text).query).get("list") or [text]
    if not _PLAYLIST_ID.fullmatch(found):
        raise PlaylistUnknown(playlist=text)
    return found


def _facts_of(page: str) -> Any:
    """Return what the page's script knows; empty where it has changed."""
    start = _FACTS.search(page)
    if start is None:
        return {}
    try:
        return json.JSONDecoder().raw_decode(page, start.end())[0]
    except ValueError:
        return {}


def _video_ids(facts: Any) -> Iterator[str]:
    for name, entry in _entries(facts):
        if name in _VIDEO_RENDERERS and entry.get("videoId"):
            yield str(entry["videoId"])
        elif name == "lockupViewModel" and entry.get("contentType") == "LOCKUP_CONTENT_TYPE_VIDEO":
            yield str(entry["contentId"])


def _continuations(facts: Any) -> Iterator[str]:
    commands = (entry for name, entry in _entries(facts) if name == "continuationCommand")
    return (str(entry["token"]) for entry in commands if "token" in entry)


def _entries(facts: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object in the tree with the name under which it stands, in order."""
    left: list[tuple[str, Any]] = [("", facts)]
    while left:
        name, value = left.pop()
        if isinstance(value, dict):
            yield name, value
            left += reversed(value.items())
        elif isinstance(value, list):
            left += ((name, item) for item in reversed(value))


def _part(value: Any, name: str) -> dict[str, Any]:
    part = value.get(name) if isinstance(value, dict) else None
    return part if isinstance(part, dict) else {}
