"""Results of frozen vertices, kept in this process. The key names flow, vertex and everything the fields held."""

from collections import OrderedDict

from execution.engine.ports import FrozenKey
from execution.engine.results import VertexResult

MOST_RESULTS = 512


class ProcessFrozenResults:
    """The engine's FrozenResults: the latest results, the least used one goes first."""

    survives_restart = False

    def __init__(self, *, size: int = MOST_RESULTS) -> None:
        self._size = size
        self._results: OrderedDict[FrozenKey, VertexResult] = OrderedDict()

    async def get(self, key: FrozenKey) -> VertexResult | None:
        result = self._results.get(key)
        if result is not None:
            self._results.move_to_end(key)
        return result

    async def put(self, key: FrozenKey, result: VertexResult) -> None:
        self._results[key] = result
        self._results.move_to_end(key)
        while len(self._results) > self._size:
            self._results.popitem(last=False)


frozen_results = ProcessFrozenResults()
