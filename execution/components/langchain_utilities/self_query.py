"""Self Query Retriever: a model splits a question into what to look for and what documents must be like."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from execution.components.json_repairs import repaired_json
from execution.components.language_models.answering import answer
from execution.components.language_models.asking import asked_of
from execution.components.language_models.conversation import conversation
from execution.components.language_models.errors import AnswerNotJson
from execution.components.vector_search.errors import VectorStoreMissing
from execution.engine.component import Component
from execution.engine.fields import HandleInput, InputInvalid, MessageTextInput, Output
from execution.engine.values import Data, Message

COUNT = 4
LOOKED_AT = 50
"""How many near documents are looked at; stores of all kinds can be searched, but not all can filter."""

INSTRUCTIONS = """You prepare a search among documents: {content}
What is known about each document:
{attributes}
Answer with JSON only: {{"query": "what to look for", "filters": [{{"attribute": "...", "is": "...", "value": ...}}]}}
"is" is one of {comparisons}. Leave out of the query what a filter says.
Use no filter that the question does not ask for."""


def _holds(known: Any, value: Any) -> bool:
    return str(value).lower() in str(known).lower()


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": eq,
    "ne": ne,
    "lt": lt,
    "lte": le,
    "gt": gt,
    "gte": ge,
    "contain": _holds,
}


class SelfQueryRetriever(Component):
    """Find documents by a question that also says what they must be like."""

    display_name = "Self Query Retriever"
    description = "Finds documents by a question that also says what they must be like."
    icon = "LangChain"
    legacy = True

    inputs = [
        HandleInput(name="query", display_name="Query", info="The question.", input_types=["Message"]),
        HandleInput(
            name="vectorstore", display_name="Vector Store", info="Where to look.", input_types=["VectorStore"]
        ),
        HandleInput(
            name="attribute_infos",
            display_name="Metadata Field Info",
            info="What is known about documents: records with name, description and type.",
            input_types=["Data"],
            is_list=True,
        ),
        MessageTextInput(
            name="document_content_description",
            display_name="Document Content Description",
            info="What the documents are about.",
        ),
        HandleInput(
            name="llm", display_name="LLM", info="The model that splits the question.", input_types=["LanguageModel"]
        ),
    ]
    outputs = [Output(name="documents", display_name="Retrieved Documents", method="retrieve_documents")]

    query: Any
    vectorstore: Any
    attribute_infos: list[Data]
    document_content_description: str | None
    llm: Any

    async def retrieve_documents(self) -> list[Data]:
        """Return the nearest documents among those that pass every filter."""
        if not hasattr(self.vectorstore, "asimilarity_search"):
            raise VectorStoreMissing
        wanted = await self._split(_text_of(self.query))
        near = await self.vectorstore.asimilarity_search(str(wanted.get("query") or ""), k=LOOKED_AT)
        passing = [document for document in near if passes(document.metadata, wanted.get("filters") or ())]
        found = [Data.from_document(document) for document in passing[:COUNT]]
        self.status = found
        return found

    async def _split(self, question: str) -> Mapping[str, Any]:
        attributes = [json.dumps(info.data, ensure_ascii=False, default=str) for info in self.attribute_infos]
        instructions = INSTRUCTIONS.format(
            content=self.document_content_description or "",
            attributes="\n".join(attributes),
            comparisons=", ".join(COMPARISONS),
        )
        messages = await conversation(question, system_message=instructions)
        said = (await answer(self.llm, messages, asked_of(self.llm))).text
        read = json.loads(repaired_json(said) or "null")
        if not isinstance(read, Mapping):
            raise AnswerNotJson(said=said)
        return read


def passes(known: Mapping[str, Any], filters: Sequence[Any]) -> bool:
    """Does a document with that metadata pass every filter? One that cannot be applied passes nothing."""
    return all(_passes_one(known, one) for one in filters)


def _passes_one(known: Mapping[str, Any], one: Any) -> bool:
    compare = COMPARISONS.get(str(one.get("is"))) if isinstance(one, Mapping) else None
    if compare is None or one.get("attribute") not in known:
        return False
    try:
        return compare(known[one["attribute"]], one.get("value"))
    except TypeError:  # numbers beside texts
        return False


def _text_of(query: Any) -> str:
    if isinstance(query, Message):
        return query.get_text()
    if isinstance(query, str) and query:
        return query
    raise InputInvalid(field="Query", expected="a message", value=query)
