"""VectorStoreRouterAgent: an agent that looks into the vector stores that it is told of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from execution.components.agents.fields import LOOP_FIELDS, QUESTION
from execution.components.agents.given_history import OUTPUTS, AgentWithGivenHistory
from execution.components.langchain_utilities.vector_store_info import VectorStoreFacts
from execution.engine.fields import HandleInput, InputInvalid
from execution.engine.toolkit import Tool, as_langchain_tools
from execution.engine.toolkit.rows import usable_name
from execution.engine.values import Message

PARAMETERS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"query": {"type": "string", "title": "Query", "description": "What to look for."}},
    "required": ["query"],
}


class VectorStoreRouterAgent(AgentWithGivenHistory):
    """Answer with the help of several vector stores; the model decides where to look."""

    display_name = "VectorStoreRouterAgent"
    description = "Lets a model look into vector stores until it has the answer."
    icon = "LangChain"
    legacy = True

    inputs = [
        QUESTION,
        *LOOP_FIELDS,
        HandleInput(
            name="llm",
            display_name="Language Model",
            info="The model that decides and answers.",
            input_types=["LanguageModel"],
            required=True,
        ),
        HandleInput(
            name="vectorstores",
            display_name="Vector Stores",
            info="Where it may look.",
            input_types=["VectorStoreInfo"],
            is_list=True,
            required=True,
        ),
    ]
    outputs = OUTPUTS

    llm: Any
    vectorstores: list[Any]
    system_prompt = None

    def connected_model(self) -> Any:
        """Return the model on the edge."""
        return self.llm or None

    async def earlier_messages(self) -> list[Message]:
        """Each question stands for itself."""
        return []

    async def all_tools(self) -> list[Any]:
        """Return one tool for each store."""
        return as_langchain_tools([_tool_for(facts) for facts in self.vectorstores])


def _tool_for(facts: Any) -> Tool:
    if not isinstance(facts, VectorStoreFacts):
        raise InputInvalid(field="Vector Stores", expected="vector stores with their facts", value=facts)
    name = usable_name(facts.name)
    call = partial(_found_in, facts.vectorstore)
    return Tool(name=name, tag=name, description=facts.description, parameters=PARAMETERS, call=call)


async def _found_in(store: Any, arguments: Mapping[str, Any]) -> list[dict[str, Any]]:
    documents = await store.asimilarity_search(str(arguments["query"]))
    return [{**document.metadata, "text": document.page_content} for document in documents]
