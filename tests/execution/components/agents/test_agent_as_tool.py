"""An agent in tool mode, and agents of older flows."""

import pytest

from execution.components.language_models.errors import ModelNotChosen
from execution.components.models_and_agents.agent import Agent
from tests.execution.components.agents.conftest import Scripted
from tests.execution.components.running import Bench


async def test_an_agent_is_one_tool_of_another():
    model = Scripted(turns=["Hello"], asked=[], offered=[])
    bench = Bench(Agent, model=model, agent_description="Greets people", add_current_date_tool=False)
    (tool,) = await bench.component.to_toolkit()
    assert (tool.name, tool.description, list(tool.args)) == ("Call_Agent", "Greets people", ["input_value"])
    assert await tool.ainvoke({"input_value": "Greet"}) == "Hello "


async def test_the_table_of_tools_renames_it():
    rows = [{"name": "greeter", "description": "Says hello", "tags": ["Call_Agent"], "status": True}]
    bench = Bench(Agent, model=Scripted(turns=["Hi"], asked=[], offered=[]), tools_metadata=rows)
    (tool,) = await bench.component.to_toolkit()
    assert (tool.name, tool.description) == ("greeter", "Says hello")


async def test_without_a_model_it_is_no_tool_but_can_be_edited():
    bench = Bench(Agent, model="")
    assert [tool.tag for tool in await bench.component.offered_tools()] == ["Call_Agent"]
    with pytest.raises(ModelNotChosen):
        await bench.component.to_toolkit()


async def test_an_agent_of_an_older_release_names_its_model_in_fields_of_its_own():
    older = {
        "agent_llm": "OpenAI",
        "model_name": "gpt-4o",
        "api_key": "sk-secret",
        "temperature": 0.3,
        "seed": 7,
        "openai_api_base": "http://127.0.0.1:1/v1",
    }
    settings = await Bench(Agent, **older).component.chat_settings()
    assert (settings.model, settings.api_key, settings.temperature) == ("gpt-4o", "sk-secret", 0.3)
    assert (settings.seed, settings.base_url) == (7, "http://127.0.0.1:1/v1")
