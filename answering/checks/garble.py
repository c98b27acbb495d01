"""Sentences that are none, in whatever order: the marks of a small model that puts pieces of its notes together. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from answering.checks.grammar import cut_off, hangs_loose, says_again
from answering.checks.ground import Ground
from answering.checks.lexicon import lexicon
from answering.checks.numbers import MONTHS
from answering.checks.words import Word, words_of

_ON_MONTH = re.compile(rf"\bon (?:{'|'.join(MONTHS)}) (?:19|20)\d\d\b")
_FRONTED = re.compile(r"^In (?P<year>(?:19|20)\d\d), (?P<rest>.*)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
WHO = 7  # last words among which "and" and whoever says it stand
_ASKED = frozenset({"who", "whom", "whose", "which", "whether"})


def garbled(text: str, ground: Ground) -> bool:
    """True for what is no good sentence in any order of its words: it says a thing again, hangs on nothing, or is cut off."""
    ours, theirs = plain(text), [plain(quote) for quote in ground.quotes]
    if _repeats(ours, theirs) or says_again(ours, theirs) or any(_answers(ours, quote) for quote in theirs):
        return True
    if hangs_loose(ours, theirs) or cut_off(ours, theirs) or _misdates(text, ground.text) or _whose(text, ground.text):
        return True
    return _ends_saying(words_of(text)) and not any(_ends_saying(words_of(quote)) for quote in ground.quotes)


def _repeats(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True if two words of weight stand together more often than in all quotations, and more than once, or a word nearly
    beside itself: the marks of a garble ("the Commission should join the Commission")."""
    if any(_stammers(ours)) and not any(any(_stammers(quote)) for quote in theirs):
        return True
    there = sum(map(_together, theirs), Counter[tuple[str, str]]())
    return any(times > max(1, there[pair]) and pair in there for pair, times in _together(ours).items())


def _misdates(text: str, quotes: str) -> bool:
    """True for "said on September 2025", and "In 2025, the list was long in December 2025 and longer in January 2026"."""
    if _ON_MONTH.search(text) and not _ON_MONTH.search(quotes):
        return True
    fronted = _FRONTED.match(text)
    if not fronted or re.search(rf"\bin {fronted['year']}\b", quotes, re.I):
        return False
    return bool(set(_YEAR.findall(fronted["rest"])) - {fronted["year"]})


def _whose(text: str, quotes: str) -> bool:
    """True for "her drive" where the quotations have "their drive", and "her" or "his" nowhere."""
    ours, theirs = (set(re.findall(r"\b(?:his|her|their)\b", one.lower())) for one in (text, quotes))
    return bool(ours - theirs - {"their"}) and "their" in theirs - ours and not theirs & {"his", "her"}


def _ends_saying(words: Sequence[Word]) -> bool:
    """True for "…, and the Fund's summary says": nothing follows of what it says."""
    texts = [word.text for word in words if word.text not in ".!?"]
    tail = texts[max((at for at, text in enumerate(texts) if text == ","), default=-1) + 1 :]
    if len(texts) > len(tail) > 1 and tail[0] == "and" and tail[-1] in lexicon().reporting:
        return True
    return bool(texts) and texts[-1] in lexicon().reporting and "and" in texts[-WHO:-1] and "," not in texts[-WHO:-1]


def _answers(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True if what was asked or left open is told: "said that the reset required" for "explained what the reset required"."""
    asks = lexicon().reporting | {"ask", "asks", "asked", "asking"}
    opened = {_next_content(theirs, at) for at, word in enumerate(theirs) if _opens_question(theirs, at, asks)}
    stated = {_next_content(theirs, at) for at, word in enumerate(theirs) if word.text == "that"}
    told = {_next_content(ours, at) for at, word in enumerate(ours) if word.text == "that"}
    return bool((told & opened) - stated - {None}) and not any(_opens_question(ours, at, asks) for at in range(len(ours)))


def _opens_question(words: Sequence[Word], at: int, asks: frozenset[str]) -> bool:
    """True for "what", and right behind a verb of saying or asking for "who", "which" and the like."""
    word, asked = words[at].text, at > 0 and words[at - 1].text in asks
    many = at + 1 < len(words) and words[at + 1].text in ("many", "much")
    return word == "what" or (asked and (word in _ASKED or (word == "how" and many)))


def _next_content(words: Sequence[Word], at: int) -> str | None:
    return next((word.stem for word in words[at + 1 :] if word.content), None)


def _stammers(words: Sequence[Word]) -> Iterator[bool]:
    return (word.content and word.stem in {near.stem for near in words[at + 1 : at + 3]} for at, word in enumerate(words))


def _together(words: Sequence[Word]) -> Counter[tuple[str, str]]:
    return Counter((one.stem, other.stem) for one, other in pairwise(words) if one.content and other.content)


def plain(text: str) -> list[Word]:
    """Words without punctuation."""
    return [word for word in words_of(text) if word.text[0].isalnum()]
