"""Character Text Splitter: cut at one separator."""

from __future__ import annotations

from execution.components.chunks import chunks_of
from execution.components.splitting import checked_sizes, rows_of, texts_of, unescaped
from execution.engine.component import Component
from execution.engine.fields import DataInput, IntInput, MessageTextInput, Output
from execution.engine.values import Data

PARAGRAPHS = "\n\n"


class CharacterTextSplitter(Component):
    """Cut texts at a separator and join the pieces to chunks of about the same size."""

    display_name = "Character Text Splitter"
    description = "Cuts texts at a separator."
    icon = "ScissorsLineDashed"

    inputs = [
        IntInput(
            name="chunk_size",
            display_name="Chunk Size",
            info="How many characters a chunk may have; a piece without separator inside stays whole.",
            value=1000,
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
            name="separator",
            display_name="Separator",
            info="Where to cut. Empty: between paragraphs. Write \\\\n for a line break.",
        ),
    ]
    outputs = [
        Output(name="data", display_name="Data", method="transform_data"),
    ]

    def transform_data(self) -> list[Data]:
        """Return one record per chunk."""
        separator = unescaped(self.separator) if self.separator else PARAGRAPHS
        size, overlap = checked_sizes(self.chunk_size, self.chunk_overlap)
        data = [
            row
            for text, others in texts_of(self.data_input)
            for row in rows_of(chunks_of(text, separator=separator, size=size, overlap=overlap), others)
        ]
        self.status = data
        return data
