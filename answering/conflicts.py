"""Do two passages tell the same thing differently? Another figure, direction or name in what are otherwise the same words. Pure.

Two sentences speak of one measure if they share most of their words, figures and names aside. Figures for different years are
no conflict: the second is a later figure, unless it is of another named thing. Contradiction in other words is not seen.
"""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from answering.checks.lexicon import lexicon
from answering.checks.numbers import MONTHS, Number, numbers_in
from answering.opposites import saying
from core.terms import content_terms, stem

Difference = Literal["figure", "direction", "name", "word", "later", "apart"]
"""`word`: near-copies with one word exchanged that is no synonym. `apart`: other figures for other years in like words, but of
another thing; no conflict and no repetition."""

SAME_MEASURE = 0.7  # share of the shorter sentence's words, figures and names aside, that the other must hold
SAME_SUBJECT = 0.45  # and share of the words of both
SAME_WORDS = 0.75  # share of all words of both, for a direction or name to be the only difference
LEAST_WORDS = 4  # words on either side below which nothing can be told

LEAST_COPIED = 9  # words from which on two sentences can be copies of one another
COPIED = 0.8  # share of the words of both that stand in the same order
MOST_EXCHANGED = 3  # stretches in which near-copies differ, of at most as many words each

_MONTHS = frozenset(MONTHS)
_WORD = re.compile(r"[^\W_]+(?:[.,’'-][^\W_]+)*")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+|^[A-Z][\w’'-]+(?= [A-Z])")


@lru_cache(maxsize=4_000)
def difference(one: str, other: str) -> Difference | None:
    """How two passages differ on one thing; `None` if they agree or speak of different things."""
    mine, theirs = _words(one), _words(other)
    shorter = min(len(mine), len(theirs))
    if (copied := _exchange(one, other)) and (shorter < LEAST_WORDS or _compared(one, other) is None):
        return copied
    return None if shorter < LEAST_WORDS else _compared(one, other)


def _exchange(one: str, other: str) -> Difference | None:
    """What near-copies exchange: figures and nothing else, names and nothing else, or one word that is no synonym."""
    mine, theirs = _WORD.findall(one), _WORD.findall(other)
    fewer = min(len(set(mine)), len(set(theirs)))
    if fewer < LEAST_COPIED or len(set(mine) & set(theirs)) < COPIED * fewer:
        return None
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    if matcher.ratio() < COPIED:
        return None
    blocks = [(mine[a:b], theirs[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    if not 0 < len(blocks) <= MOST_EXCHANGED or any(not 0 < len(side) <= MOST_EXCHANGED for block in blocks for side in block):
        return None
    sides = [word for block in blocks for side in block for word in side]
    if all(word[0].isdigit() for word in sides):
        return "figure"
    if all(word[0].isupper() and word not in _MONTHS for word in sides):
        return "name" if all(len(mine) == len(theirs) for mine, theirs in blocks) else None
    return "word" if len(blocks) == 1 and len(sides) == 2 and _is_exchanged(*sides) else None


def _is_exchanged(one: str, other: str) -> bool:
    """True for two words of content that are neither synonyms nor forms of one word."""
    known = lexicon()
    return (
        not (one[0].isdigit() or other[0].isdigit())
        and bool(content_terms(one) or content_terms(other))
        and stem(one.lower()) != stem(other.lower())
        and not known.are_synonyms(one.lower(), other.lower())
        and (known.axis(one.lower()) is None or known.axis(one.lower()) != known.axis(other.lower()))
    )


def _compared(one: str, other: str) -> Difference | None:
    """The difference of two passages that need not be copies."""
    mine, theirs = _words(one), _words(other)
    shorter = min(len(mine), len(theirs))
    alike, near = likeness(one, other), likeness(one, other) >= SAME_WORDS
    same_measure = len(mine & theirs) / shorter >= SAME_MEASURE and alike >= SAME_SUBJECT
    if same_measure and (found := _figures(numbers_in(one), numbers_in(other), near)):
        exchanged = _exchanged(_names(one) - _MONTHS, _names(other) - _MONTHS) or len(mine - theirs) == len(theirs - mine) == 1
        return "apart" if found == "later" and exchanged else found
    if not near:
        return None
    if _opposed(one, other):
        return "direction"
    ours, others = _names(one) - _names(other), _names(other) - _names(one)
    return "name" if ours and others and _set_apart(one, ours) and _set_apart(other, others) else None


def likeness(one: str, other: str) -> float:
    """Share of the words of two passages, figures and names aside, that both hold; 0 to 1."""
    mine, theirs = _words(one), _words(other)
    return len(mine & theirs) / max(1, len(mine | theirs))


def _exchanged(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """True if each side holds something of its own: one thing stands where the other has another."""
    return bool(mine - theirs and theirs - mine)


@lru_cache(maxsize=4_000)
def _words(text: str) -> frozenset[str]:
    named = {term for name in _names(text) for term in content_terms(name)}
    return frozenset(term for term in content_terms(text) if not term[0].isdigit()) - named


@lru_cache(maxsize=4_000)
def _names(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"[’']s$", "", name) for name in _NAME.findall(text))


def _set_apart(text: str, names: frozenset[str]) -> bool:
    """True if the names are of persons or bodies in two words or more: one word alone may be a month or a place."""
    return any(f"{one} {other}" in text for one in names for other in names if one != other)


def _figures(mine: list[Number], theirs: list[Number], near: bool) -> Difference | None:
    """Near-copies differ by any figure, years included; others only by a figure of the same unit for the same years.

    A year alone is compared only where no other figure differs, and a day of a month is no later figure.
    """
    years, other_years = _years(mine), _years(theirs)
    ours = [n for n in mine if all((n.value, n.kind) != (t.value, t.kind) for t in theirs)]
    others = [t for t in theirs if all((n.value, n.kind) != (t.value, t.kind) for n in mine)]
    for number in sorted(ours, key=_is_year):
        for other in others:
            is_year = _is_year(number) or _is_year(other)
            if (number.kind, number.unit) != (other.kind, other.unit) or (
                is_year and not (near and _is_year(number) and _is_year(other))
            ):
                continue
            if not near and not _same_thing(number, other):
                continue
            if not is_year and years and other_years and years.isdisjoint(other_years):
                return None if number.month and other.month else "later"
            return "figure"
    return None


def _same_thing(one: Number, other: Number) -> bool:
    """True if the same word follows both numbers, or neither is followed by any."""
    return bool(set(one.after[:2]) & set(other.after[:2])) or not (one.after or other.after)


def _is_year(number: Number) -> bool:
    return not number.kind and not number.unit and Decimal(1900) <= number.value <= Decimal(2099) and number.value % 1 == 0


def _years(numbers: list[Number]) -> set[Decimal]:
    return {number.value for number in numbers if _is_year(number)}


def _opposed(one: str, other: str) -> bool:
    """True if two near-copies take opposite ends of an axis, or only one negates a word they share."""
    mine, theirs = saying(one), saying(other)
    for axis, ends in mine.signs.items():
        if len(ends) == 1 and len(theirs.signs.get(axis, ())) == 1 and ends != theirs.signs[axis]:
            return True
    shared = mine.terms & theirs.terms
    return any((term in mine.negated) != (term in theirs.negated) for term in shared)
