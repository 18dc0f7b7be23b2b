"""NVIDIA System-Assist: ask the assistant of the computer's own NVIDIA driver."""

from __future__ import annotations

import asyncio
from typing import Any

from execution.components.optional_import import optional_import
from execution.engine.component import Component
from execution.engine.fields import MessageTextInput, Output
from execution.engine.values import Message

EXTRA = "nvidia"


class NvidiaSystemAssistComponent(Component):
    """Ask or tell the driver something. Works on Windows with an RTX card."""

    display_name = "NVIDIA System-Assist"
    description = "Asks the assistant of this computer's NVIDIA driver (Windows only)."
    documentation = "https://docs.langflow.org/integrations-nvidia-g-assist"
    icon = "NVIDIA"
    extra = EXTRA
    is_trusted_only = True

    inputs = [
        MessageTextInput(
            name="prompt",
            display_name="System-Assist Prompt",
            info="What the assistant is asked, for example which card there is.",
            tool_mode=True,
        ),
    ]
    outputs = [
        Output(name="response", display_name="Response", method="sys_assist_prompt"),
    ]

    async def sys_assist_prompt(self) -> Message:
        """Return what the assistant says."""
        rise = optional_import("gassist.rise", extra=EXTRA)
        said = await asyncio.to_thread(_asked, rise, self.prompt or "")
        return Message(text=said)


def _asked(rise: Any, prompt: str) -> str:
    rise.register_rise_client()
    answer = rise.send_rise_command(prompt)
    return str((answer or {}).get("completed_response") or "")
