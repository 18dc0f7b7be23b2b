"""Recursive Character Text Splitter: cut at paragraphs, then lines, then words, as far as is needed."""

from __future__ import annotations

from execution.components.recursive_splitting import EXTRA, split_recursively
from execution.components.splitting import unescaped
from execution.engine.component import Component
from execution.engine.fields import DataInput, IntInput, MessageTextInput, Output
from execution.engine.values import Data


class RecursiveCharacterTextSplitter(Component):
    """Cut texts at the first separator that makes small enough pieces, so that related words stay together."""

    display_name = "Recursive Character Text Splitter"
    description = "Cuts texts at paragraphs, lines or words, as far as needed."
    icon = "Rows3"
    extra = EXTRA

    inputs = [
        IntInput(
            name="chunk_size", display_name="Chunk Size", info="How many characters a chunk may have.", value=1000
        ),
        IntInput(
            name="chunk_overlap",
            display_name="Chunk Overlap",
            info="How many characters two neighbouring chunks may share.",
            value=200,
        ),
        DataInput(
            name="data_input",
            display_name="Input",
            info="The texts to cut.",
            input_types=["Document", "Data"],
            required=True,
        ),
        MessageTextInput(
            name="separators",
            display_name="Separators",
            info="Where to cut, the best place first. Empty: paragraphs, lines, words, characters.",
            is_list=True,
        ),
    ]
    outputs = [
        Output(name="data", display_name="Data", method="transform_data"),
    ]

    def transform_data(self) -> list[Data]:
        """Return one record per chunk."""
        data = split_recursively(
            self.data_input,
            size=self.chunk_size,
            overlap=self.chunk_overlap,
            separators=[unescaped(separator) for separator in self.separators if separator is not None],
        )
        self.status = data
        return data
