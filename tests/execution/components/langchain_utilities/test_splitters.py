"""The text splitters: chunks, what they keep, what is refused."""

from typing import Any

import pytest

from execution.components.chunks import ChunkSizeInvalid, OverlapTooLarge
from execution.components.langchain_utilities.character_splitter import CharacterTextSplitter
from execution.components.langchain_utilities.language_splitter import LanguageRecursiveTextSplitter
from execution.components.langchain_utilities.recursive_splitter import RecursiveCharacterTextSplitter
from execution.components.langchain_utilities.sentence_splitter import NaturalLanguageTextSplitter
from execution.engine.component import Component
from execution.engine.fields import InputInvalid
from execution.engine.values import Data
from tests.execution.components.running import give

TEXT = "First sentence here. Second one follows.\nThird line is next.\n\nFourth paragraph ends it."
SPLITTERS = [
    CharacterTextSplitter,
    LanguageRecursiveTextSplitter,
    NaturalLanguageTextSplitter,
    RecursiveCharacterTextSplitter,
]
SMALL = {"chunk_size": 20, "chunk_overlap": 5}


async def chunks(splitter: type[Component], text: str = TEXT, **values: Any) -> list[str]:
    given = {**SMALL, **values}
    return [row.text for row in await give(splitter, "data", data_input=Data(text=text), **given)]


async def test_texts_are_cut_at_a_separator() -> None:
    first, second = await chunks(CharacterTextSplitter)
    assert (first.endswith("next."), second) == (True, "Fourth paragraph ends it.")
    lines = await chunks(CharacterTextSplitter, separator="\\n")
    assert lines[1:] == ["Third line is next.", "Fourth paragraph ends it."]


async def test_texts_are_cut_as_far_as_is_needed() -> None:
    found = await chunks(RecursiveCharacterTextSplitter)
    assert found[:3] == ["First sentence here.", "Second one follows.", "Third line is next."]
    assert all(len(chunk) <= 20 for chunk in found)
    assert (await chunks(RecursiveCharacterTextSplitter, separators=[".", " "]))[0] == "First sentence here"


async def test_source_code_is_cut_where_something_new_begins() -> None:
    code = "def a():\n    return 1\n\nclass B:\n    def c(self):\n        pass\n"
    found = await chunks(LanguageRecursiveTextSplitter, code, code_language="python")
    assert found == ["def a():", "return 1", "class B:", "def c(self):", "pass"]


@pytest.mark.parametrize("language", LanguageRecursiveTextSplitter.input_by_name["code_language"].options)
async def test_every_language_on_offer_is_known(language: str) -> None:
    assert await chunks(LanguageRecursiveTextSplitter, "a b", code_language=language) == ["a b"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One here. Two there! Three?", ["One here.", "Two there!", "Three?"]),
        ("Sizes e.g. large are fine. Next.", ["Sizes e.g. large are fine.", "Next."]),
        ("\u4e00\u3002\u4e8c\u3002", ["\u4e00\u3002", "\u4e8c\u3002"]),
        ("no mark", ["no mark"]),
    ],
)
async def test_texts_are_cut_between_sentences(text: str, sentences: list[str]) -> None:
    assert await chunks(NaturalLanguageTextSplitter, text, chunk_size=1, chunk_overlap=0) == sentences


async def test_sentences_of_a_chunk_stand_apart_by_the_separator() -> None:
    values = {"chunk_size": 100, "separator": " | "}
    assert await chunks(NaturalLanguageTextSplitter, "One. Two.", **values) == ["One. | Two."]


@pytest.mark.parametrize("splitter", SPLITTERS)
async def test_each_chunk_keeps_the_other_values_of_its_record(splitter: type[Component]) -> None:
    records = [Data(text="a. B.", src="s"), Data(no="text"), Data(text="c")]
    rows = await give(splitter, "data", data_input=records, **SMALL)
    assert [row.data.get("src") for row in rows] == ["s", None]


@pytest.mark.parametrize("splitter", SPLITTERS)
async def test_documents_are_cut_too(splitter: type[Component]) -> None:
    class Document:
        page_content = "text"
        metadata = {"src": "d"}

    (row,) = await give(splitter, "data", data_input=Document())
    assert row.data == {"src": "d", "text": "text"}


@pytest.mark.parametrize("splitter", SPLITTERS)
async def test_what_cannot_be_cut_is_told(splitter: type[Component]) -> None:
    with pytest.raises(InputInvalid, match="records or documents"):
        await give(splitter, "data", data_input=None)
    with pytest.raises(OverlapTooLarge):
        await chunks(splitter, chunk_size=10, chunk_overlap=50)
    with pytest.raises(ChunkSizeInvalid):
        await chunks(splitter, chunk_size=0)
