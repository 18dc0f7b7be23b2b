"""YouTube Transcripts: what is said in a video."""

from __future__ import annotations

from collections.abc import Iterator

from execution.components.youtube_api import video_id_of
from execution.components.youtube_pages import Line, transcript_of
from execution.engine.component import Component
from execution.engine.fields import DropdownInput, IntInput, MultilineInput, Output
from execution.engine.values import Data, DataFrame, Message

LANGUAGES = ["", "en", "es", "fr", "de", "it", "pt", "ru", "ja", "ko", "hi", "ar", "id"]


class YouTubeTranscripts(Component):
    """Read what is said in a video."""

    display_name = "YouTube Transcripts"
    description = "Reads what is said in a video on YouTube."
    icon = "YouTube"

    inputs = [
        MultilineInput(
            name="url", display_name="Video URL", info="The address of the video.", required=True, tool_mode=True
        ),
        IntInput(
            name="chunk_size_seconds",
            display_name="Chunk Size (seconds)",
            info="How many seconds one row of the table covers.",
            value=60,
        ),
        DropdownInput(
            name="translation",
            display_name="Translation Language",
            info="The language to translate into; empty leaves it as it is.",
            options=LANGUAGES,
            advanced=True,
        ),
    ]
    outputs = [
        Output(name="dataframe", display_name="Chunks", method="get_dataframe_output"),
        Output(name="message", display_name="Transcript", method="get_message_output"),
        Output(name="data_output", display_name="Transcript + Source", method="get_data_output"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []

    async def get_dataframe_output(self) -> DataFrame:
        """Return a row for each stretch of time: when it begins, what is said in it."""
        stretches = _stretches(await self._transcript(), max(self.chunk_size_seconds or 0, 1))
        return DataFrame([{"timestamp": _clock(start), "text": text} for start, text in stretches])

    async def get_message_output(self) -> Message:
        """Return all that is said."""
        return Message(text=_text(await self._transcript()))

    async def get_data_output(self) -> Data:
        """Return all that is said, beside the address of the video."""
        return Data(data={"transcript": _text(await self._transcript()), "video_url": self.url})

    async def _transcript(self) -> list[Line]:
        """Return the lines; YouTube is asked once for all outputs."""
        if not self._lines:
            self._lines = await transcript_of(self.run, video_id_of(self.url), language=self.translation or "")
        return self._lines


def _text(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines)


def _stretches(lines: list[Line], seconds: int) -> Iterator[tuple[float, str]]:
    """Yield beginning and text of each stretch; one begins with the first line after the former is full."""
    start, said = 0.0, list[Line]()
    for line in lines:
        if said and line.start - start >= seconds:
            yield start, _text(said)
            start, said = line.start, []
        said.append(line)
    if said:
        yield start, _text(said)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:02d}:{rest:02d}"
