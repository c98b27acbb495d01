"""Dates that keep the precision they were published with."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day, as ISO 8601 `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    It is shown with the precision it has and compared by its whole span: `2016` reaches from 1 January to
    31 December 2016.
    """

    iso: str

    @classmethod
    def parse(cls, value: object) -> PartialDate:
        """Read a date as front matter gives it (`str`, `int` year or `datetime.date`). Raises `ValueError`."""
        text = value.isoformat()[:10] if isinstance(value, date) else str(value).strip()
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a date like 2016, 2016-12 or 2016-12-02")
        year, month, day = match.groups()
        date(int(year), int(month or 1), int(day or 1))  # refuses 2016-13 and 2016-02-30
        return cls(text)

    @property
    def first(self) -> date:
        """First day of the span."""
        parts = [int(part) for part in self.iso.split("-")]
        return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)

    @property
    def last(self) -> date:
        """Last day of the span."""
        parts = [int(part) for part in self.iso.split("-")]
        if len(parts) == 3:
            return date(*parts)
        month = parts[1] if len(parts) == 2 else 12
        return date(parts[0], month, calendar.monthrange(parts[0], month)[1])

    @property
    def words(self) -> str:
        """As a reader writes it: `2 December 2016`, `December 2016` or `2016`."""
        parts = self.iso.split("-")
        named = [calendar.month_name[int(parts[1])]] if len(parts) > 1 else []
        return " ".join([str(int(day)) for day in parts[2:]] + named + [parts[0]])

    def __str__(self) -> str:
        return self.iso
