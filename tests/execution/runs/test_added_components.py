"""The example of docs/adding-a-component.md as an operator would use it: in the catalogue, in runs, edited."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.management import CommandError, call_command

from execution.catalogue import selectors
from execution.catalogue.drawing import Drawing
from execution.engine import import_names
from execution.runtime.added_components import added_components
from tests.source_tree import ROOT

PAGE = (ROOT / "docs" / "adding-a-component.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```python\n(.*?)```", PAGE.partition("## In a folder of yours")[2], re.DOTALL)[0]


@pytest.fixture
def greeter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of the example, in a folder that the settings name."""
    file = tmp_path / "greetings" / "greeter.py"
    file.parent.mkdir()
    file.write_text(EXAMPLE, encoding="utf-8")
    monkeypatch.setattr(settings.LANGFLOW, "COMPONENTS_PATH", (tmp_path,))
    _forget()
    yield file
    _forget()
    import_names.uninstall()


def _forget() -> None:
    for kept in (added_components, selectors.catalogue, selectors._node_json):
        kept.cache_clear()


def flow(**values: Any) -> dict[str, Any]:
    drawing = Drawing()
    chat = drawing.add("ChatInput", "a", at=(0, 0))
    greets = drawing.add("Greeter", "b", at=(1, 0), **values)
    shows = drawing.add("ChatOutput", "c", at=(2, 0))
    drawing.connect(chat, "message", greets, "who")
    drawing.connect(greets, "greeting", shows, "input_value")
    return drawing.data


async def answer_of(calls: Any, flow_id: Any) -> Any:
    return await calls.post(f"/api/v1/run/{flow_id}", data={"input_value": "Ann"}, content_type="application/json")


def said(answer: Any) -> str:
    outputs: str = answer.json()["outputs"][0]["outputs"][0]["results"]["message"]["text"]
    return outputs


def test_it_stands_in_the_catalogue(greeter, client_of):
    node = client_of("alice").get("/api/v1/all").json()["greetings"]["Greeter"]
    assert node["template"]["code"]["value"] == EXAMPLE
    assert (node["display_name"], node["outputs"][0]["types"]) == ("Greeter", ["Message"])


@pytest.mark.parametrize("custom_code", ["off", "isolated"])
async def test_flows_run_it_whatever_custom_code_may_do(
    greeter, store_flow, alice, alices_calls, monkeypatch, custom_code
):
    monkeypatch.setattr(settings.LANGFLOW, "CUSTOM_CODE", custom_code)
    kept = await sync_to_async(store_flow)(alice, flow(language="fr"))
    assert said(await answer_of(alices_calls, kept.pk)) == "Bonjour, Ann!"


async def test_what_somebody_made_of_it_is_custom_code(greeter, store_flow, alice, alices_calls, monkeypatch):
    data = flow()
    (node,) = [node["data"]["node"] for node in data["nodes"] if node["data"]["type"] == "Greeter"]
    node["template"]["code"]["value"] = EXAMPLE.replace("Hello", "Open up")
    kept = await sync_to_async(store_flow)(alice, data)
    monkeypatch.setattr(settings.LANGFLOW, "CUSTOM_CODE", "off")
    refused = await answer_of(alices_calls, kept.pk)
    assert "custom_code_off" in refused.content.decode()


async def test_flows_of_an_earlier_version_run_the_file(greeter, store_flow, alice, alices_calls):
    kept = await sync_to_async(store_flow)(alice, flow())
    greeter.write_text(EXAMPLE.replace("Hello", "Welcome"), encoding="utf-8")
    _forget()
    assert said(await answer_of(alices_calls, kept.pk)) == "Welcome, Ann!"


def test_its_node_changes_in_the_editor_without_custom_code(greeter, client_of, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "CUSTOM_CODE", "off")
    client = client_of("alice")
    template = client.get("/api/v1/all").json()["greetings"]["Greeter"]["template"]
    body = {"code": EXAMPLE, "template": template, "field": "tool_mode", "field_value": True, "tool_mode": True}
    changed = client.post("/api/v1/custom_component/update", body, format="json")
    assert [output["name"] for output in changed.json()["outputs"]] == ["component_as_tool"]


def test_the_command_lists_it_and_what_does_not_load(greeter, capsys):
    bad = greeter.with_name("bad.py")
    bad.write_text("\nimport not_installed_anywhere\n", encoding="utf-8")
    call_command("components")
    listed = capsys.readouterr()
    assert re.search(rf"^Greeter +greetings +Greeter +- +{greeter}$", listed.out, re.MULTILINE)
    assert f"Not loaded: {bad}:2: ModuleNotFoundError" in listed.err
    with pytest.raises(CommandError, match="not_installed_anywhere"):
        call_command("components", check=True)
