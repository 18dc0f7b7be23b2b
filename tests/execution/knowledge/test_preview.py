"""How files would be cut."""

from io import BytesIO

import pytest
from docx import Document

from tests.execution.knowledge.conftest import URL, text_file

PREVIEW = f"{URL}/preview-chunks"
LINES = "alpha beta gamma\n" * 30


@pytest.fixture
def alice_previews(client_of):
    client = client_of("alice")
    return lambda **form: client.post(PREVIEW, form, format="multipart")


def test_a_file_is_shown_with_the_places_of_its_chunks(alice_previews):
    answer = alice_previews(files=[text_file(content=LINES)], chunk_size="100", chunk_overlap="10", max_chunks="2")
    assert answer.status_code == 200
    (shown,) = answer.json()["files"]
    assert (shown["file_name"], shown["total_chunks"], len(shown["preview_chunks"])) == ("a.txt", 6, 2)
    first = shown["preview_chunks"][0]
    assert LINES[first["start"] : first["end"]] == first["content"]
    assert (first["index"], first["char_count"]) == (0, 84)


def test_several_files_are_shown_in_their_order(alice_previews):
    shown = alice_previews(files=[text_file("a.txt"), text_file("e.txt", "")]).json()["files"]
    assert [(file["file_name"], file["total_chunks"]) for file in shown] == [("a.txt", 1), ("e.txt", 0)]


def test_a_word_document_is_read(alice_previews):
    content = BytesIO()
    document = Document()
    document.add_paragraph("the river")
    document.save(content)
    shown = alice_previews(files=[text_file("a.docx", content.getvalue())]).json()["files"]
    assert shown[0]["preview_chunks"][0]["content"] == "the river"


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_a_broken_document_is_refused(alice_previews, name):
    answer = alice_previews(files=[text_file(name, "nothing of the kind")])
    assert answer.status_code == 400
    assert f"'{name}' cannot be read" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 422),
        ({"files": [text_file()], "chunk_size": "x"}, 422),
        ({"files": [text_file()], "chunk_size": "10", "chunk_overlap": "50"}, 400),
    ],
)
def test_a_form_that_is_none_is_refused(alice_previews, form, status):
    assert alice_previews(**form).status_code == status


def test_what_a_form_leaves_empty_is_as_it_is_by_itself(alice_previews):
    empty = alice_previews(
        files=[text_file(content=LINES)], chunk_size="", chunk_overlap="", separator="", max_chunks=""
    )
    assert empty.status_code == 200
    assert empty.json() == alice_previews(files=[text_file(content=LINES)]).json()
