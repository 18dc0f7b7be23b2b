"""The table of field kinds: what stands in the template of each, and what its component gets to see.

Names, keys and defaults are the wire format of saved flows; the editor draws its widgets from them.
"""

from __future__ import annotations

from typing import Any

from execution.engine.fields import conversions as to
from execution.engine.fields.base import Input
from execution.engine.values import Data, DataFrame

_TOOL = {"tool_mode": False}
_INPUT = {"trace_as_input": True}
_METADATA = {"trace_as_metadata": True}
_DATABASE = {"load_from_db": False}
_LIST = {"is_list": False, "list_add_label": "Add More"}
_TELEMETRY = {"track_in_telemetry": True}

_NUMBER = _TOOL | _METADATA | _LIST | _TELEMETRY
_TEXT = _TOOL | _METADATA | _DATABASE | _LIST
_MESSAGE = _TEXT | _INPUT | {"input_types": ["Message"]}
_PROMPT = _TOOL | _INPUT | _LIST
_ROWS = {"is_list": True, "list_add_label": "Add More"}
_ROWS_NAMES = {"file_types": "fileTypes"}  # tables keep the name `is_list` on the wire
_OTHER_MODELS = {"name": "connect_other_models", "display_name": "Connect other models", "icon": "CornerDownLeft"}


class StrInput(Input, type="str", convert=to.to_text, expected="a text", settings=_TEXT):
    """One line of text."""


class MessageTextInput(Input, type="str", convert=to.to_text, expected="a text", settings=_MESSAGE):
    """One line of text that an edge may bring; the component sees the text only."""


class MultilineInput(
    MessageTextInput,
    settings={"multiline": True, "ai_enabled": False, "copy_field": False, "password": False},
):
    """Several lines of text that an edge may bring."""


class MultilineSecretInput(MessageTextInput, settings={"multiline": True, "password": True}):
    """Several lines that nobody shall read on the screen."""


class QueryInput(MessageTextInput, type="query"):
    """A search query."""


class MessageInput(Input, type="str", convert=to.to_message, expected="a message", settings=_MESSAGE):
    """A message; typed text becomes one."""


class SecretStrInput(
    Input,
    type="str",
    convert=to.to_text,
    expected="a text",
    settings={"load_from_db": True, "password": True, "input_types": []},
):
    """A secret, usually the name of one of the user's variables."""


class HandleInput(Input, type="other", settings=_METADATA | _LIST | {"input_types": []}):
    """Whatever the edge brings."""


class DataInput(Input, type="other", settings=_TOOL | _METADATA | _INPUT | _LIST | {"input_types": ["Data"]}):
    """A record that an edge brings. Where several may come, a table stands for its rows."""

    def accept(self, value: Any) -> Any:
        accepted = super().accept(value)
        if not self.is_list or not any(isinstance(item, DataFrame) for item in accepted):
            return accepted
        rows = [item.to_data_list() if isinstance(item, DataFrame) else [item] for item in accepted]
        return [record for records in rows for record in records]


class DataFrameInput(Input, type="other", settings=_TOOL | _METADATA | _INPUT | _LIST | {"input_types": ["DataFrame"]}):
    """A table that an edge brings; a list of records is one, too."""

    def accept(self, value: Any) -> Any:
        """Return the table, or what there is instead."""
        accepted = super().accept(value)
        is_rows = isinstance(accepted, list) and accepted and all(isinstance(item, Data) for item in accepted)
        return DataFrame(accepted) if is_rows and not self.is_list else accepted


class BoolInput(Input, type="bool", convert=to.to_boolean, expected="yes or no", settings=_NUMBER | {"value": False}):
    """Yes or no."""


class IntInput(Input, type="int", convert=to.to_integer, expected="a whole number", settings=_NUMBER | {"value": 0}):
    """A whole number."""


class FloatInput(Input, type="float", convert=to.to_number, expected="a number", settings=_NUMBER):
    """A number."""


class SliderInput(
    Input,
    type="slider",
    convert=to.to_number,
    expected="a number",
    settings=_TOOL
    | {
        "min_label": "",
        "max_label": "",
        "min_label_icon": "",
        "max_label_icon": "",
        "slider_buttons": False,
        "slider_buttons_options": [],
        "slider_input": False,
    },
):
    """A number that is chosen on a scale."""


class DropdownInput(
    Input,
    type="str",
    settings=_TOOL
    | _METADATA
    | _TELEMETRY
    | {
        "options": [],
        "options_metadata": [],
        "combobox": False,
        "dialog_inputs": {},
        "toggle": False,
        "external_options": {},
    },
):
    """One of several options."""


class MultiselectInput(
    Input,
    type="str",
    settings=_TOOL | _METADATA | _LIST | {"options": [], "combobox": False, "toggle": False, "is_list": True},
):
    """Any number of several options."""


class TabInput(Input, type="tab", settings=_TOOL | _METADATA | _TELEMETRY | {"options": []}):
    """One of up to three options that show as tabs."""


class SortableListInput(
    Input, type="sortableList", settings=_TOOL | _METADATA | {"search_category": [], "options": [], "limit": None}
):
    """Options in an order of the user's."""


class ConnectionInput(
    Input,
    type="connect",
    settings=_TOOL | _METADATA | {"search_category": [], "options": [], "button_metadata": None},
):
    """An account at another service."""


class DictInput(
    Input,
    type="dict",
    convert=to.to_dictionary,
    expected="a dictionary",
    settings=_TOOL | _INPUT | _LIST | {"value": {}},
):
    """Keys with values, edited as rows; the component always sees one dictionary."""

    def accept(self, value: object) -> object:
        """Return one dictionary also where the rows come as a list."""
        return self.accept_one(value)


class NestedDictInput(
    Input,
    type="NestedDict",
    convert=to.to_dictionary,
    expected="a JSON object",
    settings=_TOOL | _INPUT | _METADATA | _LIST | {"value": {}},
):
    """Any JSON object."""


class TableInput(
    Input,
    type="table",
    convert=to.to_rows,
    expected="rows",
    settings=_TOOL
    | _METADATA
    | _ROWS
    | {"table_schema": None, "trigger_text": "Open table", "trigger_icon": "Table", "table_icon": "Table"},
    wire_names=_ROWS_NAMES,
):
    """Rows with declared columns."""

    def accept(self, value: object) -> object:
        """Return all rows; the field is one table, not a list of tables."""
        return self.accept_one(value)


class ToolsInput(
    Input,
    type="tools",
    settings=_TOOL | _METADATA | _ROWS | {"value": [], "real_time_refresh": True},
    wire_names=_ROWS_NAMES,
):
    """The tools of a component in tool mode, with their names and switches."""


class FileInput(
    Input, type="file", settings=_TOOL | _METADATA | _LIST | {"file_path": "", "file_types": [], "temp_file": False}
):
    """An uploaded file, or several."""


class ModelInput(
    Input,
    type="model",
    settings=_TOOL
    | _INPUT
    | _LIST
    | {
        "model_type": "language",
        "external_options": {"fields": {"data": {"node": _OTHER_MODELS}}},
        "placeholder": "Setup Provider",
        "input_types": ["LanguageModel"],
        "refresh_button": True,
    },
):
    """A model of one of the user's providers, or one that an edge brings."""


class PromptInput(Input, type="prompt", settings=_PROMPT):
    """A template whose variables become fields of their own."""


class MustachePromptInput(Input, type="mustache", settings=_PROMPT):
    """The same with double braces."""


class CodeInput(Input, type="code", settings=_PROMPT):
    """Source code."""


class LinkInput(Input, type="link", settings={"url": None, "text": None, "icon": None}):
    """A link to follow."""


class McpInput(Input, type="mcp", settings=_METADATA | {"value": {}}):
    """One of the user's MCP servers."""


class AuthInput(Input, type="auth", settings=_METADATA | {"auth_tooltip": "", "show": False}):
    """The state of a login at another service."""


class DefaultPromptField(
    Input,
    type="str",
    convert=to.to_text,
    expected="a text",
    settings={
        "is_list": False,
        "multiline": True,
        "file_types": [],
        "file_path": "",
        "input_types": ["Message"],
        "load_from_db": False,
        "override_skip": None,
        "track_in_telemetry": None,
    },
):
    """The field of one variable of a prompt template."""

    MARK = "field_type"
    """Only these fields have that key in a template."""

    def to_template(self) -> dict[str, object]:
        """Return the field; saved flows carry no kind for these."""
        template = super().to_template()
        del template["_input_type"]
        return {self.MARK: self.type, **template}


def _kinds_below(kind: type[Input]) -> list[type[Input]]:
    return [below for child in kind.__subclasses__() for below in (child, *_kinds_below(child))]


INPUT_TYPES: dict[str, type[Input]] = {kind.__name__: kind for kind in _kinds_below(Input)}
