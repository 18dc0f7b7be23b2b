"""Custom Component hands on its input, and what the editor shows of it can be edited."""

from execution.components.custom_component.custom_component import CustomComponent
from execution.engine.template import source_of
from tests.execution.components.running import give


async def test_it_hands_on_its_input_as_a_record():
    assert (await give(CustomComponent, "output", input_value="hi")).data == {"value": "hi"}


def test_its_code_stands_alone():
    code = source_of(CustomComponent)
    assert code.count("class ") == 1
    compile(code, "custom_component.py", "exec")
