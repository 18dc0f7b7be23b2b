"""Flows as earlier releases exported them run as they did, or say in one sentence what is missing.

The three builders write the forms that releases used: `first` the previews of 1.0, `early` 1.0 to 1.3, `recent` since.
"""

import json
from typing import Any

import pytest

from execution.components.older_flows import modern
from execution.components.registry import find_component
from execution.engine.document.handles import handle_text
from execution.engine.errors import GraphInvalid
from execution.engine.plan import compile_plan
from execution.engine.request import RunRequest
from execution.engine.results import RunOutcome
from execution.engine.runner import run_plan
from tests.execution.components.memory_host import MemoryHost

Json = dict[str, Any]


class Export:
    """A canvas; nodes name their own fields, as each release had others."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.nodes: list[Json] = []
        self.edges: list[Json] = []

    def node(self, node_id: str, gives: str = "", *, types: str = "Message", **fields: Any) -> str:
        """Place a node; `gives` names its outputs, a dictionary as a field's value says more about the field."""
        inner: Json = {"display_name": node_id, "template": {name: _field(name, it) for name, it in fields.items()}}
        if self.form == "first":
            inner["base_classes"] = types.split()
        else:
            inner["outputs"] = [{"name": name, "types": types.split(), "method": name} for name in gives.split()]
        type_name = node_id.split("-", maxsplit=1)[0]
        self.nodes.append(
            {"id": node_id, "type": "genericNode", "data": {"id": node_id, "type": type_name, "node": inner}}
        )
        return node_id

    def edge(self, source: str, output: str, target: str, field: str, *, carries: str = "Message") -> None:
        start: Json = {"dataType": source.split("-", maxsplit=1)[0], "id": source}
        if self.form == "first":
            start["baseClasses"] = carries.split()
        else:
            start |= {"name": output, "output_types": carries.split()}
        end = {"fieldName": field, "id": target, "inputTypes": carries.split(), "type": "str"}
        line: Json = {"source": source, "target": target}
        if self.form == "recent":
            line["data"] = {"sourceHandle": start, "targetHandle": end}
        self.edges.append({**line, "sourceHandle": handle_text(start), "targetHandle": handle_text(end)})

    def edge_back(self, source: str, output: str, loop: str, loop_output: str) -> None:
        end = {"dataType": "LoopComponent", "id": loop, "name": loop_output, "output_types": ["Data"]}
        self.edge(source, output, loop, loop_output, carries="Data")
        self.edges[-1] |= {"targetHandle": handle_text(end)}
        if "data" in self.edges[-1]:
            self.edges[-1]["data"]["targetHandle"] = end

    @property
    def data(self) -> Json:
        return {"nodes": self.nodes, "edges": self.edges}

    async def run(self, said: str = "", host: MemoryHost | None = None) -> RunOutcome:
        before = json.dumps(self.data)
        plan = compile_plan(modern(self.data), find_component)
        request = RunRequest(run_id="run", flow_id="flow", session_id="talk", input_value=said)
        outcome = await run_plan(plan, request, (host or MemoryHost()).ports)
        assert json.dumps(self.data) == before
        assert not outcome.failures, outcome.failures
        return outcome

    async def answer(self, said: str = "", host: MemoryHost | None = None) -> str:
        """Run, and return what the one Chat Output that ran said."""
        outcome = await self.run(said, host)
        texts = [it.values["message"].get_text() for it in outcome.results.values() if it.type == "ChatOutput"]
        assert len(texts) == 1
        return texts[0]


def _field(name: str, value: Any) -> Json:
    facts = value if isinstance(value, dict) else {"value": value}
    return {"name": name, "type": "str", "show": True, "list": False, **facts}


def records(*, several: bool = False) -> Json:
    return {"type": "other", "input_types": ["Data"], "list": several}


PROMPT = {"type": "prompt", "value": "Dear {name}"}


@pytest.mark.parametrize("form", ["first", "early", "recent"])
async def test_a_prompt_between_two_chats(form):
    text = "Text" if form == "first" else "Message"
    flow = Export(form)
    flow.node("ChatInput-a", "message", types=f"{text} Record", input_value="", sender={"value": "User", "list": True})
    flow.node("Prompt-b", "text" if form == "early" else "prompt", types=text, template=PROMPT, name="")
    flow.node("ChatOutput-c", "message", types=text, input_value="", record_template="{text}")
    flow.edge("ChatInput-a", "message", "Prompt-b", "name", carries=text)
    flow.edge("Prompt-b", "text" if form == "early" else "prompt", "ChatOutput-c", "input_value", carries=text)
    assert await flow.answer("Ada") == "Dear Ada"


@pytest.mark.parametrize(("form", "types"), [("first", "Text"), ("early", "Text"), ("early", "Message")])
async def test_text_in_and_text_out(form, types):
    flow = Export(form)
    flow.node("TextInput-a", "text", types=types, input_value="typed")
    flow.node("TextOutput-b", "text", types=types, input_value="", record_template={"value": "", "show": False})
    flow.edge("TextInput-a", "text", "TextOutput-b", "input_value", carries=types)
    outcome = await flow.run()
    assert outcome.results["TextOutput-b"].values["text"].get_text() == "typed"


@pytest.mark.parametrize("old_type", ["RecordsAsText", "RecordsToText"])
async def test_records_as_text_of_the_previews(old_type):
    flow = Export("first")
    flow.node("ChatInput-a", types="Record Text", input_value="")
    flow.node(f"{old_type}-b", types="Text", records={"input_types": ["Record"]}, template="<{text}>")
    flow.node("ChatOutput-c", types="Text", input_value="")
    flow.edge("ChatInput-a", "", f"{old_type}-b", "records", carries="Record")
    flow.edge(f"{old_type}-b", "", "ChatOutput-c", "input_value", carries="Text")
    assert await flow.answer("hello") == "<hello>"


@pytest.mark.parametrize(
    ("old_type", "form"), [("MemoryComponent", "first"), ("Memory", "early"), ("Memory", "recent")]
)
async def test_a_memory_chat_tells_the_earlier_messages(old_type, form):
    flow = Export(form)
    memory = flow.node(
        f"{old_type}-m",
        "messages messages_text",
        n_messages={"type": "int", "value": 10},
        sender={"value": "Machine and User", "options": ["Machine", "User", "Machine and User"]},
        session_id="talk",
        template="{sender_name}: {text}",
    )
    flow.node("ChatInput-a", "message", input_value="")
    flow.node("Prompt-p", "prompt", template={"type": "prompt", "value": "{past}|{now}"}, past="", now="")
    flow.node("ChatOutput-z", "message", input_value="")
    flow.edge(memory, "messages_text", "Prompt-p", "past")
    flow.edge("ChatInput-a", "message", "Prompt-p", "now")
    flow.edge("Prompt-p", "prompt", "ChatOutput-z", "input_value")
    host = MemoryHost()
    await flow.answer("first", host)
    assert "User: first" in await flow.answer("second", host)


async def test_messages_of_the_history_were_records():
    flow = Export("early")
    flow.node("ChatInput-a", "message", input_value="")
    flow.node("Memory-m", "messages messages_text", types="Data", session_id="talk", n_messages=10)
    flow.node("ParseData-p", "text", data=records(), template="{sender}: {text}", sep="|")
    flow.node("CombineText-c", "combined_text", text1="", text2="", delimiter="|")
    flow.node("ChatOutput-z", "message", input_value="")
    flow.edge("Memory-m", "messages", "ParseData-p", "data", carries="Data")
    flow.edge("ParseData-p", "text", "CombineText-c", "text1")
    flow.edge("ChatInput-a", "message", "CombineText-c", "text2")
    flow.edge("CombineText-c", "combined_text", "ChatOutput-z", "input_value")
    host = MemoryHost()
    await flow.answer("one", host)
    assert "User: one" in await flow.answer("two", host)


def _split(form: str) -> Export:
    flow = Export(form)
    flow.node("ChatInput-a", "message", input_value="")
    flow.node("MessagetoData-m", "data", types="Data", message="")
    numbers = {"chunk_size": {"type": "int", "value": 3}, "chunk_overlap": {"type": "int", "value": 0}}
    flow.node("SplitText-s", "chunks", types="Data", data_inputs=records(several=True), separator=",", **numbers)
    flow.node("ChatOutput-z", "message", input_value="")
    flow.edge("ChatInput-a", "message", "MessagetoData-m", "message")
    flow.edge("MessagetoData-m", "data", "SplitText-s", "data_inputs", carries="Data")
    return flow


@pytest.mark.parametrize("form", ["early", "recent"])
async def test_chunks_were_records(form):
    flow = _split(form)
    flow.node("ParseData-p", "text", data=records(), template="<{text}>", sep="|")
    flow.edge("SplitText-s", "chunks", "ParseData-p", "data", carries="Data")
    flow.edge("ParseData-p", "text", "ChatOutput-z", "input_value")
    assert await flow.answer("one,two,six") == "<one>|<two>|<six>"


async def test_a_loop_over_chunks_ends_in_records():
    flow = _split("recent")
    flow.node("LoopComponent-l", "item done", types="Data", data=records())
    flow.nodes[-1]["data"]["node"]["outputs"][0]["allows_loop"] = True
    flow.node("ParseData-b", "text", data=records(), template="<{text}>")
    flow.node("MessagetoData-b", "data", types="Data", message="")
    flow.node("ParseData-e", "text", data=records(), template="{text}", sep=";")
    flow.edge("SplitText-s", "chunks", "LoopComponent-l", "data", carries="Data")
    flow.edge("LoopComponent-l", "item", "ParseData-b", "data", carries="Data")
    flow.edge("ParseData-b", "text", "MessagetoData-b", "message")
    flow.edge_back("MessagetoData-b", "data", "LoopComponent-l", "item")
    flow.edge("LoopComponent-l", "done", "ParseData-e", "data", carries="Data")
    flow.edge("ParseData-e", "text", "ChatOutput-z", "input_value")
    assert await flow.answer("one,two,six") == "<one>;<two>;<six>"


@pytest.mark.parametrize(("said", "sender"), [("yes please", "agreed"), ("no", "refused")])
async def test_if_else_passes_its_one_message_on_both_ways(said, sender):
    flow = Export("early")
    flow.node("ChatInput-a", "message", input_value="")
    flow.node(
        *("ConditionalRouter-r", "true_result false_result"),
        input_text="",
        match_text="yes",
        operator="contains",
        message="",
    )
    flow.node("ChatOutput-y", "message", input_value="", sender_name="agreed")
    flow.node("ChatOutput-n", "message", input_value="", sender_name="refused")
    flow.edge("ChatInput-a", "message", "ConditionalRouter-r", "input_text")
    flow.edge("ChatInput-a", "message", "ConditionalRouter-r", "message")
    flow.edge("ConditionalRouter-r", "true_result", "ChatOutput-y", "input_value")
    flow.edge("ConditionalRouter-r", "false_result", "ChatOutput-n", "input_value")
    outcome = await flow.run(said)
    answers = [it.values["message"] for it in outcome.results.values() if it.type == "ChatOutput"]
    assert [(answer.sender_name, answer.get_text()) for answer in answers] == [(sender, said)]


async def test_texts_are_combined():
    flow = Export("early")
    flow.node("ChatInput-a", "message", input_value="")
    flow.node("TextInput-t", "text", input_value="second")
    flow.node("CombineText-c", "combined_text", text1="", text2="", delimiter=" and ")
    flow.node("ChatOutput-z", "message", input_value="")
    flow.edge("ChatInput-a", "message", "CombineText-c", "text1")
    flow.edge("TextInput-t", "text", "CombineText-c", "text2")
    flow.edge("CombineText-c", "combined_text", "ChatOutput-z", "input_value")
    assert await flow.answer("first") == "first and second"


async def test_a_webhook_gives_the_data_that_it_got():
    flow = Export("early")
    flow.node("Webhook-w", "output_data", types="Data", data='{"city": "Paris"}')
    flow.node("ParseData-p", "text", data=records(), template="in {city}")
    flow.node("ChatOutput-z", "message", input_value="")
    flow.edge("Webhook-w", "output_data", "ParseData-p", "data", carries="Data")
    flow.edge("ParseData-p", "text", "ChatOutput-z", "input_value")
    assert await flow.answer() == "in Paris"


@pytest.mark.parametrize("form", ["first", "early", "recent"])
def test_a_model_between_two_chats_is_planned_with_its_old_fields(form):
    text = "Text" if form == "first" else "Message"
    flow = Export(form)
    flow.node("ChatInput-a", "message", types=text, input_value="")
    flow.node(
        "OpenAIModel-m",
        "text_output model_output",
        types=text,
        input_value="",
        openai_api_key={"value": "MY_KEY", "load_from_db": True, "password": True},
        openai_api_base="http://127.0.0.1:9/v1",
        model_name={"value": "gpt-3.5-turbo", "options": ["gpt-3.5-turbo"], "list": True},
        max_tokens={"type": "int", "value": 256},
    )
    flow.node("ChatOutput-z", "message", types=text, input_value="")
    flow.edge("ChatInput-a", "message", "OpenAIModel-m", "input_value", carries=text)
    flow.edge("OpenAIModel-m", "text_output", "ChatOutput-z", "input_value", carries=text)
    model = compile_plan(modern(flow.data), find_component).vertex("OpenAIModel-m")
    assert model is not None
    assert model.variables == ("api_key",)
    assert [output.name for output in model.outputs] == ["text_output"]
    assert (model.static["model_name"], model.static["max_tokens"]) == ("gpt-3.5-turbo", 256)


def test_what_is_not_here_is_named_and_nothing_else():
    flow = Export("early")
    flow.node("ChatInput-a", "message", input_value="")
    flow.node("FrobnicatorComponent-f", "search_results", types="Data", search_query="")
    flow.edge("ChatInput-a", "message", "FrobnicatorComponent-f", "search_query")
    with pytest.raises(GraphInvalid) as raised:
        compile_plan(modern(flow.data), find_component)
    (problem,) = raised.value.problems
    assert (problem.vertex_id, problem.code) == ("FrobnicatorComponent-f", "unknown_type")
    assert "FrobnicatorComponent" in problem.message
