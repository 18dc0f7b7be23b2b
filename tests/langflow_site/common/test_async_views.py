import json

import pytest
from django.test import AsyncRequestFactory

from langflow_site.common.async_views import AsyncView, json_response
from langflow_site.common.errors import NotFound


class GreetingView(AsyncView):
    async def get(self, request, name):
        if name == "nobody":
            raise NotFound(what="Nobody")
        if name == "broken":
            raise KeyError("a secret")
        return json_response({"hello": name})


async def ask(method, name="alice"):
    request = getattr(AsyncRequestFactory(), method)("/")
    return await GreetingView.as_view()(request, name=name)


async def test_a_handler_answers():
    answer = await ask("get")
    assert (answer.status_code, json.loads(answer.content)) == (200, {"hello": "alice"})
    assert answer["Content-Type"] == "application/json"


async def test_an_error_becomes_its_response():
    answer = await ask("get", "nobody")
    assert (answer.status_code, json.loads(answer.content)) == (404, {"detail": "Nobody not found"})


async def test_an_unforeseen_error_tells_an_id_and_nothing_else():
    answer = await ask("get", "broken")
    assert answer.status_code == 500
    assert set(json.loads(answer.content)) == {"message", "error_id"}
    assert b"secret" not in answer.content


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
async def test_other_methods_are_told_which_one_works(method):
    answer = await ask(method)
    assert (answer.status_code, json.loads(answer.content)) == (405, {"detail": "Method Not Allowed"})
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["get", "head"])
async def test_who_reads_where_nothing_can_be_read_finds_nothing(method):
    class StartView(AsyncView):
        async def post(self, request):
            return json_response({})

    answer = await StartView.as_view()(getattr(AsyncRequestFactory(), method)("/"))
    assert (answer.status_code, json.loads(answer.content)) == (404, {"detail": "Not Found"})


async def test_options_lists_the_methods():
    assert (await ask("options"))["Allow"] == "GET, HEAD, OPTIONS"


def test_the_view_asks_for_no_csrf_token():
    assert GreetingView.as_view().csrf_exempt
