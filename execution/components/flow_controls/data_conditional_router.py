"""Condition: send records one of two ways. Kept for older flows."""

from __future__ import annotations

from typing import Any

from execution.components.comparing import TEXT_COMPARISONS
from execution.engine.component import Component
from execution.engine.fields import DataInput, DropdownInput, MessageTextInput, Output
from execution.engine.values import Data

TRUE_OUTPUT = "true_output"
FALSE_OUTPUT = "false_output"
BOOLEAN = "boolean validator"
_TRUE_WORDS = frozenset({"true", "1", "yes", "y", "on"})


class DataConditionalRouter(Component):
    """Send the records whose key compares down the True branch; if there are none, the others down the False branch."""

    display_name = "Condition"
    description = "Sends records one of two ways by the value of a key."
    icon = "Split"
    legacy = True
    replacement = ["logic.ConditionalRouter"]

    inputs = [
        DataInput(name="data_input", display_name="Data Input", info="The records.", is_list=True),
        MessageTextInput(name="key_name", display_name="Key Name", info="The key to look at."),
        DropdownInput(
            name="operator",
            display_name="Operator",
            info="How to compare; the boolean validator asks whether the value means yes.",
            options=["equals", "not equals", "contains", "starts with", "ends with", "boolean validator"],
            value="equals",
        ),
        MessageTextInput(name="compare_value", display_name="Match Text", info="The text to compare with."),
    ]
    outputs = [
        Output(name="true_output", display_name="True Output", method="process_data"),
        Output(name="false_output", display_name="False Output", method="process_data"),
    ]

    _answer: list[Data] | Data | None = None
    _taken = ""

    def process_data(self) -> Data | list[Data] | None:
        """Return the records of the branch that is taken; the other branch gets nothing and does not run."""
        if not self._taken:
            self._decide()
        # Without records no branch is taken: both are told what is wrong.
        return self._answer if self.current_output == self._taken or isinstance(self._answer, Data) else None

    def _decide(self) -> None:
        if not self.data_input or not all(isinstance(record, Data) for record in self.data_input):
            self._taken = TRUE_OUTPUT
            self._answer = self.status = Data(data={"error": "Input is not a Data object"})
            return
        fitting = [record for record in self.data_input if self._fits(record)]
        self._taken = TRUE_OUTPUT if fitting else FALSE_OUTPUT
        self._answer = fitting or self.data_input
        self.stop(FALSE_OUTPUT if fitting else TRUE_OUTPUT)

    def _fits(self, record: Data) -> bool:
        key = self.key_name or ""
        if key not in record.data:
            self.status = f"Key '{key}' not found in Data"
            return False
        value = record.data[key]
        fits = _means_yes(value) if self.operator == BOOLEAN else self._compares(str(value))
        asked = f"Boolean validation of '{key}'" if self.operator == BOOLEAN else self._comparison()
        self.status = f"Condition {'met' if fits else 'not met'}: {asked}"
        return fits

    def _compares(self, text: str) -> bool:
        return TEXT_COMPARISONS[self.operator](text, self.compare_value or "")

    def _comparison(self) -> str:
        return f"{self.key_name} {self.operator} {self.compare_value}"


def _means_yes(value: Any) -> bool:
    return value.strip().lower() in _TRUE_WORDS if isinstance(value, str) else bool(value)
