"""In a sentence that keeps its quotations' words, who does what may not hang on a word that was cut out or put in. Pure.

"The hospitals depend on it" does not follow from "the cost of the hospitals depends on it", nor "more spending went with waste"
from "more spending on consultants went with waste". `wording.py` says which sentences keep their words, and what was changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from answering.checks.joins import FINITE
from answering.checks.lexicon import lexicon
from answering.checks.words import Word

MOST_AGAIN = 1  # words of weight told once more than the quotations tell them; from two on it is a garble
REPORTED = 3  # most words from the verb of whoever reports to the end
YEAR = 4  # digits of a year
COUNTED = 6  # words before a noun among which its number stands
LONGEST_PHRASE = 4  # words of what hangs on a noun
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "those"})
_MUCH = frozenset({"more", "less", "fewer", "most", "some", "many", "few"})
_RELATIVE = frozenset({"which", "who", "whom", "whose"})
_PREPOSITIONS = frozenset({"on", "for", "with", "at", "in", "from", "against", "to", "about"})
_EMPTY_HEADS_TEXT = "total group range series set kind sort issue matter use lot panel team member members"
_EMPTY_HEADS = frozenset(_EMPTY_HEADS_TEXT.split())


def says_again(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True if words of weight come again that the quotations have less often: "about leadership but about leadership that"."""
    there = Counter(word.stem for quote in theirs for word in quote)
    here = Counter(word.stem for word in ours if word.content and not word.text[0].isdigit())
    return sum(times - there[stem] for stem, times in here.items() if 0 < there[stem] < times) > MOST_AGAIN


def hangs_loose(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True for "…, and that reports link it to harm" without whoever says so, where the quotations have somebody say it."""
    return _has_loose_that(ours) and not any(_has_loose_that(quote) for quote in theirs)


def _has_loose_that(words: Sequence[Word]) -> bool:
    """True for "and that" after no other "that" and no verb of saying."""
    led = lexicon().reporting | {"that", "according"}
    texts = [word.text for word in words]
    return any(pair == ("and", "that") and not led & set(texts[:at]) for at, pair in enumerate(pairwise(texts)))


def loses_head(cut: Sequence[Word], put: Sequence[Word], ours: Sequence[Word], at: int) -> bool:
    """True if a noun and its "of" were cut out before what they are of: "the cost of the hospitals" became "the hospitals"."""
    words = [word.text for word in cut if word.text not in _ARTICLES]
    starts = at == 0 or ours[at - 1].text in _ARTICLES
    return (
        starts
        and not {word.text for word in put} - _ARTICLES
        and 1 < len(words) <= LONGEST_PHRASE
        and words[-1] == "of"
        and any(word.content and word.text not in _EMPTY_HEADS for word in cut)
        and not any(word.text[0].isdigit() for word in cut)
    )


def widens_subject(cut: Sequence[Word], put: Sequence[Word], ours: Sequence[Word], at: int) -> bool:
    """True if what narrows a subject down was cut out before its verb: "targets with star ratings brought" became "targets
    brought". A noun with an article, a number or a name is known without."""
    if put or not 0 < at < len(ours) or not 1 < len(cut) <= LONGEST_PHRASE or cut[0].text not in _PREPOSITIONS:
        return False
    noun, verb = ours[at - 1], ours[at]
    known = any(word.text in _ARTICLES - {"that"} or word.shown[:1].isupper() for word in ours[max(0, at - 3) : at])
    tells = verb.text in FINITE or verb.text.endswith("ed")
    before = [word.text for word in reversed(ours[max(0, at - COUNTED) : at])]
    begins = next((text for text in before if text[0].isdigit() or text in _MUCH), "")  # where the noun's phrase does
    counted = begins[:1].isdigit()
    return noun.content and tells and not known and not counted and any(word.content for word in cut)


def strands_object(cut: Sequence[Word], put: Sequence[Word], ours: Sequence[Word], at: int) -> bool:
    """True if what leads a noun in was cut out with what stood before it: "cut costs by half on average spending" for "by half on
    average, to £18, from spending"."""
    if put or len(cut) < 2 or not 0 < at < len(ours) or cut[-1].text not in _PREPOSITIONS | {"of", "by"}:
        return False
    led = ours[at - 1].text in _PREPOSITIONS | _ARTICLES | {"of", "by", "and", "or"}
    return not led and ours[at].content and any(word.content for word in cut)


def hangs_on(cut: Sequence[Word], put: Sequence[Word]) -> bool:
    """True if a verb gave way to a "which" or "who": what it leads in has another subject than in the quotation."""
    return bool(cut) and any(word.text in _RELATIVE for word in put) and not any(word.text in _RELATIVE for word in cut)


def cut_off(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True for the beginning or a piece of a quotation that says nothing by itself: one without a verb, one that ends at whoever
    reports it, or before the first of several years."""
    own = [word.text for word in ours]
    for quote in theirs:
        texts = [word.text for word in quote]
        at = next((n for n in range(len(texts) - len(own) + 1) if texts[n : n + len(own)] == own), None)
        if at is None or len(own) == len(texts):
            continue
        rest = texts[at + len(own) :]
        years = sum(text.isdigit() and len(text) == YEAR for text in rest)
        dated = years > 1 and rest[0] == "in" and rest[1].isdigit()
        reported = bool(rest) and (
            len(rest) == 1 or rest[0] in lexicon().reporting or (rest[0].endswith("ed") and len(rest) <= REPORTED)
        )
        if dated or reported or not any(map(_may_be_verb, ours)):
            return True
    return False


def _may_be_verb(word: Word) -> bool:
    lex = lexicon()
    return word.text in FINITE or word.text.endswith(("ed", "s", "ing")) or word.text in lex.reporting or word.text in lex.stances
