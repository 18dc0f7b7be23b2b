"""The pure parts: code in answers, what is told of a flow, which model is asked."""

import pytest

from execution.assistant.answers import class_name_in, component_code_in
from execution.assistant.contexts import MOST_CHARACTERS, Place, Template, context_of
from execution.assistant.errors import NoModel
from execution.assistant.model_choice import chosen_model, configuration_wire
from execution.catalogue.starters.assistants import COMPONENT_RULES
from execution.components.model_catalogue.choices import ModelName, UserModels
from execution.components.model_catalogue.known_models import KNOWN_MODELS
from execution.runtime.components import trusted_component
from tests.execution.assistant.conftest import BROKEN, COMPONENT, fenced


@pytest.mark.parametrize(
    "text",
    [
        fenced(COMPONENT),
        fenced(COMPONENT).replace("```python", "```"),
        fenced(COMPONENT).replace("```python", "``` Python"),
        f"First:\n```python\nprint(1)\n```\nthen\n{fenced(COMPONENT)}",
        f"```python\n{COMPONENT}",  # the model was cut off
    ],
)
def test_the_first_block_with_a_component_counts(text):
    assert component_code_in(text) == COMPONENT


@pytest.mark.parametrize(
    "text", ["", "A Component is a class.", COMPONENT, "```python\nprint(1)\n```", "```sh\nclass A(Component)\n```"]
)
def test_other_answers_hold_no_component(text):
    assert component_code_in(text) is None


def test_a_class_is_named_also_where_its_code_is_broken():
    assert class_name_in(BROKEN) == "Shout"


def test_the_example_in_the_instructions_is_a_component():
    code = component_code_in(COMPONENT_RULES)
    assert code
    assert trusted_component(code).display_name == "Repeat Text"


@pytest.mark.parametrize("data", [{}, {"nodes": 3, "edges": None}, {"nodes": [7, {"id": "A-1"}], "edges": [{}, "x"]}])
def test_a_flow_of_any_shape_can_be_told(data):
    place = Place(flow_name="Odd", data=data, component_id="A-1", field_name="x")
    assert "The flow is called 'Odd'" in context_of(place, [])


def test_what_is_told_has_a_length():
    templates = [Template(name=f"Template {number}", description="x" * 100) for number in range(1000)]
    assert len(context_of(None, templates)) == MOST_CHARACTERS


def test_a_user_who_switched_everything_off_must_name_a_model():
    off = {ModelName(provider="OpenAI", model=model.name): False for model in KNOWN_MODELS["OpenAI"]}
    models = UserModels(configured=frozenset({"OpenAI"}), switches=off)
    with pytest.raises(NoModel):
        chosen_model(models, provider=None, model_name=None)
    assert chosen_model(models, provider=None, model_name="m") == {"name": "m", "provider": "OpenAI"}
    assert configuration_wire(models)["default_model"] is None
