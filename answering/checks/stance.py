"""For or against: the side a sentence gives to somebody is the one the quotations give. Pure.

Only the main verb counts: "the Bill in support of …" and "a motion against …" take no side of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from answering.checks.ground import Ground
from answering.checks.lexicon import lexicon
from answering.checks.words import Word, words_of

REACH = 12  # words between a holder and the verb
_NOUN_BEFORE_TEXT = """
the a an its their his her this that of in for with more strong widespread public broad little some no any their to
"""
_NOUN_BEFORE = frozenset(_NOUN_BEFORE_TEXT.split())


def stance_holds(text: str, ground: Ground) -> bool:
    """False if somebody is given a side that the quotations do not give, or give otherwise."""
    theirs = [words_of(quote) for quote in ground.quotes]
    for holder, side in sides_in(words_of(text)):
        stated = [(other, theirs_side) for quote in theirs for other, theirs_side in sides_in(quote)]
        own = [theirs_side for other, theirs_side in stated if other == holder] or [s for _, s in stated]
        if own and side not in own:
            return False
    return True


def sides_in(words: Sequence[Word]) -> list[tuple[str, int]]:
    """Each holder (the last word of who stands before the verb; may be empty) with the side taken, 1 for and -1 against."""
    lex = lexicon()
    found = []
    for at, word in enumerate(words):
        side = lex.stances.get(word.text)
        if side is None or (at and words[at - 1].text in _NOUN_BEFORE and " " not in word.text):
            continue
        found.append((_holder(words, at), -side if word.negated or _denied(words, at) else side))
    return found


def _denied(words: Sequence[Word], at: int) -> bool:
    """True if a negation stands right before the verb, which for an expression ("not in favour of") is no content word."""
    return not words[at].content and any(word.text in lexicon().negations for word in words[max(0, at - 2) : at])


def _holder(words: Sequence[Word], at: int) -> str:
    for n in range(at - 1, max(-1, at - 1 - REACH), -1):
        if words[n].text in ".;:!?\n":
            return ""
        if words[n].content and (words[n].shown[:1].isupper() or words[n].text.rstrip("s") in lexicon().actors):
            return words[n].stem
    return ""
