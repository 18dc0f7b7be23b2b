"""Load JSON: objects, lists, texts that were cut off, and what is refused."""

from typing import Any

import pytest

from execution.components.data_source.json_to_data import (
    JSONtoData,
    JsonUnreadable,
    parsed_json,
)
from execution.components.text_sources import FilesUnavailable, SourceAmbiguous
from tests.execution.components.running import Bench, give


class Files:
    async def read_text(self, path: str) -> str:
        return f'{{"read": "{path}"}}'


async def test_an_object_is_one_record_and_a_list_several() -> None:
    assert (await give(JSONtoData, "data", json_string='{"a": 1}')).data == {"a": 1}
    records = await give(JSONtoData, "data", json_string='[{"a": 1}, 2]')
    assert [record.data for record in records] == [{"a": 1}, {"value": 2}]


def test_what_python_prints_is_read() -> None:
    assert parsed_json("{'a': None, 'b': [True, (1,)]}") == {"a": None, "b": [True, (1,)]}


@pytest.mark.parametrize("text", ["{1, 2}", "b'x'", "open('x')", "(" * 1000])
def test_what_python_prints_must_still_be_json(text: str) -> None:
    with pytest.raises(JsonUnreadable):
        parsed_json(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1, "b": [1,2', {"a": 1, "b": [1, 2]}),
        ('{"a": "x', {"a": "x"}),
        ('{"a": "\\"}', {"a": '"}'}),
        ('[{"a": 1},', [{"a": 1}]),
        ('{"a": "line\nbreak"}', {"a": "line\nbreak"}),
    ],
)
def test_a_text_that_was_cut_off_is_closed(text: str, value: Any) -> None:
    assert parsed_json(text) == value


async def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(JsonUnreadable):
        await give(JSONtoData, "data", json_string="plain words")


@pytest.mark.parametrize("values", [{}, {"json_string": "{}", "json_path": "a.json"}])
async def test_exactly_one_source_is_needed(values: dict[str, str]) -> None:
    with pytest.raises(SourceAmbiguous):
        await give(JSONtoData, "data", **values)


async def test_files_are_read_by_the_host_only() -> None:
    bench = Bench(JSONtoData, json_path="a.json")
    with pytest.raises(FilesUnavailable):
        await bench.give("data")
    bench.context.services = {"files": Files()}
    assert (await bench.give("data")).data == {"read": "a.json"}
