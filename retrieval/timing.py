"""How long the steps of a search take."""

from __future__ import annotations

from time import perf_counter


class Timed:
    """Adds the milliseconds of a block to a dictionary."""

    def __init__(self, timings: dict[str, float], name: str) -> None:
        self._timings, self._name = timings, name

    def __enter__(self) -> None:
        self._start = perf_counter()

    def __exit__(self, *_: object) -> None:
        self._timings[self._name] = self._timings.get(self._name, 0.0) + (perf_counter() - self._start) * 1000
