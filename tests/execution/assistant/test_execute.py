"""`POST /agentic/execute/{flow_name}`: the assistants by their names, and what they are told."""

import pytest

from flows import services
from tests.execution.assistant.conftest import BROKEN, answered, ask, fenced, in_test_thread

SECRET_FIELD = {"password": True, "value": "sk-secret", "display_name": "Key", "show": True}
DATA = {
    "nodes": [
        {
            "id": "Agent-1",
            "data": {
                "type": "Agent",
                "node": {
                    "display_name": "Helper",
                    "template": {
                        "system_prompt": {"value": "Be kind.", "display_name": "Instructions", "show": True},
                        "api_key": SECRET_FIELD,
                    },
                },
            },
        },
        {"id": "ChatOutput-1", "data": {"type": "ChatOutput", "node": {"display_name": "Answer"}}},
    ],
    "edges": [
        {
            "source": "Agent-1",
            "target": "ChatOutput-1",
            "data": {"sourceHandle": {"name": "response"}, "targetHandle": {"fieldName": "input_value"}},
        }
    ],
}


async def flow_of(user):
    flow = await in_test_thread(services.create_flow, user=user, fields={"name": "Kind", "data": DATA})
    return str(flow.pk)


def told(answering) -> str:
    """The instructions that the model got last."""
    text: str = answering.bodies[-1]["messages"][0]["content"]
    return text


@pytest.mark.parametrize(
    ("name", "instructions"),
    [
        ("LangflowAssistant", "You help somebody who builds flows"),
        ("SystemMessageGen", "You write the texts that language models are instructed with"),
        ("TemplateAssistant", "Somebody wants to build a flow"),
    ],
)
async def test_each_assistant_has_its_instructions(alices, answering, name, instructions):
    answer = await answered(alices, f"execute/{name}")
    assert (answer["result"], answer["success"]) == ("Good day.", True)
    assert told(answering).startswith(instructions)


async def test_an_assistant_knows_the_flow_and_the_field(alices, alice, answering):
    place = {"flow_id": await flow_of(alice), "component_id": "Agent-1", "field_name": "system_prompt"}
    await answered(alices, "execute/SystemMessageGen", None, **place)
    text = told(answering)
    assert "The flow is called 'Kind'" in text
    assert "- Helper.response -> Answer.input_value" in text
    assert "- Instructions (system_prompt): Be kind." in text
    assert "It is about the field 'system_prompt'." in text
    assert "sk-secret" not in text
    assert answering.bodies[-1]["messages"][-1]["content"] == "Write the text of this field."


async def test_flows_of_others_are_not_known(alices, bob, answering):
    await answered(alices, "execute/SystemMessageGen", flow_id=await flow_of(bob), component_id="Agent-1")
    assert "Nothing is known about the flow." in told(answering)
    assert "Be kind." not in told(answering)


async def test_the_finder_knows_the_templates(alices, answering):
    await answered(alices, "execute/TemplateAssistant")
    assert "- Echo: Answers with what you said." in told(answering)


async def test_code_is_not_checked_where_nobody_asks_for_that(alices, answering):
    answering.answers = [fenced(BROKEN)]
    assert "validated" not in await answered(alices, "execute/LangflowAssistant")


async def test_an_unknown_assistant_is_told(alices, answering):
    answer = await ask(alices, "execute/nobody")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Flow file 'nobody.json' not found"})


@pytest.mark.parametrize("name", ["..%2f..%2fx", "a/b"])
async def test_a_name_is_no_path(alices, answering, name):
    assert (await ask(alices, f"execute/{name}")).status_code in {404, 405}
