"""Bodies of requests: what is JSON, what is not, and what is said of it."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

URL = "/api/v1/validate/code"
NO_OBJECT = "Input should be a valid dictionary or object to extract fields from"


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "text/plain", ""])
def test_a_body_that_is_no_json_and_does_not_say_so_is_a_text(client_of: Callable[[str], APIClient], content_type: str):
    answer = client_of("alice").generic("POST", URL, "code=x", content_type=content_type)
    assert answer.status_code == 422
    assert answer.json()["detail"] == [
        {"type": "model_attributes_type", "loc": ["body"], "msg": NO_OBJECT, "input": "code=x"}
    ]


def test_a_body_that_says_that_it_is_json_and_is_not_is_told_where_it_breaks(client_of: Callable[[str], APIClient]):
    answer = client_of("alice").generic("POST", URL, '{"code": x}', content_type="application/json")
    assert answer.status_code == 422
    (problem,) = answer.json()["detail"]
    assert (problem["type"], problem["loc"]) == ("json_invalid", ["body", 9])


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", ""])
def test_json_is_read_whatever_it_is_called(client_of: Callable[[str], APIClient], content_type: str):
    answer = client_of("alice").generic("POST", URL, '{"code": "x = 1"}', content_type=content_type)
    assert answer.status_code == 200
