"""Retriever as tool, of flows made until 1.4: what a retriever finds as a tool of agents."""

from __future__ import annotations

from typing import Any

from execution.components.search_tools import search_tool
from execution.engine.component import Component
from execution.engine.fields import HandleInput, Output, StrInput
from execution.engine.toolkit import usable_name


class RetrieverTool(Component):
    """Give agents a tool that finds documents."""

    display_name = "RetrieverTool"
    description = "Gives an agent a tool that finds documents."
    icon = "LangChain"
    legacy = True
    extra = "agents"

    inputs = [
        HandleInput(
            name="retriever",
            display_name="Retriever",
            info="What finds the documents.",
            input_types=["Retriever"],
            required=True,
        ),
        StrInput(name="name", display_name="Name", info="What the model calls the tool.", required=True),
        StrInput(name="description", display_name="Description", info="What the model is told about the tool."),
    ]
    outputs = [Output(name="tool", display_name="Tool", method="build_tool", types=["Tool"])]

    retriever: Any

    def build_tool(self) -> Any:
        """Return the tool: it answers with the texts of the documents, an empty line between them."""
        name = usable_name(self.values["name"] or "retriever")
        return search_tool(name, self.values.get("description") or "Finds documents.", self._found)

    async def _found(self, query: str) -> str:
        documents = await self.retriever.ainvoke(query)
        return "\n\n".join(str(document.page_content) for document in documents)
