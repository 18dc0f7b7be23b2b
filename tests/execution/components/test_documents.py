"""Documents of offices, archives, and values as files."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import sys
import tarfile
import zipfile
from typing import Any

import pytest

from execution.components import file_bundles
from execution.components.documents import DocumentUnreadable, document_text, sheet_rows
from execution.components.file_bundles import unpacked
from execution.components.file_formats import ColumnsDiffer, FormatInvalid, written
from execution.components.files import ReadFile
from execution.engine.values import Data, DataFrame, Message
from execution.engine.values.errors import ExtraNotInstalled

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 37>>stream
BT /F 12 Tf 10 50 Td (Hello PDF) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
startxref
0
%%EOF
"""


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_word() -> None:
    document = pytest.importorskip("docx").Document()
    document.add_paragraph("one")
    document.add_paragraph("two")
    assert document_text("a.docx", ".docx", saved(document)) == "one\n\ntwo"


def test_slides() -> None:
    presentation = pytest.importorskip("pptx").Presentation()
    for title in ("one", "two"):
        presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = title
    assert document_text("a.pptx", ".pptx", saved(presentation)) == "one\n\ntwo"


def test_workbooks() -> None:
    workbook = pytest.importorskip("openpyxl").Workbook()
    for row in (["name", None], ["ant", 1], ["bee", None]):
        workbook.active.append(row)
    content = saved(workbook)
    assert document_text("a.xlsx", ".xlsx", content) == "name\t\nant\t1\nbee\t"
    assert sheet_rows("a.xlsx", content) == [{"name": "ant", "Unnamed: 1": 1}, {"name": "bee", "Unnamed: 1": None}]


@pytest.mark.filterwarnings("ignore")
def test_pdf() -> None:
    pytest.importorskip("pypdf")
    assert document_text("a.pdf", ".pdf", PDF).strip() == "Hello PDF"


@pytest.mark.parametrize(
    ("module", "ending"), [("pypdf", ".pdf"), ("docx", ".docx"), ("pptx", ".pptx"), ("openpyxl", ".xlsx")]
)
def test_a_missing_library_is_told_with_its_extra(monkeypatch: Any, module: str, ending: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ExtraNotInstalled, match="documents"):
        document_text("a", ending, b"")


def tar(*names: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = 2
            archive.addfile(entry, io.BytesIO(b"xx"))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "names"),
    [
        ("a.tar.gz", tar("x.txt", "../../y.txt"), ["x.txt", "y.txt"]),
        ("a.tgz", tar("x.txt"), ["x.txt"]),
        ("x.txt.gz", gzip.compress(b"xx"), ["x.txt"]),
        ("x.txt.bz2", bz2.compress(b"xx"), ["x.txt"]),
    ],
    ids=["tar.gz", "tgz", "gz", "bz2"],  # the archives hold the time
)
def test_archives_give_files_and_no_links(name: str, content: bytes, names: list[str]) -> None:
    files = unpacked(ReadFile(path=name, name=name, content=content))
    assert [file.name for file in files] == names
    assert {file.content for file in files} == {b"xx"}


def test_what_unpacks_to_too_much_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(file_bundles, "MOST_BYTES", 1000)
    bomb = gzip.compress(b"\0" * 100_000)
    with pytest.raises(DocumentUnreadable, match="more than"):
        unpacked(ReadFile(path="a.gz", name="a.gz", content=bomb))


def test_a_zip_that_wants_a_password_is_told() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x.txt", "xx")
    content = bytearray(buffer.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1  # the flag of encrypted entries
    with pytest.raises(DocumentUnreadable, match="password"):
        unpacked(ReadFile(path="a.zip", name="a.zip", content=bytes(content)))


TABLE = DataFrame([{"a": 1, "b": "x"}, {"a": 2, "b": None}])


@pytest.mark.parametrize(
    ("value", "kind", "content"),
    [
        (Message(text="hello"), "txt", "hello"),
        (Message(text="hello"), "json", '{\n  "message": "hello"\n}'),
        (Message(text="hello"), "markdown", "**Message:**\n\nhello"),
        (Data(a=1), "json", '{\n  "a": 1\n}'),
        (Data(a=1, b="x"), "csv", "a,b\n1,x\n"),
        (Data(a=[1, 2], b="x"), "csv", "a,b\n1,x\n2,x\n"),
        (Data(a=[1, 2], b="x"), "markdown", "|   a | b   |\n|----:|:----|\n|   1 | x   |\n|   2 | x   |"),
        (TABLE, "csv", "a,b\n1,x\n2,\n"),
    ],
)
def test_values_are_written(value: Any, kind: str, content: str) -> None:
    assert written(value, kind).decode() == content


def test_tables_are_written_as_workbooks() -> None:
    pytest.importorskip("openpyxl")
    content = written(TABLE, "excel")
    assert sheet_rows("a.xlsx", content) == TABLE.to_records()
    longer = written(Data(a=3), "excel", before=ReadFile(path="a.xlsx", name="a.xlsx", content=content))
    assert sheet_rows("a.xlsx", longer)[-1] == {"a": 3, "b": None}


@pytest.mark.parametrize(
    ("value", "kind", "before", "content"),
    [
        (Message(text="b"), "txt", "a", "a\nb"),
        (Message(text="b"), "markdown", "a", "a\n\n**Message:**\n\nb"),
        (Data(a=2), "csv", "a\n1\n", "a\n1\n2\n"),
        (Data(a=2), "markdown", "|   a |", "|   a |\n\n|   a |\n|----:|\n|   2 |"),
    ],
)
def test_what_was_there_stays_in_front(value: Any, kind: str, before: str, content: str) -> None:
    earlier = ReadFile(path=f"f.{kind}", name=f"f.{kind}", content=before.encode())
    assert written(value, kind, before=earlier).decode() == content


def test_json_becomes_a_list_when_something_is_added() -> None:
    content = b'{"a": 1}'
    for number in (2, 3):
        content = written(Data(a=number), "json", before=ReadFile(path="f", name="f.json", content=content))
    assert json.loads(content) == [{"a": 1}, {"a": 2}, {"a": 3}]


@pytest.mark.parametrize(("value", "kind"), [(Message(text="x"), "csv"), (Data(a=1), "txt"), (TABLE, "zip")])
def test_formats_that_do_not_fit_are_told(value: Any, kind: str) -> None:
    with pytest.raises(FormatInvalid, match=kind):
        written(value, kind)


def test_lists_of_several_lengths_are_no_table() -> None:
    with pytest.raises(ColumnsDiffer):
        written(Data(a=[1], b=[1, 2]), "csv")
