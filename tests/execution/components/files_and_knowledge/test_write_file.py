"""Write File and Directory."""

from __future__ import annotations

from typing import Any

import pytest

from execution.components.files import SERVICE, FolderMissing
from execution.components.files_and_knowledge.directory import DirectoryComponent, FileLoadFailed, TypesUnknown
from execution.components.files_and_knowledge.save_to_file import NameMissing, SaveToFileComponent, ValueUnsupported
from execution.engine.template import node_of
from execution.engine.values import Data, DataFrame, Message
from tests.execution.components.memory_files import MemoryFiles
from tests.execution.components.running import Bench


async def save(files: MemoryFiles, value: Any, **values: Any) -> str:
    bench = Bench(SaveToFileComponent, input=value, **{"file_name": "out", "local_format": "txt", **values})
    bench.context.services = {SERVICE: files}
    return (await bench.give("message")).get_text()


@pytest.mark.parametrize(
    ("name", "kind", "file"),
    [
        ("out", "txt", "out.txt"),
        ("out.txt", "txt", "out.txt"),
        ("out.csv", "txt", "out.csv.txt"),
        ("../up/out", "txt", "out.txt"),
        ("a\\out", "markdown", "out.markdown"),
    ],
)
async def test_the_name_gets_the_formats_ending_and_no_folder(name: str, kind: str, file: str) -> None:
    files = MemoryFiles()
    told = await save(files, Message(text="hello"), file_name=name, local_format=kind)
    assert told == f"Message saved successfully as '{file}' at /{file}"
    assert list(files.contents) == [file]


@pytest.mark.parametrize(
    ("value", "kind"), [(Data(a=1), "Data"), (DataFrame([{"a": 1}]), "DataFrame"), ([Data(a=1)], "DataFrame")]
)
async def test_it_is_told_what_was_saved(value: Any, kind: str) -> None:
    assert (await save(MemoryFiles(), value, local_format="json")).startswith(f"{kind} saved successfully")


async def test_a_file_of_the_name_is_replaced_or_lengthened() -> None:
    files = MemoryFiles()
    await save(files, Message(text="a"))
    await save(files, Message(text="b"))
    assert files.contents == {"out.txt": b"b"}
    told = await save(files, Message(text="c"), append_mode=True)
    assert told == "Message appended to 'out.txt' at /out.txt"
    assert files.contents == {"out.txt": b"b\nc"}


async def test_a_name_and_a_value_are_needed() -> None:
    with pytest.raises(NameMissing):
        await save(MemoryFiles(), Message(text="x"), file_name=" ")
    with pytest.raises(ValueUnsupported, match="NoneType"):
        await save(MemoryFiles(), "")


@pytest.mark.parametrize(
    ("place", "field"), [("Local", "append_mode"), ("AWS", "bucket_name"), ("Google Drive", "folder_id")]
)
def test_the_node_shows_the_fields_of_the_place(place: str, field: str) -> None:
    template = node_of(SaveToFileComponent)["template"]
    template = SaveToFileComponent().update_build_config(template, [{"name": place}], "storage_location")
    assert template[field]["show"]
    assert template["file_name"]["show"]
    template = SaveToFileComponent().update_build_config(template, [], "storage_location")
    assert not template[field]["show"]


FOLDER = {"/d/a.txt": b"aa", "/d/b.csv": b"x,y\n1,2\n", "/d/c.json": b'{"k": 1}', "/d/e.exe": b"?"}


async def load(files: dict[str, bytes], **values: Any) -> list[dict[str, Any]]:
    bench = Bench(DirectoryComponent, **{"path": "/d", **values})
    bench.context.services = {SERVICE: MemoryFiles(**files)}
    return [record.data for record in await bench.give("dataframe")]


@pytest.mark.parametrize("threads", [False, True])
async def test_a_folder_gives_the_texts_of_its_files(threads: bool) -> None:
    assert await load(FOLDER, use_multithreading=threads) == [
        {"file_path": "/d/a.txt", "text": "aa"},
        {"file_path": "/d/b.csv", "text": "x,y\n1,2\n"},
        {"file_path": "/d/c.json", "text": '{"k":1}'},
    ]


async def test_types_choose_among_the_files() -> None:
    assert [record["file_path"] for record in await load(FOLDER, types=["csv"])] == ["/d/b.csv"]
    with pytest.raises(TypesUnknown, match="exe"):
        await load(FOLDER, types=["csv", "exe"])


async def test_a_broken_file_fails_or_is_passed_over() -> None:
    files = {"/d/bad.json": b"{nope", "/d/good.txt": b"good"}
    with pytest.raises(FileLoadFailed, match=r"bad\.json"):
        await load(files)
    assert [record["text"] for record in await load(files, silent_errors=True)] == ["good"]


async def test_a_folder_that_is_not_there_is_told() -> None:
    with pytest.raises(FolderMissing, match="/nope"):
        await load(FOLDER, path="/nope")
