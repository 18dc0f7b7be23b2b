"""Files in the admin."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from files.models import FlowFile, UserFile
from flows.models import Flow


@pytest.fixture
def site(admin: User) -> Client:
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def rows(flow: Flow, alice: User) -> dict[str, Any]:
    return {
        "userfile": UserFile.objects.create(user=alice, name="notes", file_name="notes.txt", key="secret/1", size=1),
        "flowfile": FlowFile.objects.create(flow=flow, name="dot.png", key="secret/2", size=1),
    }


@pytest.mark.parametrize("model", ["userfile", "flowfile"])
def test_a_file_is_found_by_its_name_its_id_and_whose_it_is(site: Client, rows: dict[str, Any], model: str) -> None:
    row, address = rows[model], reverse(f"admin:files_{model}_changelist")
    owner = row.user_id if model == "userfile" else row.flow_id
    for words in (row.name, row.pk, owner, "alice"):
        assert list(site.get(address, {"q": str(words)}).context["cl"].result_list) == [row]
    assert not site.get(address, {"q": "somebody else"}).context["cl"].result_list


@pytest.mark.parametrize("model", ["userfile", "flowfile"])
def test_no_page_tells_where_the_bytes_lie(site: Client, rows: dict[str, Any], model: str) -> None:
    for page in ("changelist", "change"):
        address = reverse(f"admin:files_{model}_{page}", args=[rows[model].pk] if page == "change" else [])
        assert rows[model].key not in site.get(address).content.decode()


@pytest.mark.usefixtures("rows")
def test_the_list_of_a_flows_files_reads_no_graph(site: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert site.get(reverse("admin:files_flowfile_changelist")).status_code == 200
    assert not [query for query in queries if '"flows_flow"."data"' in query["sql"]]
