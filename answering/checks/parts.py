"""What a quotation tells of a part is not told of the whole: "one in five trusts missed it" is not "trusts missed it". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.checks.lexicon import lexicon
from answering.checks.numbers import FRACTION_WORDS, NUMBER_WORDS
from answering.checks.words import Word, words_of
from core.terms import stem

BEFORE = 4  # words before a noun among which its number or quantifier stands
_SPELLED = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_COUNT = rf"(?:\d(?:[\d,.]*\d)?|{_SPELLED})"
_MAGNITUDES = frozenset({"hundred", "thousand", "million", "billion"})
_PART = re.compile(
    rf"\b(?P<part>{_COUNT})(?: ?%| per cent)?(?: out)? of "
    rf"(?P<whole>(?:the |its |their |all |these )?(?:{_COUNT} )?)(?P<noun>[a-z]\w+)"
    rf"|\b(?P<one>{_COUNT}) in (?:every )?(?P<many>{_COUNT}) (?P<noun2>[a-z]\w+)",
    re.I,
)


def parts_hold(text: str, quotes: Sequence[str]) -> bool:
    """False if a noun of which a quotation gives a share stands in the sentence without a number or quantifier."""
    ours = words_of(text)
    there = [word.stem for quote in quotes for word in words_of(quote)]
    for part, whole, noun in (found for quote in quotes for found in _parts(quote)):
        if part in {word.text for word in ours} or there.count(noun) != 1:
            continue
        at = [n for n, word in enumerate(ours) if word.stem == noun]
        if at and not any(_is_counted(ours, n, whole) for n in at):
            return False
    return True


def _parts(quote: str) -> Iterator[tuple[str, set[str], str]]:
    """The number of each share, the number of its whole, and the stem of what it is of."""
    for match in _PART.finditer(quote):
        noun = match["noun"] or match["noun2"]
        if noun.lower() in _MAGNITUDES:  # "of 1.5 million staff"
            continue
        yield (match["part"] or match["one"]).lower(), set((match["whole"] or "").lower().split()), stem(noun.lower())


def _is_counted(words: Sequence[Word], at: int, whole: set[str]) -> bool:
    """True if a number other than that of the whole stands before a noun, or a fraction or a quantifier."""
    lex = lexicon()
    return any(
        word.text in lex.quantifiers
        or word.text in FRACTION_WORDS
        or word.text == "one"
        or ((word.text[0].isdigit() or word.text in NUMBER_WORDS) and word.text not in whole)
        for word in words[max(0, at - BEFORE) : at]
    )
