"""What a quotation tells of a part is not told of the whole: "one in five trusts missed it" is not "trusts missed it"; nor is one
end of a span told alone ("£10m" of "£10m to £12m"), or one kind of a sum ("131 chairs" of "131 chairs and officers"). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.checks.lexicon import lexicon
from answering.checks.numbers import FRACTION_WORDS, NUMBER_WORDS
from answering.checks.words import STOPS, Word, words_of
from core.terms import stem

KEPT = 0.7  # share of a clause's words of weight from which a sentence tells it
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
_AMOUNT = r"[£$€]?\d(?:[\d,.]*\d)?"
_UNIT = r"(?: ?(?:%|m|bn|k|million|billion|per cent)(?!\w))?"
_LOW = rf"(?:(?P<low>{_AMOUNT}){_UNIT}(?: to |[–-])|between (?P<least>{_AMOUNT}){_UNIT} and )"
_SPAN = re.compile(rf"(?<![\w.,£$€]){_LOW}(?P<high>{_AMOUNT}){_UNIT}")
_CHANGED = re.compile(r"\b(?:from|by) $")  # "from 5 to 6" are two amounts
_YEAR = re.compile(r"(?:19|20)\d\d")
_SUM = re.compile(rf"(?<![\w.,])(?P<sum>{_COUNT}) (?P<one>(?:[\w-]+ ){{0,3}}?[a-z]\w+s) and (?P<other>[a-z]\w+s)\b")
_AMONG = re.compile(
    rf"\b(?:at|in|for|among) (?P<share>{_COUNT}(?: ?%| per cent| out)?) of (?:[\w-]+ ){{0,2}}?(?P<noun>[a-z]\w+s)\b"
)
_LISTED = re.compile(
    rf"\b(?P<count>{_SPELLED})\b(?:[^:]*:| (?:[\w-]+ ){{0,2}}?[a-z]+s (?:are|were)\b)(?P<list>.+?)(?:, according to [^,]*)?$",
    re.I,
)
_AT_LEAST = re.compile(r"\b(?:at least|no less than|from) (?:about )?$", re.I)
_UP_TO = re.compile(r"\b(?:up to|at most|no more than) (?:about )?$", re.I)


def parts_hold(text: str, quotes: Sequence[str]) -> bool:
    """False if a noun of which a quotation gives a share stands in the sentence without a number or quantifier, or one end of a
    span without the other."""
    if any(_is_halved(text, low, high) for quote in quotes for low, high in _spans(quote)):
        return False
    if any(_is_sum_of(text, quote) or _drops_share(text, quote) or _is_short(text, quote) for quote in quotes):
        return False
    ours = words_of(text)
    there = [word.stem for quote in quotes for word in words_of(quote)]
    for part, whole, noun in (found for quote in quotes for found in _parts(quote)):
        if part in {word.text for word in ours} or there.count(noun) != 1:
            continue
        at = [n for n, word in enumerate(ours) if word.stem == noun]
        if at and not any(_is_counted(ours, n, whole) for n in at):
            return False
    return True


def _is_sum_of(text: str, quote: str) -> bool:
    """True if the number of two kinds together is told of the first: "131 chairs" of "131 chairs and officers"."""
    for match in _SUM.finditer(quote):
        alone = re.search(rf"(?<![\d.,]){re.escape(match['sum'])} {re.escape(match['one'])}\b(?! and)", text, re.I)
        if alone and not re.search(rf"\b{re.escape(match['other'])}\b", text, re.I):
            return True
    return False


def _drops_share(text: str, quote: str) -> bool:
    """True if a clause is told without the share of those of whom it is so: "… at 80% of trusts"."""
    ours = {word.stem for word in words_of(text) if word.content}
    for match in _AMONG.finditer(quote):
        before = words_of(quote[: match.start()])
        stop = max((n for n, word in enumerate(before) if word.text in STOPS), default=-1)
        clause = {word.stem for word in before[stop + 1 :] if word.content}
        told = len(clause & ours) >= KEPT * len(clause) > 0
        if told and stem(match["noun"]) not in ours and match["share"] not in text:
            return True
    return False


def _spans(quote: str) -> Iterator[tuple[str, str]]:
    """The ends of each span of amounts, years and what changed ("from 5% to 6%") aside."""
    for match in _SPAN.finditer(quote):
        low = match["low"] or match["least"]
        if not _CHANGED.search(quote[: match.start()]) and not _YEAR.fullmatch(low):
            yield low, match["high"]


def _is_short(text: str, quote: str) -> bool:
    """True for a list behind a number and a colon that lacks the last of what the quotation counts: "three came: a and b"."""
    ours, theirs = _LISTED.search(text), _LISTED.search(quote)
    if not ours or not theirs or ours["count"].lower() != theirs["count"].lower():
        return False
    last = {word.stem for word in words_of(re.split(r", | and ", theirs["list"].rstrip(". "))[-1]) if word.content}
    return bool(last) and not last & {word.stem for word in words_of(ours["list"])}


def _is_halved(text: str, low: str, high: str) -> bool:
    """True if one end of a span stands in a text and the other does not; "at least" the lower and "up to" the upper do."""
    one, other = (re.search(rf"(?<![\d.,]){re.escape(end)}(?![\d]|[.,]\d)", text) for end in (low, high))
    if bool(one) == bool(other):
        return False
    bound = _AT_LEAST.search(text[: one.start()]) if one else other and _UP_TO.search(text[: other.start()])
    return not bound


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
