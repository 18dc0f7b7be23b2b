"""The chunks of a knowledge base, page by page."""

import pytest

URL = "/api/v1/knowledge_bases/rivers/chunks"


def test_a_page_holds_chunks_with_what_is_known_of_them(client_of, filled):
    body = client_of("alice").get(URL, {"limit": 1, "page": 2}).json()
    assert (body["total"], body["page"], body["limit"], body["total_pages"]) == (2, 2, 1, 2)
    (shown,) = body["chunks"]
    assert (shown["content"], shown["char_count"]) == ("apples and pears", 16)
    facts = shown["metadata"]
    assert (facts["source"], facts["file_name"]) == ("notes", "a.txt")
    assert (facts["chunk_index"], facts["total_chunks"]) == (1, 2)


@pytest.mark.parametrize(("search", "found"), [("river", 1), (" pears ", 1), ("RIVER", 0), ("nothing", 0), ("", 2)])
def test_a_search_keeps_what_holds_the_text(client_of, filled, search, found):
    assert client_of("alice").get(URL, {"search": search}).json()["total"] == found


def test_an_empty_one_has_no_pages(client_of, rivers):
    assert client_of("alice").get(URL).json() == {"chunks": [], "total": 0, "page": 1, "limit": 50, "total_pages": 0}


@pytest.mark.parametrize("query", [{"page": 0}, {"limit": 0}, {"limit": 101}, {"page": "x"}])
def test_a_page_that_cannot_be_is_refused(client_of, rivers, query):
    answer = client_of("alice").get(URL, query)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", next(iter(query))]


def test_nobody_reads_what_is_another_users(client_of, filled):
    assert client_of("bob").get(URL).status_code == 404


@pytest.mark.parametrize("marks", ["*", "?", "[a-z]", "]", "%", "_", "\\", "'", "é"])
def test_marks_stand_for_themselves_in_a_search(client_of, filled, rivers, marks):
    query = {"search": f"a {marks} b"}
    assert client_of("alice").get(URL, query).json()["total"] == 0
    chunk = rivers.chunks.first()
    rivers.chunks.filter(pk=chunk.pk).update(content=f"here is a {marks} b")
    assert client_of("alice").get(URL, query).json()["total"] == 1


def test_a_page_is_read_without_vectors(client_of, filled, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as asked:
        client_of("alice").get(URL)
    read = [query["sql"] for query in asked.captured_queries if '"content"' in query["sql"]]
    assert read
    assert not any('"vector"' in sql for sql in read)
