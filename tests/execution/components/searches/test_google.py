"""Google's services for an account: how it signs in, mails, documents, tables."""

import base64
import json
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from execution.components.files import NoFiles
from execution.components.google.gmail import GmailLoaderComponent
from execution.components.google.google_bq_sql_executor import (
    BigQueryExecutorComponent,
    QueryMissing,
    statement_in,
)
from execution.components.google.google_drive import GoogleDriveComponent
from execution.components.google.google_drive_search import GoogleDriveSearchComponent, query_of
from execution.components.google.google_oauth_token import GoogleOAuthToken, ScopesInvalid
from execution.components.google_account import CredentialsInvalid
from execution.components.search_services import KeyRefused
from execution.engine.component import Component
from execution.engine.fields import InputInvalid
from tests.execution.components.running import Bench
from tests.execution.components.searches.services import OneService, json_answer

PERSON = json.dumps({"refresh_token": "refresh-secret", "client_id": "id", "client_secret": "client-secret"})
BEARER = "Bearer fresh"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()
SERVICE = json.dumps(
    {"type": "service_account", "project_id": "p", "client_email": "a@b", "private_key": PEM, "private_key_id": "k"}
)


class OneFile:
    """In the place of the host's service `files`."""

    def __init__(self, text: str) -> None:
        self.text = text

    async def read_text(self, path: str) -> str:
        return self.text


def google_bench(
    component: type[Component], answers: Any, *, file: str = "", **values: Any
) -> tuple[Bench, OneService]:
    """Return a component whose Google gives a fresh token to who asks for one, and else answers by path."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/token":
            return json_answer({"access_token": "fresh"})
        assert request.headers["Authorization"] == BEARER
        return answers(request)

    bench, web = Bench(component, **values), OneService(answer)
    bench.context.services = {"web": web, "files": OneFile(file)}
    return bench, web


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


async def test_mails_are_read_with_what_they_say():
    mail = {
        "id": "m",
        "payload": {
            "headers": [{"name": "From", "value": "ann@x"}, {"name": "Subject", "value": "Tea"}],
            "parts": [
                {
                    "mimeType": "multipart/alternative",
                    "parts": [{"mimeType": "text/plain", "body": {"data": encoded("Hi")}}],
                }
            ],
        },
    }

    def answers(request: httpx.Request) -> httpx.Response:
        return json_answer({"messages": [{"id": "m"}]} if request.url.path.endswith("/messages") else mail)

    bench, web = google_bench(GmailLoaderComponent, answers, json_string=PERSON, label_ids="INBOX, SENT")
    found = (await bench.give("data")).data
    assert (found["emails"][0]["from"], found["emails"][0]["text"]) == ("ann@x", "Hi")
    assert "Subject: Tea" in found["text"]
    assert b"refresh_token=refresh-secret" in web.asked[0].content
    assert web.asked[1].url.params.get_list("labelIds") == ["INBOX", "SENT"]
    assert web.asked[1].url.params["maxResults"] == "10"


async def test_a_mail_without_text_gives_its_beginning():
    def answers(request: httpx.Request) -> httpx.Response:
        return json_answer({"messages": [{"id": "m"}]} if request.url.path.endswith("/messages") else {"snippet": "Hi"})

    bench, _ = google_bench(GmailLoaderComponent, answers, json_string=PERSON)
    assert (await bench.give("data")).data["emails"][0]["text"] == "Hi"


@pytest.mark.parametrize(
    ("credentials", "problem"),
    [("no json", "holds no JSON"), ("[]", "JSON object"), ("{}", "must be a service account")],
)
async def test_credentials_that_are_none_are_told(credentials, problem):
    bench, web = google_bench(GmailLoaderComponent, None, json_string=credentials)
    with pytest.raises(CredentialsInvalid, match=problem):
        await bench.give("data")
    assert not web.asked


async def test_a_number_of_mails_is_a_number():
    bench, _ = google_bench(GmailLoaderComponent, None, json_string=PERSON, max_results="many")
    with pytest.raises(InputInvalid, match="max_results"):
        await bench.give("data")


async def test_a_refused_sign_in_does_not_tell_the_secret():
    bench = Bench(GoogleDriveComponent, json_string=PERSON, document_id="d")
    bench.context.services = {"web": OneService(json_answer({"error": "refresh-secret"}, 401))}
    with pytest.raises(KeyRefused) as caught:
        await bench.give("docs")
    assert "refresh-secret" not in str(caught.value)


@pytest.mark.parametrize(("kind", "path"), [("application/vnd.google-apps.document", "/export"), ("text/plain", "")])
async def test_a_document_is_written_out_or_downloaded(kind, path):
    def answers(request: httpx.Request) -> httpx.Response:
        if "fields" in request.url.params:
            return json_answer({"id": "d", "name": "Doc", "mimeType": kind})
        return httpx.Response(200, text="words")

    bench, web = google_bench(GoogleDriveComponent, answers, json_string=PERSON, document_id="d/x")
    found = (await bench.give("docs")).data
    assert (found["text"], found["title"]) == ("words", "Doc")
    assert web.asked[-1].url.raw_path.decode().partition("?")[0] == f"/drive/v3/files/d%2Fx{path}"


async def test_a_search_gives_titles_and_addresses_and_asks_once():
    files = [{"id": "1", "name": "A", "mimeType": "application/vnd.google-apps.spreadsheet"}, {"id": "2", "name": "B"}]
    values = {"query_item": "name", "valid_operator": "contains", "search_term": "it's"}
    bench, web = google_bench(
        GoogleDriveSearchComponent, lambda _: json_answer({"files": files}), token_string=PERSON, **values
    )
    assert await bench.give("doc_titles") == ["A", "B"]
    assert await bench.give("doc_ids") == ["1", "2"]
    assert (await bench.give("doc_urls"))[0] == "https://docs.google.com/spreadsheets/d/1/edit"
    assert (await bench.give("Data")).data["text"][1]["title"] == "B"
    assert len(web.asked) == 2
    assert web.asked[1].url.params["q"] == r"name contains 'it\'s'"


@pytest.mark.parametrize(
    ("parts", "query"),
    [
        (("starred", "=", "True"), "starred = true"),
        (("parents", "in", "folder"), "'folder' in parents"),
        (("properties", "has", "{ key='a' and value='b' }"), "properties has { key='a' and value='b' }"),
    ],
)
def test_a_query_is_written_as_drive_wants_it(parts, query):
    assert query_of(*parts) == query


async def test_a_token_is_renewed_for_a_person():
    scopes = "https://www.googleapis.com/auth/drive.readonly, https://mail.google.com/"
    bench, _ = google_bench(GoogleOAuthToken, None, file=PERSON, oauth_credentials="c.json", scopes=scopes)
    found = (await bench.give("output")).data
    assert (found["token"], found["refresh_token"], len(found["scopes"])) == ("fresh", "refresh-secret", 2)


@pytest.mark.parametrize("scopes", ["", "drive", "https://evil.example/auth/drive"])
async def test_what_is_no_scope_is_told(scopes):
    bench, _ = google_bench(GoogleOAuthToken, None, file=PERSON, oauth_credentials="c.json", scopes=scopes)
    with pytest.raises(ScopesInvalid):
        await bench.give("output")


def big_query(request: httpx.Request) -> httpx.Response:
    fields = [
        {"name": "n", "type": "INTEGER"},
        {"name": "at", "type": "TIMESTAMP"},
        {"name": "tags", "type": "STRING", "mode": "REPEATED"},
        {"name": "who", "type": "RECORD", "fields": [{"name": "ok", "type": "BOOLEAN"}]},
    ]
    row = [{"v": "1"}, {"v": "0.0"}, {"v": [{"v": "a"}]}, {"v": {"f": [{"v": "true"}]}}]
    page = {"jobComplete": True, "jobReference": {"jobId": "j"}, "schema": {"fields": fields}}
    if request.method == "POST":
        return json_answer({"jobComplete": False, "jobReference": {"jobId": "j", "location": "EU"}})
    if "pageToken" not in request.url.params:
        return json_answer({**page, "rows": [{"f": row}], "pageToken": "next"})
    return json_answer({**page, "rows": [{"f": [{"v": None}, {"v": None}, {"v": []}, {"v": None}]}]})


async def test_a_query_is_waited_for_and_its_cells_are_values():
    bench, web = google_bench(
        BigQueryExecutorComponent, big_query, file=SERVICE, service_account_json_file="s.json", query="select 1"
    )
    rows = (await bench.give("query_results")).to_records()
    assert rows[0] == {"n": 1, "at": "1970-01-01T00:00:00+00:00", "tags": ["a"], "who": {"ok": True}}
    assert rows[1]["tags"] == []
    assertion = dict(pair.split("=") for pair in web.asked[0].content.decode().split("&"))["assertion"]
    claims = jwt.decode(
        assertion, KEY.public_key(), algorithms=["RS256"], audience="https://oauth2.googleapis.com/token"
    )
    assert (claims["iss"], claims["scope"]) == ("a@b", "https://www.googleapis.com/auth/bigquery")


@pytest.mark.parametrize(
    ("account", "problem"),
    [(PERSON, "No project_id"), (SERVICE.replace("BEGIN", "B"), "private key"), ("", "no JSON")],
    ids=["a person", "a broken key", "nothing"],
)
async def test_an_account_that_cannot_ask_is_told(account, problem):
    bench, _ = google_bench(
        BigQueryExecutorComponent, None, file=account, service_account_json_file="s.json", query="select 1"
    )
    with pytest.raises(CredentialsInvalid, match=problem):
        await bench.give("query_results")


async def test_without_files_a_key_cannot_be_read():
    bench = Bench(BigQueryExecutorComponent, service_account_json_file="s.json", query="select 1")
    with pytest.raises(NoFiles):
        await bench.give("query_results")


@pytest.mark.parametrize(
    ("text", "strict", "statement"),
    [
        (" select 1 ", True, "select 1"),
        ("Here:\n```sql\nselect 'a'\n```", True, "select 'a'"),
        ('"select 1"', True, "select 1"),
        ("select 'a'", True, "select 'a'"),
        ("Sure, this is it:\nselect 1;", False, "select 1;"),
    ],
)
def test_a_statement_is_taken_out_of_a_text(text, strict, statement):
    assert statement_in(text, strict=strict) == statement


def test_an_empty_statement_is_told():
    with pytest.raises(QueryMissing):
        statement_in("``` ```", strict=True)
