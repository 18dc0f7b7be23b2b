"""Knowledge bases in the admin."""

import pytest
from django.test import Client


@pytest.fixture
def operator(admin):
    client = Client()
    client.force_login(admin)
    return client


@pytest.mark.parametrize("model", ["knowledgebase", "chunk"])
def test_rows_are_listed_and_searched(operator, filled, model):
    answer = operator.get(f"/admin/knowledge/{model}/", {"q": "rivers"})
    assert answer.status_code == 200
    assert b"rivers" in answer.content


def test_rows_can_be_read_and_not_changed(operator, filled):
    page = f"/admin/knowledge/knowledgebase/{filled.pk}/change/"
    assert operator.get(page).status_code == 200
    assert operator.post(page, {"name": "other"}).status_code == 403
    assert operator.get("/admin/knowledge/chunk/add/").status_code == 403
