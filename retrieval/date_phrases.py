"""Dates that a question names, as spans of days. Pure; "last year" is relative to the day it is given.

What a phrase means is decided here, whether it restricts the sources is decided in `filters`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import PartialDate

RECENT_YEARS = 3  # what "recent" means
FEW_YEARS = 3  # what "the last few years" means
_DAY = timedelta(days=1)
_COUNTS = {word: n for n, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)}
_COUNTS |= {"a": 1, "few": FEW_YEARS, "couple of": 2, "": 1}

# Royal Assent of the Acts that debates on the NHS call by their year; of any other only the year is known.
ACTS = {
    "1990": date(1990, 6, 29),
    "1999": date(1999, 6, 30),
    "2003": date(2003, 11, 20),
    "2006": date(2006, 11, 8),
    "2012": date(2012, 3, 27),
    "2014": date(2014, 5, 14),
    "2022": date(2022, 4, 28),
}

_MONTHS = "|".join(calendar.month_name[1:])
_YEAR = r"(?:19|20)\d\d(?![\d/–-]|s\b)"
_POINT = rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTHS})\s+)?{_YEAR}"
_ACT = rf"the\s+(?:[\w()]+\s+){{0,7}}?act(?:\s+of)?\s+{_YEAR}|the\s+{_YEAR}\s+[a-z]\w+"
_DECADE = r"(?:the\s+)?(?:19|20)\d0s\b"
_TERM = rf"(?:{_ACT}|{_DECADE}|{_POINT})"
_SINCE = re.compile(rf"\b(since|after|post-?)\s*(?P<term>{_TERM})|\b(?:from\s+)?(?P<on>{_POINT})\s+onwards?\b", re.I)
_BEFORE = re.compile(rf"\b(?P<how>before|prior\s+to|earlier\s+than|until|up\s+to|pre-?)\s*(?P<term>{_TERM})", re.I)
_BETWEEN = re.compile(
    rf"\b(?:between\s+(?P<a>{_POINT})\s+and|from\s+(?P<b>{_POINT})\s+(?:to|until|till|through))\s+(?P<z>{_POINT})", re.I
)
_WITHIN = re.compile(
    rf"\b(?:in|from|during|throughout|over)\s+(?P<term>{_DECADE}|(?:the\s+year\s+)?{_POINT})",
    re.I,
)
_LAST = re.compile(
    r"\b(?:in|over|during|within|from)?\s*the\s+(?:last|past|previous)\s+"
    r"(?:(?P<n>\d{1,2}|a|few|couple\s+of|one|two|three|four|five|six|seven|eight|nine|ten)\s+)?(?P<unit>decades?|years?|months?)\b",
    re.I,
)
_CALENDAR = re.compile(r"\b(?P<which>last|this)\s+(?P<unit>year|month)\b", re.I)
_RECENT = re.compile(r"\b(?:more\s+)?recent(?:ly)?\b|\b(?:in|of)\s+recent\s+years\b|\blately\b", re.I)


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """Days from `first` to `last`, both included, `None` where open. `label` is the question's own words.

    `from_then_on` marks a span that only begins: what happened in it cannot have been published before it.
    """

    first: date | None
    last: date | None
    label: str
    from_then_on: bool = False


def date_phrase(question: str, today: date) -> DatePhrase | None:
    """The first phrase that dates something, the most specific reading first; `None` without one."""
    if m := _BETWEEN.search(question):
        first, last = _span(m["a"] or m["b"])[0], _span(m["z"])[1]
        return DatePhrase(first, last, m[0]) if first <= last else None
    since, before = _SINCE.search(question), _BEFORE.search(question)
    if since and before:
        first, last = _since(since), _before(before)
        return DatePhrase(first, last, f"{since[0]}, {before[0]}") if first <= last else None
    if since:
        return DatePhrase(_since(since), None, since[0], from_then_on=True)
    if before:
        return DatePhrase(None, _before(before), before[0])
    if m := _WITHIN.search(question):
        return DatePhrase(*_span(m["term"]), m[0])
    return _relative(question, today)


def _relative(question: str, today: date) -> DatePhrase | None:
    if m := _LAST.search(question):
        text = re.sub(r"\s+", " ", (m["n"] or "").lower())
        count = int(text) if text.isdigit() else _COUNTS[text]
        months = count * {"d": 120, "y": 12, "m": 1}[m["unit"][0].lower()]
        return DatePhrase(_months_before(today, months), today, m[0].strip())
    if m := _CALENDAR.search(question):
        return DatePhrase(*_calendar(m["which"].lower() == "last", m["unit"].lower() == "year", today), m[0])
    if m := _RECENT.search(question):
        return DatePhrase(_months_before(today, 12 * RECENT_YEARS), today, m[0])
    return None


def _calendar(previous: bool, year: bool, today: date) -> tuple[date, date]:
    """The calendar year or month that `today` is in, or the one before it."""
    if year:
        return date(today.year - previous, 1, 1), date(today.year - previous, 12, 31)
    start = today.replace(day=1)
    start = (start - _DAY).replace(day=1) if previous else start
    return start, start.replace(day=calendar.monthrange(start.year, start.month)[1])


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _since(match: re.Match[str]) -> date:
    """First day of what is asked for: `since 2015` begins with 2015, `after 2015` when it is over."""
    if event := _event(match["term"] or ""):
        return event[0]
    first, last = _span(match["on"] or match["term"])
    return first if match["on"] or match[1].lower() == "since" else last + _DAY


def _before(match: re.Match[str]) -> date:
    """Last day of what is asked for. Of an event whose day is unknown, the whole year may lie before it."""
    if event := _event(match["term"]):
        return event[1]
    first, last = _span(match["term"])
    return last if match["how"].lower().startswith(("until", "up")) else first - _DAY


def _event(term: str) -> tuple[date, date] | None:
    """The first day from an event on and the last day before it: `the 2012 Act`, `the 2019 election`."""
    if not re.fullmatch(_ACT, term, re.I):
        return None
    year = re.findall(r"\d{4}", term)[-1]
    known = ACTS.get(year) if re.search(r"\bact\b", term, re.I) else None
    return (known, known - _DAY) if known else (date(int(year), 1, 1), date(int(year), 12, 31))


def _span(text: str) -> tuple[date, date]:
    """First and last day of `2 December 2016`, `December 2016`, `2016` or `the 1990s`; a day that does not exist counts
    as its month."""
    year = int(re.findall(r"\d{4}", text)[-1])
    if re.search(r"\d0s$", text, re.I):
        return date(year, 1, 1), date(year + 9, 12, 31)
    month = next((n for n, name in enumerate(calendar.month_name) if n and name.lower() in text.lower()), None)
    day = re.match(r"\d{1,2}(?!\d)", text)
    iso = f"{year}-{month:02}" if month else f"{year}"
    if month and day and 1 <= int(day[0]) <= calendar.monthrange(year, month)[1]:
        iso += f"-{int(day[0]):02}"
    return PartialDate(iso).first, PartialDate(iso).last
