"""Message, Data, DataFrame: what they hold, and what they look like to clients."""

import subprocess
import sys
from collections.abc import AsyncIterator
from copy import deepcopy
from uuid import UUID

import pytest

from execution.engine.values import ContentBlock, Data, DataFrame, Message, Properties, TextStream, Usage
from execution.engine.values.json_values import to_json_value
from execution.engine.values.message import iso_timestamp, timestamp_text

FIELDS = {
    "text",
    "files",
    "sender",
    "sender_name",
    "session_id",
    "context_id",
    "timestamp",
    "flow_id",
    "error",
    "edit",
    "properties",
    "category",
    "content_blocks",
    "duration",
}
PROPERTIES = {
    "text_color": None,
    "background_color": None,
    "edited": False,
    "source": {"id": None, "display_name": None, "source": None},
    "icon": None,
    "allow_markdown": False,
    "positive_feedback": None,
    "state": "complete",
    "targets": [],
    "usage": None,
    "build_duration": None,
}


async def pieces(*texts: str) -> AsyncIterator[str]:
    for text in texts:
        yield text


def test_a_message_shows_its_fields_and_once_more_under_data() -> None:
    wire = Message(text="hi", timestamp="2026-01-02 03:04:05 UTC").to_wire()
    assert set(wire) == FIELDS | {"text_key", "data", "default_value"}
    assert set(wire["data"]) == FIELDS
    assert (wire["timestamp"], wire["data"]["timestamp"]) == ("2026-01-02T03:04:05+00:00", "2026-01-02 03:04:05 UTC")
    assert wire["properties"] == wire["data"]["properties"] == PROPERTIES


def test_a_stored_message_has_its_id_under_data_and_in_events_beside_it() -> None:
    message = Message(text="hi", id="m1")
    assert message.to_wire()["data"]["id"] == "m1"
    assert "id" not in message.to_wire()
    assert message.to_event()["id"] == "m1"


def test_a_message_comes_back_from_its_wire_form_and_from_a_stored_row() -> None:
    message = Message(
        text="hi",
        sender="User",
        properties={"icon": "Bot", "source": {"id": "a"}},
        content_blocks=[ContentBlock(title="Steps", contents=[{"type": "text", "text": "x"}])],
    )
    assert Message.from_wire(message.to_wire()) == message
    assert Message.from_wire(message.to_wire()["data"]) == message


def test_attributes_and_data_of_a_message_are_one() -> None:
    message = Message(text="a")
    message.text = "b"
    message.data["mood"] = "fine"
    assert (message.data["text"], message.mood) == ("b", "fine")
    assert message.to_wire()["data"]["mood"] == "fine"
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = message.nothing_here


def test_a_copy_of_a_message_changes_alone() -> None:
    message = Message(text="a", files=["f"])
    duplicate = deepcopy(message)
    duplicate.files.append("g")
    duplicate.properties.icon = "Bot"
    assert (message.files, message.properties.icon) == (["f"], None)


@pytest.mark.parametrize(
    ("value", "text"), [("a", "a"), (None, ""), (5, "5"), (Data(text="d"), "d"), (Message(text="m"), "m")]
)
def test_anything_can_become_a_message(value: object, text: str) -> None:
    assert Message.of(value).get_text() == text


def test_ids_are_text_on_the_wire() -> None:
    flow_id = UUID("12345678123456781234567812345678")
    assert Message(text="", flow_id=flow_id).to_wire()["flow_id"] == str(flow_id)


def test_timestamps_are_understood_with_and_without_a_zone() -> None:
    assert timestamp_text("2026-01-02T03:04:05+02:00") == "2026-01-02 01:04:05 UTC"
    assert timestamp_text("2026-01-02T03:04:05") == "2026-01-02 03:04:05 UTC"
    assert iso_timestamp(timestamp_text()).endswith("+00:00")


async def test_every_reader_of_a_stream_sees_all_of_it() -> None:
    stream = TextStream(pieces("a", "", "b"))
    first = [piece async for piece in stream]
    second = [piece async for piece in stream]
    assert first == second == ["a", "", "b"]


async def test_a_collected_message_holds_its_text_and_what_it_cost() -> None:
    stream = TextStream(pieces("a", "b"))
    stream.usage = Usage(input_tokens=1, output_tokens=2, total_tokens=3)
    message = Message(text=stream)
    assert message.is_streaming
    assert message.to_wire()["text"] == ""
    assert await message.collect() == "ab"
    assert (message.text, message.to_wire()["properties"]["usage"]["total_tokens"]) == ("ab", 3)


def test_data_reads_its_keys_as_attributes_and_its_text_by_its_key() -> None:
    data = Data(data={"title": "T"}, text_key="title", default_value="none")
    data.price = 3
    assert (data.title, data.get_text(), data.data["price"]) == ("T", "T", 3)
    del data.title
    assert data.get_text() == "none"
    assert data.set_text(None) == ""
    assert "price" in data


def test_data_shows_key_record_and_default() -> None:
    assert Data(text="x").to_wire() == {"text_key": "text", "data": {"text": "x"}, "default_value": ""}
    assert Data.from_wire({"text_key": "a", "data": {"a": 1}, "default_value": "-"}).get_text() == "1"
    assert Data.from_wire({"a": 1}).data == {"a": 1}


def test_a_message_is_no_plain_data_even_with_the_same_fields() -> None:
    message = Message(text="x")
    assert message != Data(data=dict(message.data))


def test_a_table_of_plain_rows_needs_no_pandas() -> None:
    program = (
        "import sys; from execution.engine.values import Data, DataFrame;"
        "t = DataFrame([{'a': 1}, Data(b=2)]).add_row({'a': 3});"
        "assert t.to_wire() == [{'a': 1, 'b': None}, {'a': None, 'b': 2}, {'a': 3, 'b': None}], t.to_wire();"
        "assert len(t) == 3 and list(t) == ['a', 'b'] and 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)  # a process of its own, because pandas stays loaded


def test_a_table_answers_to_pandas_names() -> None:
    pytest.importorskip("pandas")
    table = DataFrame([{"a": 1, "b": "x"}, {"a": 3}])
    assert table["a"].sum() == 4
    table["c"] = [True, False]
    assert table.to_records() == [{"a": 1, "b": "x", "c": True}, {"a": 3, "b": None, "c": False}]
    assert DataFrame(table.head(1)) == DataFrame([{"a": 1, "b": "x", "c": True}])


def test_a_table_can_be_made_of_columns_records_and_texts() -> None:
    assert DataFrame({"a": [1, 2], "b": [3, 4]}).to_records() == [{"a": 1, "b": 3}, {"a": 2, "b": 4}]
    assert DataFrame.of(Data(a=1)).to_records() == [{"a": 1}]
    assert DataFrame.of("x").to_records() == [{"text": "x"}]
    assert [row.get_text() for row in DataFrame([{"text": "t"}]).to_data_list()] == ["t"]
    assert not DataFrame([])


def test_what_has_no_json_form_becomes_text_and_what_is_no_number_becomes_null() -> None:
    odd = {"nan": float("nan"), "set": {1}, "bytes": b"a", 3: object, "data": Data(a=1)}
    wire = to_json_value(odd)
    assert (wire["nan"], wire["set"], wire["bytes"]) == (None, [1], "a")
    assert wire["data"]["data"] == {"a": 1}
    assert isinstance(wire["3"], str)


def test_unknown_keys_of_properties_are_ignored() -> None:
    assert Properties.from_wire({"icon": "Bot", "new": 1}).to_wire() == PROPERTIES | {"icon": "Bot"}
