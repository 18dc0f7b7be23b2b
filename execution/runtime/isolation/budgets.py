"""How much a process may say: its code shall neither fill the server's memory nor keep the server busy."""

from dataclasses import dataclass
from time import perf_counter

from execution.engine.isolation.frames import LARGEST_VALUE
from execution.runtime.isolation import errors

MOST_FRAMES = 200_000
"""What a process may say in its life: tokens, questions, answers. Parts of values do not count."""
MOST_AT_ONCE = 1000
"""Questions that it may have open."""
MOST_ASKED = LARGEST_VALUE
"""Bytes of the questions that it has open."""
MOST_TOLD = LARGEST_VALUE
"""Bytes of what it may tell, unasked, while it works: tokens, messages for the chat."""


@dataclass(slots=True)
class Budget:
    """What one process has said."""

    frames: int = 0
    size: int = 0
    """Bytes of everything, parts of values among them."""
    asked: int = 0
    told: int = 0

    @property
    def is_half_spent(self) -> bool:
        return self.frames > MOST_FRAMES / 2

    def check(self, questions: int) -> None:
        """Raise CustomCodeUsedTooMuch where it has said too much, or has so many questions open."""
        over = self.frames > MOST_FRAMES or questions > MOST_AT_ONCE
        if over or self.told > MOST_TOLD or self.asked > MOST_ASKED:
            raise errors.CustomCodeUsedTooMuch(what="messages to the server")


class StreamBudget:
    """Of one stream that is read from a process: all of its pieces together are one value, with a value's limits."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends = perf_counter() + seconds
        self._size = 0

    def problem_after(self, size: int) -> Exception | None:
        """Count another piece of so many bytes; return what is wrong with the stream by now."""
        self._size += size
        if self._size > LARGEST_VALUE:
            return errors.CustomCodeUsedTooMuch(what="data in one value")
        if perf_counter() > self._ends:
            return errors.CustomCodeTookTooLong(seconds=self._seconds)
        return None
