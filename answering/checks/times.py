"""Since when, by when, and in what time: a year keeps its preposition, and a rate its "a year". Pure.

"Closed in 2017" does not follow from "closed before 2017", nor "save £400m" from "save £400m a year". When it
was said is not when it was so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.checks.binding import is_year
from answering.checks.ground import Ground
from answering.checks.lexicon import lexicon
from answering.checks.numbers import MONTHS
from answering.checks.words import STOPS, Word, words_of

_PARTICIPLES = frozenset({"known", "seen", "written", "given", "taken", "made", "shown", "said", "found", "held"})
_GROUPS = ("in on of during for at", "from since between", "to until", "by", "before", "after")
_GROUP = {word: at for at, group in enumerate(_GROUPS) for word in group.split()}
_BETWEEN = frozenset({month.lower() for month in MONTHS} | {"may_month", "early", "late", "mid", "the", "end"})
_MONTH = rf"(?:(?:{'|'.join(MONTHS)}) )?"
_NAMED = re.compile(
    rf"\b(in|by|since|from|until) the {_MONTH}((?:19|20)\d\d) (?!data|survey|figures|census|results|statistics)[a-z]", re.I
)
_BARE = re.compile(rf"\b(in|by|since|from|until) {_MONTH}((?:19|20)\d\d)\b", re.I)
_YEARLY = re.compile(r"\b(?:annual|annually|yearly)\b", re.I)
_RATE = re.compile(
    r"(?<![\d.,])(\d(?:[\d,.]*\d)?)(?:bn|m|k)?%?(?: (?!and\b|or\b|to\b)[a-z]\w*){0,2} (?:a|per|each|every) "
    r"(?:year|month|week|day|night|head|person|patient|bed)\b",
    re.I,
)


def times_hold(text: str, ground: Ground) -> bool:
    """True if each year of `text` has the preposition that it has in a quotation, and each rate its time."""
    theirs = [found for quote in ground.quotes for found in _dated(words_of(quote))]
    for year, group in _dated(words_of(text)):
        groups = [other for same, other in theirs if same == year]
        if group is not None and groups and None not in groups and group not in groups:
            return False
    if _dates_another(words_of(text), [words_of(quote) for quote in ground.quotes]):
        return False
    if _dates_the_told(words_of(text), [words_of(quote) for quote in ground.quotes]):
        return False
    return (bool(_YEARLY.search(text)) or not _loses_time(text, ground.text)) and not _dates_by_name(text, ground.text)


def _dates_another(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True for "recruited in May 1986" where the quotations have "recruited inside, as known in May 1986"."""
    known = {word.stem for quote in theirs for word in quote}
    there = [pair for quote in theirs for pair in _before_dates(quote)]
    for year, before in _before_dates(ours):
        held = [other for same, other in there if same == year]
        told = _is_participle(before) and before.stem in known and before.text not in lexicon().reporting
        if told and held and all(map(_is_participle, held)) and before.stem not in {other.stem for other in held}:
            return True
    return False


def _is_participle(word: Word) -> bool:
    return word.text.endswith("ed") or word.text in _PARTICIPLES


def _before_dates(words: Sequence[Word]) -> Iterator[tuple[str, Word]]:
    """Each year behind "in" or "on" with the word before that."""
    for at, word in enumerate(words):
        if not is_year(word):
            continue
        n = at - 1
        while n > 0 and (words[n].text in _BETWEEN or words[n].text[0].isdigit()):
            n -= 1
        if n > 0 and words[n].text in ("in", "on"):
            yield word.text[:4], words[n - 1]


def _dates_the_told(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True for "ruled that it was unlawful in 2022" where the quotations have "ruled in 2022 that it was unlawful"."""
    words = [word for quote in theirs for word in quote]
    said = {word.text for at, word in enumerate(words[:-1]) if is_year(word) and words[at + 1].text == "that"}
    of_years = [word.text for word in words if is_year(word)]
    moved = {year for year in said if of_years.count(year) == 1}
    told = False
    for at, word in enumerate(ours):
        told = word.text == "that" or (told and word.text not in STOPS)
        if told and word.text in moved and not (at + 1 < len(ours) and ours[at + 1].text == "that"):
            return True
    return False


def _dates_by_name(text: str, quotes: str) -> bool:
    """True for "by May 2025" where the quotations have "by the May 2025 framework", and the year nowhere else.

    The data of a year tell of that year.
    """
    bare = {(way.lower(), year) for way, year in _BARE.findall(text)}
    return any((way.lower(), year) in bare and quotes.count(year) == 1 for way, year in _NAMED.findall(quotes))


def _dated(words: Sequence[Word]) -> Iterator[tuple[str, int | None]]:
    """Each year with the group of the preposition before it, if there is one."""
    for at, word in enumerate(words):
        if not is_year(word):
            continue
        n = at - 1
        while n > 0 and (words[n].text in _BETWEEN or (words[n].text[0].isdigit() and words[n + 1].text in _BETWEEN)):
            n -= 1
        yield word.text[:4], _GROUP.get(words[n].text) if n >= 0 else None


def _loses_time(text: str, quotes: str) -> bool:
    """True if a number that is a rate wherever the quotations have it is none in the sentence."""
    rates = _RATE.findall(quotes)
    kept = set(_RATE.findall(text))
    return any(
        len(re.findall(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)", quotes)) == rates.count(number)
        and re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)", text)
        for number in set(rates) - kept
    )
