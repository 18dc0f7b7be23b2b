"""Base classes for components that ask a model once, or that make other documents of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from execution.engine.authoring.base_classes import MethodMissing
from execution.engine.authoring.component import AuthorComponent
from execution.engine.authoring.helpers import docs_to_data
from execution.engine.authoring.outputs import AuthorOutput
from execution.engine.fields import DataInput, Input, IntInput, MultilineInput, Output
from execution.engine.values import Data, DataFrame, Message


class LCChainComponent(AuthorComponent):
    """A few questions to a model: `invoke_chain` asks them and returns the text."""

    _base_outputs: ClassVar[list[Output]] = [
        AuthorOutput(name="text", display_name="Text", method="invoke_chain", types=["Message"])
    ]
    outputs = _base_outputs

    def invoke_chain(self) -> Message:
        """Return what came of it."""
        raise MethodMissing(component=self, method="invoke_chain")


class LCCompressorComponent(AuthorComponent):
    """A way to keep the best of search results: `build_compressor` makes what sorts them."""

    inputs: ClassVar[list[Input]] = [
        MultilineInput(name="search_query", display_name="Search Query", tool_mode=True),
        DataInput(name="search_results", display_name="Search Results", is_list=True),
        IntInput(name="top_n", display_name="Top N", value=3, advanced=True),
    ]
    outputs: ClassVar[list[Output]] = [
        AuthorOutput(
            name="reranked_documents", display_name="Reranked Documents", method="compress_documents", types=["Data"]
        )
    ]

    def build_compressor(self) -> Any:
        """Return langchain's compressor of documents."""
        raise MethodMissing(component=self, method="build_compressor")

    def compress_documents(self) -> list[Data]:
        """Return what the compressor keeps."""
        documents = _documents(self.search_results or [])
        found = docs_to_data(self.build_compressor().compress_documents(documents=documents, query=self.search_query))
        self.status = found
        return found

    def compress_documents_as_dataframe(self) -> DataFrame:
        """Return the same as a table."""
        return DataFrame(self.compress_documents())


class LCDocumentTransformerComponent(AuthorComponent):
    """A way to make other documents of documents: `build_document_transformer` makes what does it."""

    outputs: ClassVar[list[Output]] = [
        AuthorOutput(name="data", display_name="Data", method="transform_data", types=["Data"])
    ]

    def get_data_input(self) -> Any:
        """Return what is to be transformed."""
        raise MethodMissing(component=self, method="get_data_input")

    def build_document_transformer(self) -> Any:
        """Return langchain's transformer of documents."""
        raise MethodMissing(component=self, method="build_document_transformer")

    def transform_data(self) -> list[Data]:
        """Return the transformed records."""
        given = self.get_data_input()
        documents = _documents(given if isinstance(given, list) else [given])
        found = docs_to_data(self.build_document_transformer().transform_documents(documents))
        self.status = found
        return found


def _documents(records: Sequence[Any]) -> list[Any]:
    return [record.to_lc_document() if isinstance(record, Data) else record for record in records]
