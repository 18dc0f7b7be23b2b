"""Split Text: where texts are cut, how chunks overlap, what rows keep."""

from typing import Any

import pytest

from execution.components.chunks import ChunkSizeInvalid, OverlapNegative, OverlapTooLarge, chunks_of
from execution.components.processing.split_text import SplitText
from execution.engine.fields import InputInvalid
from execution.engine.values import Data, DataFrame, Message
from tests.execution.components.running import give

WORDS = "aa bb cc dd ee"


@pytest.mark.parametrize(
    ("options", "chunks"),
    [
        ({"size": 5, "overlap": 0}, ["aa bb", "cc dd", "ee"]),
        ({"size": 5, "overlap": 2}, ["aa bb", "bb cc", "cc dd", "dd ee"]),
        ({"size": 5, "overlap": 1}, ["aa bb", "cc dd", "ee"]),
        ({"size": 1, "overlap": 0}, ["aa", "bb", "cc", "dd", "ee"]),
        ({"size": 100, "overlap": 50}, [WORDS]),
        ({"size": 6, "overlap": 0, "keep": "start"}, ["aa bb", "cc dd", "ee"]),
        ({"size": 4, "overlap": 1, "separator": ""}, ["aa b", "bb c", "cc d", "dd e", "ee"]),
        ({"size": 5, "overlap": 0, "separator": "--"}, [WORDS]),
    ],
    ids=str,
)
def test_pieces_are_joined_as_long_as_they_fit(options: dict[str, Any], chunks: list[str]) -> None:
    assert chunks_of(WORDS, **{"separator": " ", **options}) == chunks


@pytest.mark.parametrize(
    ("keep", "chunks"),
    [("start", ["a", "--b", "--c"]), ("end", ["a--", "b--", "c"]), (None, ["a", "b", "c"])],
)
def test_a_separator_stays_where_it_is_wanted(keep: Any, chunks: list[str]) -> None:
    assert chunks_of("a--b--c", separator="--", size=3, overlap=0, keep=keep) == chunks


def test_a_separator_is_a_text_and_no_pattern() -> None:
    assert chunks_of("a.b", separator=".", size=1, overlap=0) == ["a", "b"]


def test_empty_pieces_are_no_chunks() -> None:
    assert chunks_of("\n\na\n \nb", separator="\n", size=1, overlap=0) == ["a", "b"]
    assert chunks_of("", separator="\n", size=1, overlap=0) == []


@pytest.mark.parametrize(
    ("size", "overlap", "error"),
    [(0, 0, ChunkSizeInvalid), (None, 0, ChunkSizeInvalid), (10, 50, OverlapTooLarge), (10, -1, OverlapNegative)],
)
def test_chunks_need_room(size: int | None, overlap: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        chunks_of("a", separator=" ", size=size, overlap=overlap)


async def split(value: Any, **values: Any) -> list[dict[str, Any]]:
    values = {"chunk_size": 1, "chunk_overlap": 0, "separator": " ", **values}
    table = await give(SplitText, "dataframe", data_inputs=value, **values)
    return table.to_records()


async def test_rows_keep_the_other_values_of_their_record() -> None:
    assert await split(Data(text="a b", source="s")) == [{"text": "a", "source": "s"}, {"text": "b", "source": "s"}]
    assert await split(Data(text="a b", source="s"), clean_output=True) == [{"text": "a"}, {"text": "b"}]


async def test_the_text_may_stand_under_another_key() -> None:
    assert await split(Data(body="a b", n=1), text_key="body") == [{"text": "a", "n": 1}, {"text": "b", "n": 1}]
    assert await split(Data(n=1)) == []


async def test_tables_lists_and_messages_are_cut_too() -> None:
    assert await split(DataFrame([{"text": "a b"}, {"text": "c"}])) == [{"text": "a"}, {"text": "b"}, {"text": "c"}]
    assert await split([Data(text="a"), Data(text="b")]) == [{"text": "a"}, {"text": "b"}]
    assert [row["text"] for row in await split(Message(text="a b"), clean_output=True)] == ["a", "b"]


@pytest.mark.parametrize("written", ["\\n", "/n", "\n"])
async def test_a_line_break_may_be_written_in_several_ways(written: str) -> None:
    assert await split(Data(text="a\nb"), separator=written) == [{"text": "a"}, {"text": "b"}]


@pytest.mark.parametrize("value", [None, "", [], 5])
async def test_something_to_cut_is_needed(value: Any) -> None:
    with pytest.raises(InputInvalid):
        await split(value)
