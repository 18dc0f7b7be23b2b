"""Current Date: what the clock says in a time zone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from execution.engine.component import Component
from execution.engine.fields import DropdownInput, Output
from execution.engine.values import Message


class CurrentDate(Component):
    """Tell date and time, for flows and as a tool of agents."""

    display_name = "Current Date"
    description = "Tells date and time in a time zone."
    icon = "CalendarClock"

    inputs = [
        DropdownInput(
            name="timezone",
            display_name="Timezone",
            info="For example UTC or Europe/Prague.",
            real_time_refresh=True,
            tool_mode=True,
            value="UTC",
        ),
    ]
    outputs = [
        Output(name="current_date", display_name="Current Date", method="get_current_date"),
    ]

    def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        """Offer the time zones that this machine knows."""
        if field_name == "timezone":
            build_config["timezone"]["options"] = sorted(available_timezones())
        return build_config

    def get_current_date(self) -> Message:
        """Return date and time; for an unknown zone what is wrong, which an agent can read and correct."""
        text = _told(self.timezone or "")
        self.status = text
        return Message(text=text)


def _told(zone: str) -> str:
    try:
        now = datetime.now(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        return f"Error: {error}"
    return f"Current date and time in {zone}: {now:%Y-%m-%d %H:%M:%S %Z}"
