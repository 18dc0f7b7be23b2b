"""Prompt Template: a text with places that other components fill."""

from __future__ import annotations

from typing import Any

from execution.components.templating import (
    TemplateInvalid,
    fill,
    fill_mustache,
    mustache_variables_of,
    variables_of,
)
from execution.engine.component import Component, Node
from execution.engine.fields import BoolInput, DefaultPromptField, MessageTextInput, Output, PromptInput
from execution.engine.fields.conversions import to_text
from execution.engine.values import Message


class PromptTemplate(Component):
    """Fill the places of a template; each place is a field of its own."""

    name = "Prompt Template"
    display_name = "Prompt Template"
    description = "Writes a prompt from a template whose places become fields."
    icon = "SquarePen"

    inputs = [
        PromptInput(name="template", display_name="Template"),
        BoolInput(
            name="use_double_brackets",
            display_name="Use Double Brackets",
            info="Write places as {{name}}, so that single braces are plain text.",
            real_time_refresh=True,
            advanced=True,
        ),
        MessageTextInput(
            name="tool_placeholder",
            display_name="Tool Placeholder",
            info="Lets an agent call the template as a tool.",
            tool_mode=True,
            advanced=True,
        ),
    ]
    outputs = [Output(name="prompt", display_name="Prompt", method="build_prompt")]

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """The other brackets make other words variables, each with a field of its own."""
        if field_name != "use_double_brackets":
            return build_config
        build_config["template"]["type"] = "mustache" if field_value else "prompt"
        variables = _variables(build_config["template"].get("value"), mustache=bool(field_value))
        for name in [name for name in _variable_fields(build_config) if name not in variables]:
            del build_config[name]
        for name in variables:
            build_config.setdefault(name, DefaultPromptField(name=name, display_name=name).to_template())
        return build_config

    def update_outputs(self, frontend_node: Node, field_name: str, field_value: Any) -> Node:
        """Note the variables beside the template, where the editor looks for them."""
        frontend_node["custom_fields"] = {"template": _variable_fields(frontend_node["template"])}
        return frontend_node

    def build_prompt(self) -> Message:
        """Return the filled template."""
        template = to_text(self.template) or ""
        if self.use_double_brackets:
            prompt = fill_mustache(template, self._values(mustache_variables_of(template)))
        else:
            prompt = fill(template, self._values(variables_of(template)))
        self.status = prompt
        return Message(text=prompt)

    def _values(self, names: list[str]) -> dict[str, Any]:
        """Return the text of every variable that has a field; one without a value is empty."""
        known = [name for name in names if name in self.values or name in self.vertex.template]
        return {name: _text(self.values.get(name)) for name in known}


def _variables(template: Any, *, mustache: bool) -> list[str]:
    """Return the variables of the text; none while somebody is still writing it."""
    try:
        return mustache_variables_of(template or "") if mustache else variables_of(template or "")
    except TemplateInvalid:
        return []


def _variable_fields(template: Node) -> list[str]:
    return [name for name, field in template.items() if isinstance(field, dict) and DefaultPromptField.MARK in field]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    return to_text(value) or ""
