"""API Request: what it sends, what it gives, what it refuses; and curl commands."""

import json
from typing import Any

import httpx
import pytest

from execution.components.curl import CurlUnreadable, read_curl
from execution.components.data_source.api_request import APIRequest, SavingUnavailable
from execution.components.web import RequestFailed, RequestRefused, UrlEmpty, UrlInvalid, WebUnavailable
from execution.engine.template import node_of
from execution.engine.values import Data
from tests.execution.components.running import give
from tests.execution.components.web_pages import bench_on

URL = "http://h/echo"


def echo(request: httpx.Request) -> httpx.Response:
    return httpx.Response(
        200, json={"method": request.method, "headers": dict(request.headers), "body": request.content.decode()}
    )


async def asked(url: str = URL, at: str = URL, answer: Any = echo, **values: Any) -> dict[str, Any]:
    bench, _ = bench_on({at: answer}, APIRequest, url_input=url, **values)
    return (await bench.give("data")).data


async def test_the_answer_is_told() -> None:
    told = await asked(answer=httpx.Response(201, json={"a": 1}))
    assert (told["source"], told["status_code"], told["result"]) == (URL, 201, {"a": 1})
    assert told["response_headers"]["content-type"] == "application/json"
    assert "headers" not in told


async def test_several_addresses_of_an_older_node_have_an_answer_each() -> None:
    pages = {f"http://h/{name}": httpx.Response(200, json=name) for name in "ab"}
    bench, _ = bench_on(pages, APIRequest, url_input="http://h/a", urls=["http://h/a", "", "http://h/b"])
    assert [answer.result for answer in await bench.give("data")] == ["a", "b"]
    assert [row["result"] for row in (await bench.give("dataframe")).to_records()] == ["a", "b"]


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (httpx.Response(200, text="a,b\n1,2", headers={"content-type": "text/csv"}), "a,b\n1,2"),
        (httpx.Response(500, json={"status": 500}), {"status": 500}),
        (httpx.Response(204), ""),
        (httpx.Response(200, content=b"\x00\xff", headers={"content-type": "image/png"}), b"\x00\xff"),
    ],
)
async def test_any_status_and_content_is_an_answer(answer: httpx.Response, result: Any) -> None:
    assert (await asked(answer=answer))["result"] == result


async def test_what_was_no_json_stands_in_the_log() -> None:
    bench, _ = bench_on({URL: httpx.Response(200, text="a,b", headers={"content-type": "text/csv"})}, APIRequest)
    bench.again(APIRequest, url_input=URL)
    await bench.give("data")
    assert [entry.message for entry in bench.component.logs] == ["Failed to decode JSON response"]


async def test_typed_keys_are_sent_as_json() -> None:
    body = [{"key": "k", "value": "v"}, {"key": "n", "value": "5"}, {"key": "o", "value": '{"x": 1}'}]
    sent = (await asked(method="POST", body=body, headers=[{"key": "X-A", "value": "1"}]))["result"]
    assert json.loads(sent["body"]) == {"k": "v", "n": 5, "o": {"x": 1}}
    assert (sent["headers"]["content-type"], sent["headers"]["x-a"]) == ("application/json", "1")


@pytest.mark.parametrize(
    ("body", "sent"), [(Data(a=1), {"a": 1}), ([{"a": 1}, {"a": 2}], [{"a": 1}, {"a": 2}]), ([], {})]
)
async def test_connected_records_are_sent_as_they_are(body: Any, sent: Any) -> None:
    assert json.loads((await asked(method="PUT", body=body))["result"]["body"]) == sent


async def test_get_sends_no_body() -> None:
    assert (await asked(body=[{"key": "k", "value": "v"}]))["result"]["body"] == ""


async def test_parameters_are_added_to_the_address() -> None:
    told = await asked(f"{URL}?a=1&b=1", at=f"{URL}?a=1&b=2+x", query_params=Data(b="2 x"))
    assert told["source"] == f"{URL}?a=1&b=2+x"


async def test_redirects_are_followed_only_if_wanted() -> None:
    pages = {URL: httpx.Response(302, headers={"location": "/to"}), "http://h/to": httpx.Response(200, json=1)}
    for follows, status in ((False, 302), (True, 200)):
        bench, _ = bench_on(pages, APIRequest, url_input=URL, follow_redirects=follows)
        told = (await bench.give("data")).data
        assert told["status_code"] == status
        assert told.get("redirection_history") == ([{"url": "/to", "status_code": 302}] if follows else None)


async def test_no_answer_is_told_in_the_record() -> None:
    told = await asked(answer=RequestFailed(reason="away"))
    assert told == {
        "source": URL,
        "headers": {"User-Agent": "Langflow/1.0"},
        "status_code": 500,
        "error": "away",
    }


async def test_what_was_sent_is_told_if_wanted() -> None:
    assert (await asked(include_httpx_metadata=True))["headers"] == {"User-Agent": "Langflow/1.0"}


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", UrlEmpty),
        ("::::", UrlInvalid),
        ("ftp://x/y", UrlInvalid),
        ("http://a b/", UrlInvalid),
        ("http://", UrlInvalid),
    ],
)
async def test_what_is_no_address_is_told(url: str, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        await asked(url)


async def test_a_refusal_fails_the_component() -> None:
    with pytest.raises(RequestRefused, match="private"):
        await asked(answer=RequestRefused(reason="private"))
    with pytest.raises(WebUnavailable):
        await give(APIRequest, "data", url_input=URL)
    with pytest.raises(SavingUnavailable):
        await asked(save_to_file=True)


async def test_an_answer_is_saved_where_files_are_kept() -> None:
    class Files:
        async def save(self, name: str, content: bytes) -> str:
            return f"{name}: {len(content)}"

    bench, web = bench_on({URL: httpx.Response(200, content=b"abc")}, APIRequest, url_input=URL, save_to_file=True)
    bench.context.services = {"web": web, "files": Files()}
    assert (await bench.give("data")).data["file_path"] == "echo: 3"


async def test_a_command_describes_the_request() -> None:
    command = f"curl -X PATCH {URL} -H 'X-B: 2' -d '{{\"q\": 1}}'"
    sent = (await asked("", mode="cURL", curl_input=command))["result"]
    assert (sent["method"], sent["body"], sent["headers"]["x-b"]) == ("PATCH", '{"q": 1}', "2")
    assert sent["headers"]["content-type"] == "application/json"
    with pytest.raises(UrlEmpty):
        await asked("", mode="cURL", curl_input="nonsense")


@pytest.mark.parametrize(
    ("command", "method", "url", "body"),
    [
        ("curl h.com", "GET", "h.com", None),
        ("curl -s -L --compressed 'h.com'", "GET", "h.com", None),
        ("curl h.com -d a=1 -d b=2", "POST", "h.com", "a=1&b=2"),
        ("curl -G http://h/x -d a=1", "GET", "http://h/x?a=1", None),
        ("curl -XPUT h.com --data-raw x", "PUT", "h.com", "x"),
        ("curl --request=DELETE --url h.com", "DELETE", "h.com", None),
        ("curl -o out.txt h.com", "GET", "h.com", None),
        ("curl \\\n  h.com", "GET", "h.com", None),
        ("", "GET", "", None),
    ],
)
def test_commands_are_read(command: str, method: str, url: str, body: str | None) -> None:
    request = read_curl(command)
    assert (request.method, request.url, request.body) == (method, url, body)


def test_headers_of_commands_are_read() -> None:
    headers = read_curl("curl h -H 'A: b:c' -u me:pw -A agent -b k=v --json '{}'").headers
    assert headers == {
        "A": "b:c",
        "Authorization": "Basic bWU6cHc=",
        "User-Agent": "agent",
        "Cookie": "k=v",
        "Content-Type": "application/json",
    }


def test_an_unreadable_command_is_told() -> None:
    with pytest.raises(CurlUnreadable):
        read_curl("curl 'h")


@pytest.mark.parametrize(("mode", "command_shows"), [("cURL", True), ("URL", False)])
def test_the_fields_of_the_mode_show(mode: str, command_shows: bool) -> None:
    template = APIRequest().update_build_config(node_of(APIRequest)["template"], mode, "mode")
    assert (template["curl_input"]["show"], template["url_input"]["advanced"]) == (command_shows, command_shows)
