"""`/run/advanced`, `/run/session` and the routes of old releases."""

import pytest

from tests.execution.runs.test_run import post


def texts(answer):
    assert answer.status_code == 200, answer.content
    return [one["results"]["message"]["text"] for turn in answer.json()["outputs"] for one in turn["outputs"]]


async def test_several_inputs_run_one_after_the_other(alices_calls, echo):
    body = {"inputs": [{"components": ["ChatInput-aaaaa"], "input_value": "one"}, {"input_value": "two"}]}
    answer = await post(alices_calls, f"advanced/{echo.pk}", body)
    assert texts(answer) == ["one", "two"]
    assert [turn["inputs"] for turn in answer.json()["outputs"]] == [{"input_value": "one"}, {"input_value": "two"}]


@pytest.mark.parametrize("output", ["Chat Output", "ChatOutput-zzzzz"])
async def test_outputs_are_chosen_by_name_or_id(alices_calls, echo, output):
    answer = await post(alices_calls, f"advanced/{echo.pk}", {"inputs": [{"input_value": "one"}], "outputs": [output]})
    assert texts(answer) == ["one"]


async def test_without_inputs_it_runs_once_with_an_empty_one(alices_calls, echo):
    answer = await post(alices_calls, f"advanced/{echo.pk}", {})
    assert answer.json()["outputs"][0]["inputs"] == {"input_value": ""}


async def test_a_session_nobody_knows_is_not_found(alices_calls, echo):
    answer = await post(alices_calls, f"advanced/{echo.pk}", {"session_id": "nobody-knows"})
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Session nobody-knows not found"}


async def test_a_session_that_was_talked_in_goes_on(alices_calls, echo):
    await post(alices_calls, echo.pk, {"input_value": "x", "session_id": "s"})
    answer = await post(alices_calls, f"advanced/{echo.pk}", {"inputs": [{"input_value": "y"}], "session_id": "s"})
    assert answer.json()["session_id"] == "s"


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ({"inputs": "x"}, ["body", "inputs"]),
        ({"inputs": [{"nope": 1}]}, ["body", "inputs", 0, "nope"]),
        ([1], ["body", "inputs"]),
    ],
)
async def test_a_wrong_body_is_refused(alices_calls, echo, body, location):
    answer = await post(alices_calls, f"advanced/{echo.pk}", body)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == location


async def test_browsers_may_run_flows_where_it_is_switched_on(async_client_of, echo, settings, monkeypatch):
    alice = await async_client_of("alice")
    assert (await post(alice, f"session/{echo.pk}")).status_code == 404
    monkeypatch.setattr(settings.LANGFLOW, "AGENTIC_EXPERIENCE", True)
    assert texts(await post(alice, f"session/{echo.pk}", {"input_value": "x"})) == ["x"]


@pytest.mark.parametrize("route", ["predict", "process"])
async def test_routes_of_old_releases_point_to_the_new_one(alices_calls, async_client, echo, route):
    answer = await alices_calls.post(f"/api/v1/{route}/{echo.pk}")
    assert answer.status_code == 400
    assert "Please use /run instead" in answer.json()["detail"]
    assert (await async_client.post(f"/api/v1/{route}/{echo.pk}")).status_code == 403
