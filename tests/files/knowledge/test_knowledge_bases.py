"""Make, list, read and remove knowledge bases."""

from datetime import timedelta

import pytest
from django.utils import timezone

from files.knowledge.models import STALLED_AFTER, Chunk, KnowledgeBase

URL = "/api/v1/knowledge_bases"
NEW = {"name": "my rivers", "embedding_provider": "OpenAI", "embedding_model": "text-embedding-3-small"}


def test_a_new_one_is_empty(client_of):
    answer = client_of("alice").post(URL, NEW, format="json")
    assert answer.status_code == 201
    body = answer.json()
    assert body["id"] == str(KnowledgeBase.objects.get().pk)
    assert (body["dir_name"], body["name"], body["status"], body["chunks"]) == ("my_rivers", "my rivers", "empty", 0)


def test_columns_are_kept(client_of):
    columns = [{"column_name": "text", "vectorize": True, "identifier": False}]
    answer = client_of("alice").post(URL, NEW | {"column_config": columns}, format="json")
    assert answer.json()["column_config"] == columns
    without = client_of("alice").post(URL, NEW | {"name": "plain", "column_config": []}, format="json")
    assert without.json()["column_config"] is None


def test_a_name_is_used_once_by_each_user(client_of):
    alice, bob = client_of("alice"), client_of("bob")
    assert alice.post(URL, NEW, format="json").status_code == 201
    again = alice.post(URL, NEW, format="json")
    assert again.status_code == 409
    assert again.json() == {"detail": "Knowledge base 'my_rivers' already exists"}
    assert bob.post(URL, NEW, format="json").status_code == 201


@pytest.mark.parametrize("name", ["ab", "  a  ", "../x", "a\\b", "..."])
def test_a_name_that_no_address_could_hold_is_refused(client_of, name):
    answer = client_of("alice").post(URL, NEW | {"name": name}, format="json")
    assert answer.status_code == 400
    assert not KnowledgeBase.objects.exists()


@pytest.mark.parametrize("field", ["name", "embedding_provider", "embedding_model"])
def test_what_is_missing_is_told(client_of, field):
    answer = client_of("alice").post(URL, {key: value for key, value in NEW.items() if key != field}, format="json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", field]


def test_the_list_holds_ones_own_with_their_counts(client_of, filled, django_assert_max_num_queries):
    client_of("bob").post(URL, NEW, format="json")
    alice = client_of("alice")
    with django_assert_max_num_queries(4):
        listed = alice.get(f"{URL}/").json()
    assert [(row["id"], row["dir_name"]) for row in listed] == [(str(filled.pk), "rivers")]
    row = listed[0]
    assert (row["chunks"], row["words"], row["characters"], row["avg_chunk_size"]) == (2, 6, 33, 16.5)
    assert row["size"] == 33 + 2 * 2 * 4
    assert (row["status"], row["source_types"], row["chunk_size"]) == ("ready", ["md", "txt"], 100)


def test_one_can_be_read_by_its_owner_only(client_of, rivers):
    found = client_of("alice").get(f"{URL}/rivers").json()
    assert (found["id"], found["dir_name"]) == ("rivers", "rivers")
    answer = client_of("bob").get(f"{URL}/rivers")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Knowledge base 'rivers' not found"}


def test_one_that_takes_in_files_says_so(client_of, begun):
    body = client_of("alice").get(f"{URL}/rivers").json()
    assert (body["status"], body["last_job_id"]) == ("ingesting", str(begun))


def test_an_ingestion_whose_process_died_has_failed(client_of, begun):
    KnowledgeBase.objects.update(seen_at=timezone.now() - STALLED_AFTER - timedelta(seconds=1))
    body = client_of("alice").get(f"{URL}/rivers").json()
    assert body["status"] == "failed"
    assert "Send them again" in body["failure_reason"]


def test_one_is_removed_with_its_chunks(client_of, filled):
    assert client_of("bob").delete(f"{URL}/rivers").status_code == 404
    answer = client_of("alice").delete(f"{URL}/rivers")
    assert answer.json() == {"message": "Knowledge base 'rivers' deleted successfully"}
    assert not Chunk.objects.exists()
    assert client_of("alice").delete(f"{URL}/rivers").status_code == 404


def test_several_are_removed_and_missing_names_told(client_of, rivers):
    answer = client_of("alice").delete(URL, {"kb_names": ["rivers", "nope", "rivers"]}, format="json")
    assert answer.json() == {
        "message": "Successfully deleted 1 knowledge base(s)",
        "deleted_count": 1,
        "not_found": "nope",
    }


@pytest.mark.parametrize("name", ["rivers", "../alice/rivers"])
def test_nobody_removes_what_is_another_users(client_of, rivers, name):
    answer = client_of("bob").delete(URL, {"kb_names": [name]}, format="json")
    assert answer.status_code == 404
    assert answer.json() == {"detail": f"Knowledge bases not found: {name}"}
    assert KnowledgeBase.objects.filter(pk=rivers.pk).exists()


def test_removing_needs_names(client_of):
    assert client_of("alice").delete(URL, {}, format="json").status_code == 422
    assert client_of("alice").delete(URL, {"kb_names": []}, format="json").json()["deleted_count"] == 0
