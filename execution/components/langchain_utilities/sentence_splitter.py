"""Natural Language Text Splitter: cut between sentences."""

from __future__ import annotations

import re

from execution.components.chunks import chunks_of
from execution.components.splitting import checked_sizes, rows_of, texts_of, unescaped
from execution.engine.component import Component
from execution.engine.fields import DataInput, IntInput, MessageTextInput, Output
from execution.engine.values import Data

PARAGRAPHS = "\n\n"
# A sentence ends with its mark and what closes it; the next one does not begin with a small letter, which spares most
# abbreviations. Marks of Chinese and Japanese need no space after them.
_BETWEEN_SENTENCES = re.compile("(?<=[.!?\u2026])[\"'\u201d\u2019)\\]]*\\s+(?![a-z])|(?<=[\u3002\uff01\uff1f])")


class NaturalLanguageTextSplitter(Component):
    """Cut texts between sentences and join the sentences to chunks of about the same size."""

    display_name = "Natural Language Text Splitter"
    description = "Cuts texts between sentences."
    icon = "WrapText"

    inputs = [
        IntInput(
            name="chunk_size",
            display_name="Chunk Size",
            info="How many characters a chunk may have; a sentence stays whole.",
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
            info="What stands between two sentences of a chunk. Empty: an empty line.",
        ),
        MessageTextInput(
            name="language",
            display_name="Language",
            info="Kept for flows that name one; sentences are found the same way in all languages.",
        ),
    ]
    outputs = [
        Output(name="data", display_name="Data", method="transform_data"),
    ]

    def transform_data(self) -> list[Data]:
        """Return one record per chunk."""
        separator = unescaped(self.separator) if self.separator else PARAGRAPHS
        data = [
            row for text, others in texts_of(self.data_input) for row in rows_of(self._chunks(text, separator), others)
        ]
        self.status = data
        return data

    def _chunks(self, text: str, separator: str) -> list[str]:
        sentences = [sentence.strip() for sentence in _BETWEEN_SENTENCES.split(text) if sentence.strip()]
        size, overlap = checked_sizes(self.chunk_size, self.chunk_overlap)
        # Zero bytes cannot stand in a text that came as JSON; so no sentence is cut at a separator inside of it.
        joined = chunks_of("\0".join(sentences), separator="\0", size=size, overlap=overlap)
        return [chunk.replace("\0", separator) for chunk in joined]
