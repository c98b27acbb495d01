"""Who does what to whom: "A criticised B" must not become "B criticised A". By the order of those named round a word that
sentence and quotation share. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from answering.checks.lexicon import lexicon
from answering.checks.numbers import MONTHS
from answering.checks.words import Word, words_of
from core.terms import stem

REACH = 5  # words between a verb and those it joins
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_BARRIERS = frozenset(".;:!?,()—–\n") | {"and", "or", "but", "while", "than"}
_NO_ACTORS = frozenset(month.lower() for month in MONTHS) | {"nhs", "mps"}


def roles_hold(text: str, quotes: Sequence[str]) -> bool:
    """False if two who are named stand the other way round about a shared word, in the same voice, and nowhere as here."""
    ours, theirs = words_of(text), [words_of(quote) for quote in quotes]
    if any(_crossed(_neighbours(ours), _neighbours(quote)) for quote in theirs):
        return False
    for at, word in enumerate(ours):
        if not word.content or _is_actor(ours, at) or word.text in lexicon().symmetric:
            continue
        mine = _around(ours, at)
        if mine is None or mine[0] == mine[1]:
            continue
        same = [(quote, n) for quote in theirs for n, other in enumerate(quote) if other.stem == word.stem]
        held = [around for quote, n in same if (around := _around(quote, n))]
        if held and all(around == (mine[1], mine[0], mine[2]) for around in held):
            return False
    return True


def _neighbours(words: Sequence[Word]) -> set[tuple[str, str]]:
    """Each word of weight with the next in its clause."""
    pairs: set[tuple[str, str]] = set()
    before = ""
    for word in words:
        if word.text in _BARRIERS:
            before = ""
        elif word.content:
            pairs.add((before, word.stem))
            before = word.stem
    return {(one, other) for one, other in pairs if one}


def _crossed(ours: set[tuple[str, str]], theirs: set[tuple[str, str]]) -> bool:
    """True if two pairs exchanged their second words: "covers A and leaves out B" for "covers B and leaves out A"."""
    new, gone = ours - theirs, theirs - ours
    return any(
        (one, second) in gone and (other, first) in gone
        for one, first in new
        for other, second in new
        if one != other and first != second
    )


def _is_actor(words: Sequence[Word], at: int) -> bool:
    """True for a name inside a sentence and for a noun of the lexicon, singular or plural."""
    text = words[at].text
    singular = {text, text.rstrip("s"), text[:-3] + "y" if text.endswith("ies") else text}
    inside = at > 0 and words[at - 1].text not in ".;:\n"
    named = words[at].shown[:1].isupper() and inside and text not in _NO_ACTORS
    return named or bool(singular & lexicon().actors)


def _around(words: Sequence[Word], at: int) -> tuple[str, str, bool] | None:
    """The nearest actors before and after a word in its clause, and whether a passive stands between them."""
    one = _nearest(words, range(at - 1, max(-1, at - 1 - REACH), -1))
    other = _nearest(words, range(at + 1, min(len(words), at + 1 + REACH)))
    if one is None or other is None:
        return None
    passive = "by" in {word.text for word in words[at:other]} and bool(_BE & {word.text for word in words[one:at]})
    return stem(words[one].text), stem(words[other].text), passive


def _nearest(words: Sequence[Word], places: range) -> int | None:
    for n in places:
        if words[n].text in _BARRIERS:
            return None
        if _is_actor(words, n):
            return n
    return None
