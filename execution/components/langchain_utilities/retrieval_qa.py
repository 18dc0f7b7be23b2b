"""Retrieval QA: answer a question from the documents that a retriever finds."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any

from execution.components.language_models.answering import answer
from execution.components.language_models.asking import asked_of
from execution.components.language_models.conversation import conversation
from execution.components.models_and_agents.memory import to_langchain
from execution.engine.component import Component
from execution.engine.fields import BoolInput, DropdownInput, HandleInput, MultilineInput, Output
from execution.engine.values import Message

AT_ONCE = 5

FROM_CONTEXT = "Answer the question from the context alone. Say so if the context does not hold the answer."
QUESTION = "Context:\n{context}\n\nQuestion: {question}"
EXTRACT = "Copy from the context what helps to answer the question, word for word. Answer NOTHING if nothing does."
IMPROVE = "You have an answer and more context. Give a better answer where the context helps, else the same again."
ANSWER_SO_FAR = "Answer so far: {answer}\n\n"
RATE = f"{FROM_CONTEXT} Write in a last line 'Score: ' and a number from 0 to 100: how well the context answers it."
SCORE = re.compile(r"\s*Score:\s*(\d+)\s*$", re.IGNORECASE)


class RetrievalQA(Component):
    """Ask a model about what a retriever finds."""

    display_name = "Retrieval QA"
    description = "Answers a question from the documents that a retriever finds."
    icon = "LangChain"
    legacy = True
    extra = "openai"

    inputs = [
        MultilineInput(name="input_value", display_name="Input", info="The question.", required=True),
        DropdownInput(
            name="chain_type",
            display_name="Chain Type",
            info="The model reads all documents at once (Stuff), an extract of each (Map Reduce), one after the other "
            "(Refine), or each alone and the best answer counts (Map Rerank).",
            options=["Stuff", "Map Reduce", "Refine", "Map Rerank"],
            value="Stuff",
            advanced=True,
        ),
        HandleInput(
            name="llm",
            display_name="Language Model",
            info="The model that answers.",
            input_types=["LanguageModel"],
            required=True,
        ),
        HandleInput(
            name="retriever",
            display_name="Retriever",
            info="What finds the documents.",
            input_types=["Retriever"],
            required=True,
        ),
        HandleInput(
            name="memory",
            display_name="Memory",
            info="Where question and answer are kept.",
            input_types=["BaseChatMemory"],
        ),
        BoolInput(
            name="return_source_documents",
            display_name="Return Source Documents",
            info="Write the documents below the answer.",
        ),
    ]
    outputs = [Output(name="text", display_name="Text", method="invoke_chain")]

    input_value: str | None
    chain_type: str | None
    llm: Any
    retriever: Any
    memory: Any
    return_source_documents: bool

    async def invoke_chain(self) -> Message:
        """Return the answer, with its documents where they are wanted."""
        documents = await self.retriever.ainvoke(self.input_value or "")
        texts = [str(document.page_content) for document in documents]
        said = await self._answer_from(texts)
        await self._remember(said)
        text = _with_sources(said, texts) if self.return_source_documents else said
        self.status = text
        return Message(text=text)

    async def _answer_from(self, texts: Sequence[str]) -> str:
        match self.chain_type:
            case "Map Reduce":
                extracts = await self._ask_about_each(EXTRACT, texts)
                return await self._ask(FROM_CONTEXT, "\n\n".join(extracts))
            case "Refine":
                return await self._refined(texts)
            case "Map Rerank":
                rated = await self._ask_about_each(RATE, texts)
                return SCORE.sub("", max(rated, key=_score_of, default=""))
            case _:
                return await self._ask(FROM_CONTEXT, "\n\n".join(texts))

    async def _refined(self, texts: Sequence[str]) -> str:
        said = await self._ask(FROM_CONTEXT, texts[0] if texts else "")
        for text in texts[1:]:
            said = await self._ask(IMPROVE, text, before=ANSWER_SO_FAR.format(answer=said))
        return said

    async def _ask_about_each(self, instructions: str, texts: Sequence[str]) -> list[str]:
        slots = asyncio.Semaphore(AT_ONCE)

        async def ask(text: str) -> str:
            async with slots:
                return await self._ask(instructions, text)

        return list(await asyncio.gather(*(ask(text) for text in texts)))

    async def _ask(self, instructions: str, context: str, *, before: str = "") -> str:
        question = before + QUESTION.format(context=context, question=self.input_value or "")
        messages = await conversation(question, system_message=instructions)
        return (await answer(self.llm, messages, asked_of(self.llm))).text

    async def _remember(self, said: str) -> None:
        history = getattr(self.memory, "chat_memory", self.memory)
        if not history:
            return
        pair = [Message(text=self.input_value or "", sender="User"), Message(text=said, sender="Machine")]
        await history.aadd_messages([to_langchain(message) for message in pair])


def _score_of(text: str) -> int:
    found = SCORE.search(text)
    return int(found[1]) if found else 0


def _with_sources(said: str, texts: Sequence[str]) -> str:
    return "\n\n".join([said, "Sources:", *texts])
