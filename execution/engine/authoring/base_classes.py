"""Base classes for kinds of components: models, tools, embeddings, vector stores, chat and text.

Who inherits from one gets its inputs and outputs and fills in the `build_...` method.
"""

from __future__ import annotations

from typing import Any, ClassVar

from execution.engine.authoring.component import AuthorComponent
from execution.engine.authoring.outputs import AuthorOutput
from execution.engine.authoring.texts import piece_text
from execution.engine.authoring.typing import LanguageModel
from execution.engine.fields import (
    BoolInput,
    DataInput,
    HandleInput,
    Input,
    IntInput,
    MessageInput,
    MultilineInput,
    Output,
    QueryInput,
)
from execution.engine.values import Data, DataFrame, Message


class MethodMissing(TypeError):
    """A subclass did not fill in the method that its base class builds on."""

    def __init__(self, *, component: object, method: str) -> None:
        super().__init__(f"{type(component).__name__} needs a method '{method}'.")


class LCModelComponent(AuthorComponent):
    """A chat model: `build_model` makes it, the text output asks it."""

    _base_inputs: ClassVar[list[Input]] = [
        MessageInput(name="input_value", display_name="Input"),
        MultilineInput(name="system_message", display_name="System Message", advanced=False),
        BoolInput(name="stream", display_name="Stream", advanced=True),
    ]
    outputs = [
        AuthorOutput(name="text_output", display_name="Model Response", method="text_response", types=["Message"]),
        AuthorOutput(name="model_output", display_name="Language Model", method="build_model", types=["LanguageModel"]),
    ]

    def build_model(self) -> LanguageModel:
        """Return the model."""
        raise MethodMissing(component=self, method="build_model")

    async def text_response(self) -> Message:
        """Ask the model and return what it says."""
        model: Any = self.build_model()
        stream = bool(getattr(self, "stream", False))
        return await self.get_chat_result(
            runnable=model,
            stream=stream,
            input_value=getattr(self, "input_value", ""),
            system_message=getattr(self, "system_message", None),
        )

    async def get_chat_result(
        self, *, runnable: Any, stream: bool, input_value: Any, system_message: str | None = None
    ) -> Message:
        """Ask a model, with the answer as a stream where that is wanted."""
        messages: list[tuple[str, str]] = [("system", system_message)] if system_message else []
        messages.append(("human", Message.of(input_value).get_text()))
        if stream:
            pieces: Any = runnable.astream(messages)
            return Message(text=pieces)
        said = await runnable.ainvoke(messages)
        text = piece_text(said)
        self.status = text
        return Message(text=text)


class LCToolComponent(AuthorComponent):
    """A tool that agents may call: `build_tool` makes it, `run_model` runs it once."""

    outputs = [
        AuthorOutput(name="api_run_model", display_name="Data", method="run_model", types=["Data"]),
        AuthorOutput(name="api_build_tool", display_name="Tool", method="build_tool", types=["Tool"]),
    ]

    def run_model(self) -> Any:
        """Run the tool once."""
        raise MethodMissing(component=self, method="run_model")

    def build_tool(self) -> Any:
        """Return the tool."""
        raise MethodMissing(component=self, method="build_tool")


class LCEmbeddingsModel(AuthorComponent):
    """A model that turns texts into vectors."""

    outputs = [
        AuthorOutput(name="embeddings", display_name="Embedding Model", method="build_embeddings", types=["Embeddings"])
    ]

    def build_embeddings(self) -> Any:
        """Return the model."""
        raise MethodMissing(component=self, method="build_embeddings")


class LCVectorStoreComponent(AuthorComponent):
    """A vector store: `build_vector_store` makes it with the data in it, `search_documents` asks it."""

    inputs: ClassVar[list[Input]] = [
        HandleInput(name="ingest_data", display_name="Ingest Data", input_types=["Data", "DataFrame"], is_list=True),
        QueryInput(name="search_query", display_name="Search Query", tool_mode=True),
        IntInput(name="number_of_results", display_name="Number of Results", value=4, advanced=True),
    ]
    outputs: ClassVar[list[Output]] = [
        AuthorOutput(name="search_results", display_name="Search Results", method="search_documents", types=["Data"]),
        AuthorOutput(name="dataframe", display_name="DataFrame", method="as_dataframe", types=["DataFrame"]),
    ]

    def build_vector_store(self) -> Any:
        """Return the store with the data in it."""
        raise MethodMissing(component=self, method="build_vector_store")

    def search_documents(self) -> list[Data]:
        """Return the records nearest to the query."""
        query = str(getattr(self, "search_query", "") or "")
        if not query.strip():
            return []
        found = self.build_vector_store().similarity_search(query, k=int(getattr(self, "number_of_results", 4) or 4))
        return [Data.from_document(document) for document in found]

    def as_dataframe(self) -> DataFrame:
        """Return the same as a table."""
        return DataFrame(self.search_documents())

    def _prepare_ingest_data(self) -> list[Any]:
        values = self.ingest_data if isinstance(self.ingest_data, list) else [self.ingest_data]
        return [
            item for value in values for item in (value.to_data_list() if isinstance(value, DataFrame) else [value])
        ]


def check_cached_vector_store(method: Any) -> Any:
    """Mark `build_vector_store`; each execution builds its store once."""

    def build_once(self: LCVectorStoreComponent, *arguments: Any, **options: Any) -> Any:
        if "_vector_store" not in self.__dict__:
            self.__dict__["_vector_store"] = method(self, *arguments, **options)
        return self.__dict__["_vector_store"]

    build_once.is_cached_vector_store_checked = True  # type: ignore[attr-defined]  # existing code looks for it
    return build_once


class LCChatMemoryComponent(AuthorComponent):
    """A place for the messages of sessions outside of the server."""

    outputs = [AuthorOutput(name="memory", display_name="Memory", method="build_message_history", types=["Memory"])]

    def build_message_history(self) -> Any:
        """Return langchain's history of the session."""
        raise MethodMissing(component=self, method="build_message_history")


class LCTextSplitterComponent(AuthorComponent):
    """A way to cut texts into pieces."""

    outputs = [AuthorOutput(name="data", display_name="Data", method="transform_data", types=["Data"])]
    inputs: ClassVar[list[Input]] = [DataInput(name="data_input", display_name="Input", is_list=True)]

    def get_data_input(self) -> Any:
        """Return what is to be cut."""
        return self.data_input

    def build_text_splitter(self) -> Any:
        """Return langchain's splitter."""
        raise MethodMissing(component=self, method="build_text_splitter")

    def transform_data(self) -> list[Data]:
        """Return the pieces."""
        given = self.get_data_input()
        records = given if isinstance(given, list) else [given]
        texts = [record.get_text() if isinstance(record, Data) else str(record) for record in records]
        return [Data(text=piece) for text in texts for piece in self.build_text_splitter().split_text(text)]


class TextComponent(AuthorComponent):
    """A component that hands on a text."""


class ChatComponent(AuthorComponent):
    """A component that shows messages in the chat."""


class ComponentWithCache(AuthorComponent):
    """A component that remembers between calls; here it remembers for one execution."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._shared_component_cache: dict[str, Any] = {}
