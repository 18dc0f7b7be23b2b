"""How fast a process may speak: it gets half of the event loop's time at most, the server's other work the rest."""

from time import perf_counter

SHARE = 0.5
MOST_CREDIT = 0.02
"""Seconds of work that may come at once."""
LEAST_COST = 0.0002
"""Seconds that a frame costs at least, with what others do about it later: record it, show it."""


class Pace:
    """Credit of one process. Time fills it, frames use it up."""

    def __init__(self) -> None:
        self._credit = MOST_CREDIT
        self._asked = perf_counter()

    def pause_after(self, seconds: float) -> float:
        """Return how long not to listen after a frame that took so long."""
        now = perf_counter()
        self._credit = min(MOST_CREDIT, self._credit + (now - self._asked) * SHARE) - max(seconds, LEAST_COST)
        self._asked = now
        return max(0.0, -self._credit / SHARE)
