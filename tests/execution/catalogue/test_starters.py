"""The example flows: each is valid, its file is there, and those without a model run."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from execution.catalogue.starters import STARTERS
from execution.components.registry import find_component
from execution.engine.document import is_edited, is_note, node_facts
from execution.engine.plan import compile_plan
from execution.engine.ports import Host
from execution.engine.request import RunRequest
from execution.engine.results import RunOutcome
from execution.engine.runner import run_plan
from execution.engine.values import Message

FOLDER = Path(__file__).parents[3] / "flows" / "starter_projects"
FILES = sorted(FOLDER.glob("*.json"))


def flow_of(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


class Messages(list[Message]):
    async def add(self, message: Message) -> Message:
        self.append(message)
        return message


async def run(name: str, said: str = "", **tweaks: dict) -> RunOutcome:
    plan = compile_plan(flow_of(name)["data"], find_component)
    request = RunRequest(run_id="run", flow_id="flow", input_value=said, tweaks=tweaks)
    host = Host(variables=None, messages=Messages(), frozen=None)  # type: ignore[arg-type]  # these flows ask neither
    return await run_plan(plan, request, host)


def answers(outcome: RunOutcome) -> list[str]:
    assert not outcome.failures
    return [result.values["message"].text for result in outcome.results.values() if result.type == "ChatOutput"]


def test_there_is_a_file_for_every_starter_and_no_other():
    assert [file.stem for file in FILES] == sorted(STARTERS)


@pytest.mark.parametrize("name", STARTERS)
def test_a_file_holds_everything_that_an_editor_shows(name):
    flow = flow_of(name)
    assert flow.keys() == STARTERS[name]().document().keys()
    assert all(flow[key] for key in ("name", "description", "icon", "tags", "data"))
    assert flow["is_component"] is False
    assert any(is_note(node) for node in flow["data"]["nodes"])


def shown(document: dict) -> list[tuple[str, set[str], list[str]]]:
    nodes = [node["data"]["node"] for node in document["data"]["nodes"] if not is_note(node)]
    return [(it["display_name"], set(it["template"]), [output["name"] for output in it["outputs"]]) for it in nodes]


@pytest.mark.parametrize("name", STARTERS)
def test_the_stored_nodes_have_the_fields_and_outputs_of_todays_components(name):
    """Else `manage.py starter_flows` draws them anew."""
    assert shown(flow_of(name)) == shown(STARTERS[name]().document())


@pytest.mark.parametrize("name", STARTERS)
def test_the_stored_flow_can_be_planned(name):
    compile_plan(flow_of(name)["data"], find_component)


@pytest.mark.parametrize("name", STARTERS)
def test_the_flow_can_be_planned_with_the_components_of_today(name):
    compile_plan(STARTERS[name]().data, find_component)


@pytest.mark.parametrize("name", STARTERS)
def test_no_component_of_the_flow_counts_as_edited(name):
    nodes = [node for node in flow_of(name)["data"]["nodes"] if not is_note(node)]
    assert not any(is_edited(node_facts(node)) for node in nodes)


def test_names_and_addresses_are_unique():
    flows = [draw() for draw in STARTERS.values()]
    assert len({flow.name for flow in flows}) == len(flows)
    addresses = [flow.endpoint_name for flow in flows if flow.endpoint_name]
    assert len(set(addresses)) == len(addresses)


def test_flows_that_need_no_model_have_none():
    for name, draw in STARTERS.items():
        types = {node["data"]["type"] for node in draw().data["nodes"]}
        assert bool(types & {"Agent", "LanguageModelComponent", "OpenAIModel"}) == draw().needs_model, name


async def test_echo_says_what_it_hears():
    assert answers(await run("echo", "hello")) == ["hello"]


@pytest.mark.parametrize(
    ("said", "desk"), [("I want a Refund!", "Accounts desk"), ("hello", "Front desk"), ("two\nlines", "Front desk")]
)
async def test_the_front_desk_sends_visitors_to_one_desk(said, desk):
    (answer,) = answers(await run("front_desk", said))
    assert answer.startswith(desk)


async def test_the_invitation_names_guest_occasion_and_host():
    (letter,) = answers(await run("invitation_writer", "Linus", Host={"input_value": "Barbara"}))
    assert letter.startswith("Dear Linus,\n\nwe would love to see you at the opening of our workshop.")
    assert letter.endswith("Yours,\nBarbara")


async def test_the_shopping_list_has_a_line_for_each_thing():
    assert answers(await run("shopping_list", "milk, bread, two lemons")) == ["[ ] milk\n[ ] bread\n[ ] two lemons"]


async def test_the_ticket_is_written_from_what_the_webhook_got():
    order = {"number": 7, "quantity": 2, "article": "lamp"}
    outcome = await run("order_ticket", **{"Webhook-order": {"data": json.dumps(order)}})
    assert answers(outcome) == ["ORDER 7\n2 x lamp"]


def test_the_command_draws_every_flow(tmp_path):
    call_command("starter_flows", folder=tmp_path, verbosity=0)
    assert sorted(file.stem for file in tmp_path.iterdir()) == sorted(STARTERS)


EDITORS_HEADINGS = {"assistants", "classification", "coding", "content-generation", "q-a", "chatbots", "rag", "agents"}


def test_those_that_editors_look_for_by_name_are_there():
    names = {draw().name for draw in STARTERS.values()}
    assert names >= {"Basic Prompting", "Vector Store RAG", "Simple Agent"}


def test_those_with_a_model_stand_under_a_heading_of_the_editor():
    for draw in STARTERS.values():
        starter = draw()
        assert not starter.needs_model or EDITORS_HEADINGS & set(starter.tags), starter.name


def test_tools_are_drawn_as_the_editor_draws_them():
    nodes = {node["id"]: node["data"].get("node", {}) for node in flow_of("simple_agent")["data"]["nodes"]}
    pages = nodes["URLComponent-pages"]
    assert pages["tool_mode"] is True
    assert [output["name"] for output in pages["outputs"]] == ["component_as_tool"]
    assert [row["tags"] for row in pages["template"]["tools_metadata"]["value"]]
