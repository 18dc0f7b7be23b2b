"""Language Recursive Text Splitter: cut source code where the language begins something new."""

from __future__ import annotations

from execution.components.recursive_splitting import EXTRA, split_recursively
from execution.engine.component import Component
from execution.engine.fields import DataInput, DropdownInput, IntInput, Output
from execution.engine.values import Data


class LanguageRecursiveTextSplitter(Component):
    """Cut source code at classes, functions and blocks, as far as is needed."""

    display_name = "Language Recursive Text Splitter"
    description = "Cuts source code at classes, functions and blocks."
    icon = "FileCode"
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
            info="The source code to cut.",
            input_types=["Document", "Data"],
            required=True,
        ),
        DropdownInput(
            name="code_language",
            display_name="Code Language",
            info="The language it is written in.",
            options=[
                "cpp",
                "go",
                "java",
                "kotlin",
                "js",
                "ts",
                "php",
                "proto",
                "python",
                "rst",
                "ruby",
                "rust",
                "scala",
                "swift",
                "markdown",
                "latex",
                "html",
                "sol",
                "csharp",
                "cobol",
                "c",
                "lua",
                "perl",
                "haskell",
                "elixir",
                "powershell",
                "visualbasic6",
            ],
            value="python",
        ),
    ]
    outputs = [
        Output(name="data", display_name="Data", method="transform_data"),
    ]

    def transform_data(self) -> list[Data]:
        """Return one record per chunk."""
        data = split_recursively(
            self.data_input, size=self.chunk_size, overlap=self.chunk_overlap, language=self.code_language
        )
        self.status = data
        return data
