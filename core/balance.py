"""What the passages behind an answer come from, in numbers: publishers, kinds, and the years they span. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Balance:
    """Distinct publications by publisher and by kind, most frequent first, and the dates of the earliest and latest.

    A publication without a publisher or date counts as `undated` or under no publisher.
    """

    publications: int = 0
    publishers: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    earliest: PartialDate | None = None
    latest: PartialDate | None = None
    undated: int = 0

    @property
    def words(self) -> str:
        """One line for a reader: `9 publications, 2012 to 2025: 4 opinion, 5 news; 6 publishers, most from HSJ (3)`."""
        if not self.publications:
            return "no publication"
        span = ""
        if self.earliest and self.latest:
            years = (self.earliest.first.year, self.latest.last.year)
            span = f", {years[0]}" + (f" to {years[1]}" if years[1] > years[0] else "")
        parts = [
            f"{_count(self.publications, 'publication')}{span}: " + ", ".join(f"{n} {kind}" for kind, n in self.kinds.items())
        ]
        if self.publishers:
            first, most = next(iter(self.publishers.items()))
            parts.append(_count(len(self.publishers), "publisher") + (f", most from {first} ({most})" if most > 1 else ""))
        if self.undated:
            parts.append(f"{self.undated} undated")
        return "; ".join(parts)


def balance_of(publications: Iterable[tuple[str | None, str, PartialDate | None]]) -> Balance:
    """From the publisher, kind and date of each distinct publication."""
    rows = list(publications)
    dates = [published for _, _, published in rows if published]
    return Balance(
        publications=len(rows),
        publishers=_ranked(publisher for publisher, _, _ in rows if publisher),
        kinds=_ranked(kind for _, kind, _ in rows),
        earliest=min(dates, key=lambda day: (day.first, day.iso), default=None),
        latest=max(dates, key=lambda day: (day.last, day.iso), default=None),
        undated=len(rows) - len(dates),
    )


def _ranked(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda row: (-row[1], row[0])))


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'s' if n != 1 else ''}"
