"""Ask a server over and over, and say how fast it answers."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

import aiohttp


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A route to POST to."""

    url: str
    headers: dict[str, str]
    body: Callable[[int], dict[str, Any]]
    """The body of the request with that number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What came back in the time given."""

    requests: int
    errors: int
    seconds: float
    latencies: list[float]

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def p50_ms(self) -> float:
        return median(self.latencies) * 1000

    @property
    def p95_ms(self) -> float:
        return quantiles(self.latencies, n=20)[-1] * 1000 if len(self.latencies) > 1 else self.p50_ms


def measure(target: Target, *, callers: int, seconds: float) -> Measured:
    """Let so many callers ask one after the other for that time."""
    return asyncio.run(_measure(target, callers, seconds))


async def _measure(target: Target, callers: int, seconds: float) -> Measured:
    latencies: list[float] = []
    errors = 0
    numbers = iter(range(1_000_000_000))
    started = time.perf_counter()
    timeout = aiohttp.ClientTimeout(total=120)
    async with aiohttp.ClientSession(headers=target.headers, timeout=timeout) as session:

        async def call_until_the_end() -> None:
            nonlocal errors
            while time.perf_counter() - started < seconds:
                asked = time.perf_counter()
                async with session.post(target.url, json=target.body(next(numbers))) as answer:
                    await answer.read()
                    errors += answer.status != 200
                latencies.append(time.perf_counter() - asked)

        await asyncio.gather(*(call_until_the_end() for _ in range(callers)))
    return Measured(requests=len(latencies), errors=errors, seconds=time.perf_counter() - started, latencies=latencies)
