"""Flows that Langflow 1.0 to 1.7 saved give here what they gave there.

Each file of `older_releases` is a flow made from that release's own templates, without the code and the texts of its
components, and what it answered when that release ran it. Where this server answers otherwise on purpose, `there`
says what the release did, and the answers are ours.
"""

import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from tests.execution.runs.older_provider import OlderProvider, running_older_provider, texts_of

RELEASES = Path(__file__).with_name("older_releases")
FLOWS = sorted(file.stem for file in RELEASES.glob("*.json"))

Json = dict[str, Any]


@pytest.fixture
async def older_provider(shared_connection: None) -> AsyncIterator[OlderProvider]:
    async with running_older_provider() as running:
        yield running


@pytest.fixture
def read_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that flows may read, with what the recorded ones read."""
    folder = tmp_path / "read"
    folder.mkdir()
    (folder / "one.txt").write_text("alpha beta\ngamma delta", encoding="utf-8")
    (folder / "t.csv").write_text("name,age\nAda,36\nBob,40\n", encoding="utf-8")
    with sqlite3.connect(folder / "things.sqlite") as things:
        things.execute("create table things (n integer, name text)")
        things.executemany("insert into things values (?, ?)", [(1, "ant"), (2, "bee")])
    things.close()
    monkeypatch.setattr(settings.LANGFLOW, "LOCAL_FOLDERS", (folder,))
    return folder


@pytest.fixture(autouse=True)
def a_key_for_models(older_provider: OlderProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"{older_provider.address}/v1")
    monkeypatch.setenv("OPENAI_API_BASE", f"{older_provider.address}/v1")


def recorded(name: str, **places: str) -> Json:
    text = (RELEASES / f"{name}.json").read_text(encoding="utf-8")
    for place, value in places.items():
        text = text.replace(f"{{{{{place}}}}}", value)
    found: Json = json.loads(text)
    return found


def texts_in(body: Json) -> dict[str, list[str]]:
    """Return what each output of the flow said, by its id."""
    found: dict[str, list[str]] = {}
    for output in (one for run in body["outputs"] for one in run["outputs"] if one):
        for value in output["results"].values():
            found.setdefault(output["component_id"], []).append(value["text"])
    return found


@pytest.mark.parametrize("name", FLOWS)
async def test_the_answers_are_those_of_the_release(
    name: str,
    alices_calls: Any,
    alice: Any,
    store_flow: Any,
    older_provider: OlderProvider,
    read_files: Path,
) -> None:
    case = recorded(name, server=older_provider.address, files=str(read_files))
    if "inner" in case:
        await sync_to_async(store_flow)(alice, case["inner"], name="Inner")
    for variable, value in case.get("variables", {}).items():
        new = {"name": variable, "value": value, "type": "Generic", "default_fields": []}
        await alices_calls.post("/api/v1/variables/", data=new, content_type="application/json")
    flow = await sync_to_async(store_flow)(alice, case["flow"])
    for step in case["steps"]:
        asked = {"input_value": step.get("input_value", ""), "tweaks": step.get("tweaks", {}), "session_id": "talk"}
        answer = await alices_calls.post(f"/api/v1/run/{flow.pk}", data=asked, content_type="application/json")
        assert answer.status_code == 200, answer.content
        assert texts_in(answer.json()) == step["answers"]
    questions = [texts_of(body) for body in older_provider.asked]
    assert sorted(questions) == sorted(case.get("asked", []))


def test_there_are_flows_of_many_releases() -> None:
    assert {recorded(name)["release"] for name in FLOWS} >= {"1.0", "1.1", "1.3", "1.4", "1.6", "1.7"}


@pytest.mark.parametrize("name", FLOWS)
def test_none_brings_the_code_of_a_release(name: str) -> None:
    """Only components that were written for these tests may bring code."""
    for node in recorded(name)["flow"]["nodes"]:
        code = ((node["data"].get("node") or {}).get("template") or {}).get("code")
        assert code is None or node["data"]["type"] in {"Repeater", "Upper", "Lines"}
