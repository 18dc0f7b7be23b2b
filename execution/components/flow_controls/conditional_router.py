"""If-Else: send a text one of two ways."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from execution.engine.component import Component, Node
from execution.engine.fields import BoolInput, DropdownInput, IntInput, MessageInput, MessageTextInput, Output
from execution.engine.values import Message

TRUE_RESULT = "true_result"
FALSE_RESULT = "false_result"


def _compares(compare: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    """Return a comparison of two texts as numbers; texts that are no numbers compare as false."""

    def compare_numbers(text: str, other: str) -> bool:
        try:
            return compare(float(text), float(other))
        except ValueError:
            return False

    return compare_numbers


def _matches(text: str, pattern: str) -> bool:
    try:
        return re.match(pattern, text) is not None
    except re.error:
        return False


REGEX = "regex"
OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "equals": lambda text, other: text == other,
    "not equals": lambda text, other: text != other,
    "contains": lambda text, other: other in text,
    "starts with": lambda text, other: text.startswith(other),
    "ends with": lambda text, other: text.endswith(other),
    REGEX: _matches,
    "less than": _compares(lambda number, other: number < other),
    "less than or equal": _compares(lambda number, other: number <= other),
    "greater than": _compares(lambda number, other: number > other),
    "greater than or equal": _compares(lambda number, other: number >= other),
}


class ConditionalRouter(Component):
    """Compare a text and run only the branch behind the answer."""

    display_name = "If-Else"
    description = "Compares a text and runs one of two branches."
    icon = "GitBranch"
    exclusion_lasts = True

    inputs = [
        MessageTextInput(name="input_text", display_name="Text Input", info="The text to look at.", required=True),
        DropdownInput(
            name="operator",
            display_name="Operator",
            info="How to compare. Numbers are compared as numbers.",
            options=list(OPERATORS),
            value="equals",
            real_time_refresh=True,
        ),
        MessageTextInput(name="match_text", display_name="Match Text", info="The text to compare with.", required=True),
        BoolInput(
            name="case_sensitive",
            display_name="Case Sensitive",
            info="Off: capital and small letters are the same, except in a regex.",
            value=True,
            advanced=True,
        ),
        MessageInput(
            name="true_case_message",
            display_name="Case True",
            info="What the True branch gets.",
            advanced=True,
        ),
        MessageInput(
            name="false_case_message",
            display_name="Case False",
            info="What the False branch gets.",
            advanced=True,
        ),
        IntInput(
            name="max_iterations",
            display_name="Max Iterations",
            info="In a cycle: after so many rounds the default route is taken.",
            value=10,
            advanced=True,
        ),
        DropdownInput(
            name="default_route",
            display_name="Default Route",
            info="The way out of a cycle that has come round too often.",
            options=[TRUE_RESULT, FALSE_RESULT],
            value=FALSE_RESULT,
            advanced=True,
        ),
    ]
    outputs = [
        Output(name=TRUE_RESULT, display_name="True", method="true_response", group_outputs=True),
        Output(name=FALSE_RESULT, display_name="False", method="false_response", group_outputs=True),
    ]

    _route: str | None = None

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """A regex says itself which letters are the same."""
        if field_name == "operator":
            if field_value == REGEX:
                build_config.pop("case_sensitive", None)
            else:
                build_config.setdefault("case_sensitive", self.input_by_name["case_sensitive"].to_template())
        return build_config

    def true_response(self) -> Message:
        """Return the True branch's message, or stop that branch."""
        return self._answer(TRUE_RESULT, self.true_case_message)

    def false_response(self) -> Message:
        """Return the False branch's message, or stop that branch."""
        return self._answer(FALSE_RESULT, self.false_case_message)

    def _answer(self, output: str, message: Message | None) -> Message:
        if self.route() != output:
            return Message(text="")
        answer = Message(text=self.input_text) if message is None else message
        self.status = answer
        return answer

    def route(self) -> str:
        """Return the output that is taken, the same one for the whole execution, and stop the other."""
        if self._route is None:
            self._route = self._decide()
            self.stop(FALSE_RESULT if self._route == TRUE_RESULT else TRUE_RESULT)
        return self._route

    def _decide(self) -> str:
        rounds_by_vertex = self.ctx.setdefault("rounds of routers", {})
        rounds = rounds_by_vertex[self.vertex.id] = rounds_by_vertex.get(self.vertex.id, 0) + 1
        if self.max_iterations and rounds > self.max_iterations:
            return str(self.default_route)
        return TRUE_RESULT if self._condition() else FALSE_RESULT

    def _condition(self) -> bool:
        text, other = self.input_text or "", self.match_text or ""
        if not self.case_sensitive and self.operator != REGEX:
            text, other = text.lower(), other.lower()
        return OPERATORS[self.operator](text, other)
