"""Read File."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from execution.components.chosen_files import EndingUnsupported, NothingToRead, PathMissing
from execution.components.documents import DocumentUnreadable
from execution.components.files import SERVICE, FileNotThere, NoFiles
from execution.components.files_and_knowledge.file import FileComponent, ImageHasNoText
from execution.engine.template import node_of
from execution.engine.values import Data, Message
from tests.execution.components.memory_files import MemoryFiles
from tests.execution.components.running import Bench


def bench_of(files: dict[str, bytes], **values: Any) -> Bench:
    values.setdefault("path", list(files))
    bench = Bench(FileComponent, **values)
    bench.context.services = {SERVICE: MemoryFiles(**files)}
    return bench


async def message_of(files: dict[str, bytes], **values: Any) -> str:
    return (await bench_of(files, **values).give("message")).get_text()


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", b"line one\nline two", "line one\nline two"),
        ("a.txt", "h\u00e9".encode("utf-16"), "h\u00e9"),
        ("a.txt", "caf\u00e9".encode("cp1252"), "caf\u00e9"),
        ("a.txt", b"\xef\xbb\xbfmarked", "marked"),
        ("a.md", b"# hi\n", "# hi\n"),
        ("a.py", b"print('x')\n", "print('x')\n"),
        ("a.html", b"<p>hi</p>", "<p>hi</p>"),
        ("a.csv", b"name,qty\nant,1\n", "name,qty\nant,1\n"),
        ("a.tsv", b"name\tqty\n", "name\tqty\n"),
        ("a.jsonl", b'{"a": 1}\n', '{"a": 1}\n'),
        ("a.json", b'{ "k" : [1, null] }', '{"k":[1,null]}'),
        ("a.yaml", b"a: 1\nb:\n  - x\n", "{'a': 1, 'b': ['x']}"),
        ("a.xml", b"<a><b>1</b><c/></a>", "<a><b>1</b><c /></a>"),
    ],
)
async def test_a_file_is_read_by_its_ending(name: str, content: bytes, text: str) -> None:
    assert await message_of({name: content}) == text


async def test_an_empty_file_is_told_as_a_record() -> None:
    assert json.loads(await message_of({"a.txt": b""})) == {"file_path": "a.txt", "text": ""}


async def test_texts_are_joined_by_the_separator() -> None:
    files = {"a.txt": b"aa", "b.txt": b"bb"}
    assert await message_of(files) == "aa\n\nbb"
    assert await message_of(files, separator="--") == "aa--bb"


async def test_a_table_gives_its_rows() -> None:
    table = await bench_of({"b.csv": b"name,qty,part\nant,1,0.5\nbee,2,\n"}).give("dataframe")
    assert table.to_records() == [
        {"name": "ant", "qty": 1, "part": 0.5},
        {"name": "bee", "qty": 2, "part": None},
    ]


async def test_lines_of_json_are_rows() -> None:
    table = await bench_of({"b.jsonl": b'{"a": 1}\n\n[2]\n'}).give("dataframe")
    assert table.to_records() == [{"a": 1, "value": None}, {"a": None, "value": [2]}]


async def test_several_files_are_rows_of_their_texts_in_order() -> None:
    files = {"a.txt": b"aa", "b.csv": b"x\n1\n", "c.json": b'{"k": 1}'}
    table = await bench_of(files, concurrency_multithreading=3).give("dataframe")
    assert table.to_records() == [
        {"file_path": "a.txt", "text": "aa"},
        {"file_path": "b.csv", "text": "x\n1\n"},
        {"file_path": "c.json", "text": '{"k":1}'},
    ]


@pytest.mark.parametrize(
    ("content", "record"), [(b'{"k": [1]}', {"k": [1]}), (b"[1, 2]", {"value": "[1,2]"}), (b'"x"', {"value": '"x"'})]
)
async def test_json_is_a_record(content: bytes, record: dict[str, Any]) -> None:
    assert (await bench_of({"c.json": content}).give("json")).data == record


async def test_the_path_can_be_handed_on() -> None:
    assert (await bench_of({"u/a.txt": b""}).give("path")).get_text() == "u/a.txt"


@pytest.mark.parametrize(
    "name", ["bad.json", "bad.yaml", "bad.xml", "bad.pdf", "bad.docx", "bad.xlsx", "bad.pptx", "bad.zip"]
)
async def test_a_broken_file_is_told_by_its_name(name: str) -> None:
    with pytest.raises(DocumentUnreadable, match=name):
        await message_of({name: b"{nope: ["})


async def test_broken_files_can_be_passed_over() -> None:
    files = {"bad.json": b"{nope", "good.txt": b"good"}
    text = await message_of(files, silent_errors=True)
    assert text.endswith("\n\ngood")
    assert "cannot be read" in text
    record = await bench_of({"bad.json": b"{nope"}, silent_errors=True).give("json")
    assert "cannot be read" in record.data["error"]


async def test_kinds_that_nobody_knows_are_left_out_or_refused() -> None:
    files = {"a.zzz": b"?", "b.txt": b"bb"}
    assert await message_of(files) == "bb"
    with pytest.raises(EndingUnsupported, match=r"\.zzz"):
        await message_of(files, ignore_unsupported_extensions=False)


async def test_an_image_has_no_text() -> None:
    with pytest.raises(ImageHasNoText, match=r"a\.png"):
        await message_of({"a.png": b"\x89PNG"})


@pytest.mark.parametrize("files", [{}, {"a.zzz": b"?"}])
async def test_nothing_to_read_is_told(files: dict[str, bytes]) -> None:
    for output in ("message", "dataframe", "json"):
        with pytest.raises(NothingToRead):
            await bench_of(files).give(output)


async def test_a_missing_file_is_told_or_passed_over() -> None:
    with pytest.raises(FileNotThere, match=r"nobody/nothing\.txt"):
        await message_of({}, path=["nobody/nothing.txt"])
    assert await message_of({"a.txt": b"aa"}, path=["nope.txt", "a.txt"], silent_errors=True) == "aa"


async def test_a_run_without_files_says_so() -> None:
    with pytest.raises(NoFiles):
        await Bench(FileComponent, path=["a.txt"]).give("message")


async def test_records_and_messages_name_files_of_the_machine_which_go_afterwards() -> None:
    files = {"/tmp/a.txt": b"aa", "/tmp/b.txt": b"bb"}
    given = [Data(file_path="/tmp/a.txt"), Message(text="/tmp/b.txt")]
    bench = bench_of(files, path=[], file_path=given)
    assert (await bench.give("message")).get_text() == "aa\n\nbb"
    assert bench.context.services[SERVICE].removed == ["/tmp/a.txt", "/tmp/b.txt"]
    bench = bench_of(files, path=[], file_path=given, delete_server_file_after_processing=False)
    await bench.give("message")
    assert bench.context.services[SERVICE].removed == []


async def test_a_record_must_name_a_file_unless_that_is_ignored() -> None:
    given = [Data(other="x"), Data(file_path="a.txt")]
    with pytest.raises(PathMissing):
        await message_of({"a.txt": b"aa"}, path=[], file_path=given)
    assert await message_of({"a.txt": b"aa"}, path=[], file_path=given, ignore_unspecified_files=True) == "aa"


async def test_an_agent_may_name_the_file() -> None:
    assert await message_of({"a.txt": b"aa", "b.txt": b"bb"}, path=["a.txt"], file_path_str="b.txt") == "bb"


async def test_archives_are_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in {"x.txt": "xx", "d/y.csv": "a\n1\n", "__MACOSX/._x.txt": "", "d/.hidden": ""}.items():
            archive.writestr(name, text)
    assert await message_of({"a.zip": buffer.getvalue()}) == "xx\n\na\n1\n"


@pytest.mark.parametrize(
    ("paths", "outputs", "shows_advanced"),
    [
        ([], ["message"], True),
        (["u/a.pdf"], ["message", "path"], True),
        (["u/a.csv"], ["dataframe", "message", "path"], False),
        (["u/a.xlsx"], ["dataframe", "message", "path"], False),
        (["u/a.json"], ["json", "message", "path"], True),
        (["u/a.txt", "u/b.csv"], ["dataframe"], False),
    ],
)
def test_the_node_has_the_outputs_of_its_files(paths: list[str], outputs: list[str], shows_advanced: bool) -> None:
    component, node = FileComponent(), node_of(FileComponent)
    node["template"]["path"]["file_path"] = paths
    template = component.update_build_config(node["template"], paths, "path")
    assert template["advanced_mode"]["show"] is template["pipeline"]["show"] is shows_advanced
    found = component.update_outputs(node, "path", paths)["outputs"]
    assert [output["name"] if isinstance(output, dict) else output.name for output in found] == outputs


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("Local", {"path"}),
        ("AWS", {"aws_access_key_id", "aws_secret_access_key", "bucket_name", "aws_region", "s3_file_key"}),
        ("Google Drive", {"service_account_key", "file_id"}),
    ],
)
def test_the_node_shows_the_fields_of_the_place(place: str, shown: set[str]) -> None:
    template = node_of(FileComponent)["template"]
    fields = {"path", "file_id", "service_account_key", "s3_file_key", "bucket_name", "aws_region"}
    fields |= {"aws_access_key_id", "aws_secret_access_key"}
    template = FileComponent().update_build_config(template, [{"name": place}], "storage_location")
    assert {name for name in fields if template[name]["show"]} == shown


def test_the_advanced_fields_show_on_demand() -> None:
    component, template = FileComponent(), node_of(FileComponent)["template"]
    assert component.update_build_config(template, True, "advanced_mode")["ocr_engine"]["show"]
    assert not component.update_build_config(template, "vlm", "pipeline")["ocr_engine"]["show"]
    assert not component.update_build_config(template, False, "advanced_mode")["pipeline"]["show"]
