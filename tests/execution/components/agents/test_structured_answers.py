"""An agent's answer as a record."""

import pytest

from execution.components.agents.answers import record_of, schema_of
from execution.components.models_and_agents.agent import Agent
from tests.execution.components.agents.conftest import Scripted
from tests.execution.components.running import Bench

ROWS = [
    {"name": "city", "description": "Where", "type": "str", "multiple": "False"},
    {"name": "degrees", "description": "How warm", "type": "int", "multiple": True},
]


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ('{"city": "Oslo", "degrees": [3, "4"]}', {"city": "Oslo", "degrees": [3, 4]}),
        ('Here: ```json\n{"city": "Oslo"}\n``` done', {"city": "Oslo", "degrees": None}),
        ('[{"city": "Oslo"}, {"city": "Rome"}]', {"results": [{"city": c, "degrees": None} for c in ("Oslo", "Rome")]}),
    ],
)
def test_the_json_in_an_answer_takes_the_form_of_the_schema(text, record):
    assert record_of(text, schema_of(ROWS)).data == record


@pytest.mark.parametrize("text", ["It is warm", '{"degrees": "very"}', "{broken", "[1, 2]"])
def test_an_answer_that_does_not_fit_comes_with_what_is_wrong(text):
    data = record_of(text, schema_of(ROWS)).data
    assert data["content"] == text
    assert data["error"]


def test_without_a_schema_any_json_is_taken():
    assert record_of('So: {"a": 1}', schema_of([])).data == {"a": 1}


async def test_an_agent_gives_a_record_and_is_told_its_form():
    model = Scripted(turns=['{"city": "Oslo", "degrees": [3]}'], asked=[], offered=[])
    bench = Bench(Agent, model=model, input_value="Weather?", output_schema=ROWS, add_current_date_tool=False)
    assert (await bench.give("structured_response")).data == {"city": "Oslo", "degrees": [3]}
    instructions = model.asked[0][0].content
    assert "JSON only" in instructions
    assert '"How warm"' in instructions
