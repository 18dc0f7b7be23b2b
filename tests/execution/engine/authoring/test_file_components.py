"""The base class of components that read files: which files it hands on, what it makes of the records."""

import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from execution.engine.authoring.base_classes import MethodMissing
from execution.engine.authoring.file_components import ArchiveLeadsOutside, BaseFileComponent, ChosenFile
from execution.engine.template import node_of
from execution.engine.values import Data, Message
from tests.execution.components.running import Bench


class ReadLines(BaseFileComponent):
    VALID_EXTENSIONS = ["txt", "md"]
    inputs = [*BaseFileComponent._base_inputs]
    outputs = [*BaseFileComponent._base_outputs]

    def process_files(self, file_list: list[ChosenFile]) -> list[ChosenFile]:
        records = [Data(text=line, file_path=str(file.path)) for file in file_list for line in _lines(file)]
        return self.rollup_data(file_list, records)


def _lines(file: ChosenFile) -> list[str]:
    return file.path.read_text().splitlines()


@pytest.fixture
def note(tmp_path: Path) -> Path:
    place = tmp_path / "note.txt"
    place.write_text("one\ntwo")
    return place


def names_in(folder: Path) -> set[str]:
    return {place.name for place in folder.iterdir()}


async def rows(**values: Any) -> list[dict[str, Any]]:
    return (await Bench(ReadLines, **values).give("dataframe")).to_dict("records")


async def test_each_record_is_a_row(note: Path):
    found = await rows(path=[str(note)])
    assert [row["text"] for row in found] == ["one", "two"]
    assert {row["file_path"] for row in found} == {str(note)}


async def test_the_field_offers_the_endings_of_the_class_and_archives():
    assert node_of(ReadLines)["template"]["path"]["fileTypes"] == ["txt", "md", "zip", "tar", "tgz", "bz2", "gz"]


@pytest.mark.parametrize("kind", ["zip", "tar"])
async def test_archives_are_read_without_what_systems_hide_in_them(note: Path, tmp_path: Path, kind: str):
    bundle = tmp_path / f"all.{kind}"
    names = ["a/note.txt", "__MACOSX/note.txt", ".hidden.txt", "picture.png"]
    if kind == "zip":
        with zipfile.ZipFile(bundle, "w") as archive:
            for name in names:
                archive.write(note, name)
    else:
        with tarfile.open(bundle, "w") as archive:
            for name in names:
                archive.add(note, name)
    assert [row["text"] for row in await rows(path=[str(bundle)])] == ["one", "two"]


async def test_an_archive_cannot_write_beside_its_folder(note: Path, tmp_path: Path):
    bundle = tmp_path / "evil.tar"
    with tarfile.open(bundle, "w") as archive:
        archive.add(note, "../escaped.txt")
    with pytest.raises(ArchiveLeadsOutside):
        await rows(path=[str(bundle)])


async def test_an_archive_s_links_lead_nowhere(note: Path, tmp_path: Path):
    bundle, link = tmp_path / "links.tar", tmp_path / "link.txt"
    link.symlink_to(note)
    with tarfile.open(bundle, "w") as archive:
        archive.add(link, "link.txt")
        archive.add(note, "/rooted.txt")
    assert [row["text"] for row in await rows(path=[str(bundle)])] == ["one", "two"]


async def test_files_that_came_on_an_edge_go_after_they_were_read(note: Path, tmp_path: Path):
    kept = tmp_path / "kept.txt"
    kept.write_text("three")
    found = await rows(file_path=[Data(file_path=str(note), page=1), Message(text=str(kept))], path=[])
    assert [(row["text"], row.get("page")) for row in found][:2] == [("one", 1), ("two", 1)]
    assert "note.txt" not in names_in(tmp_path)
    again = tmp_path / "again.txt"
    again.write_text("x")
    await rows(file_path=[Data(file_path=str(again))], delete_server_file_after_processing=False)
    assert "again.txt" in names_in(tmp_path)


async def test_what_cannot_be_read_is_told_or_left_out(note: Path, tmp_path: Path):
    with pytest.raises(ValueError, match="File not found"):
        await rows(path=[str(tmp_path / "none.txt")])
    assert await rows(path=[str(tmp_path / "none.txt")], silent_errors=True) == []
    with pytest.raises(ValueError, match="file_path"):
        await rows(file_path=[Data(page=1)])
    picture = tmp_path / "a.png"
    picture.write_bytes(b"x")
    with pytest.raises(ValueError, match=r"\.png"):
        await rows(path=[str(picture)], ignore_unsupported_extensions=False)


async def test_the_other_forms_of_the_result(note: Path):
    component: Any = Bench(ReadLines, path=[str(note)], separator=" / ").component
    assert component.load_files_message().text == "one / two"
    assert component.load_files_path().text == str(note)


async def test_a_class_without_the_method_says_which_one():
    class Nothing(BaseFileComponent):
        pass

    with pytest.raises(MethodMissing, match="process_files"):
        await Bench(Nothing, path=[]).give("dataframe")
