"""System-Assist: what the driver says, and what is told where there is none."""

import sys
from types import ModuleType

import pytest

from execution.components.nvidia.system_assist import NvidiaSystemAssistComponent
from execution.engine.values.errors import ExtraNotInstalled
from tests.execution.components.running import give


class Driver(ModuleType):
    def __init__(self, answer: dict[str, str] | None) -> None:
        super().__init__("gassist.rise")
        self.answer = answer
        self.asked: list[str] = []

    def register_rise_client(self) -> None:
        self.asked.append("hello")

    def send_rise_command(self, prompt: str) -> dict[str, str] | None:
        self.asked.append(prompt)
        return self.answer


@pytest.mark.parametrize(("answer", "text"), [({"completed_response": "RTX"}, "RTX"), (None, "")])
async def test_the_driver_is_asked(monkeypatch, answer, text):
    driver = Driver(answer)
    monkeypatch.setitem(sys.modules, "gassist.rise", driver)
    assert (await give(NvidiaSystemAssistComponent, "response", prompt="Which card?")).text == text
    assert driver.asked == ["hello", "Which card?"]


async def test_without_the_driver_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "gassist", None)
    with pytest.raises(ExtraNotInstalled, match="nvidia"):
        await give(NvidiaSystemAssistComponent, "response", prompt="Which card?")
