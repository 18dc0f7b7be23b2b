"""Components as tools of an agent: what may be called, with which arguments, under which name."""

from execution.engine.toolkit.arguments import accepted_arguments, argument_fields, parameters_for
from execution.engine.toolkit.calling import TOOL_OUTPUT, tool_of_output, tools_of_outputs, tools_shown
from execution.engine.toolkit.errors import ToolFailed
from execution.engine.toolkit.langchain_door import as_langchain_tools, described_tool, tool_of_langchain
from execution.engine.toolkit.rows import ROWS_FIELD, chosen, merged_rows, rows_of, tags_of, usable_name
from execution.engine.toolkit.tool import Tool

__all__ = [
    "ROWS_FIELD",
    "TOOL_OUTPUT",
    "Tool",
    "ToolFailed",
    "accepted_arguments",
    "argument_fields",
    "as_langchain_tools",
    "chosen",
    "described_tool",
    "merged_rows",
    "parameters_for",
    "rows_of",
    "tags_of",
    "tool_of_langchain",
    "tool_of_output",
    "tools_of_outputs",
    "tools_shown",
    "usable_name",
]
