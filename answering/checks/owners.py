"""A number of two in a quotation belongs to what stands round it there, not to what stands round the other. Pure.

"The forecast was set at 65%" does not follow from "the forecast of 63.4% proved too low, since guidance had set the target at
65%", though "set" stands beside it there too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.checks.binding import is_year, says
from answering.checks.ground import Ground
from answering.checks.words import STOPS, Word, words_of

LEAST = 3  # words nearer to another number of the quotation from which on ours is told of what is that one's
_NUMBER = re.compile(r"([£$€]?)(\d(?:[\d.,]*\d)?)[a-z]*\s?(%|per ?cent)?")


_AVERAGE = r"\b(?:averag(?:e|es|ed|ing)|mean|median)\b"


def owners_hold(text: str, ground: Ground) -> bool:
    """False if nearly all words of a number's clause stand nearer to another number of its kind in every quotation with it, or if
    what is an average there is told without the word."""
    if _loses_average(text, ground.text):
        return False
    ours, own = words_of(text), set(_kinds(text))
    for at, word in enumerate(ours):
        if word.text not in own or is_year(word):
            continue
        stems = {other.stem for other in _clause(ours, at) if says(other)}
        told = [told for quote in ground.quotes if (told := _told(quote, word.text, own, stems)) is not None]
        if told and not any(told):
            return False
    return True


def _loses_average(text: str, quotes: str) -> bool:
    """True for "payments were £277,273" where they averaged it."""
    averages = re.findall(rf"{_AVERAGE}[^.;,:\n]{{0,40}}?[£$€]?(\d(?:[\d.,]*\d)?)", quotes, re.I)
    ours = set(re.findall(r"\d(?:[\d.,]*\d)?", text))
    return not re.search(_AVERAGE, text, re.I) and any(number in ours for number in averages)


def _told(quote: str, number: str, own: set[str], stems: set[str]) -> bool | None:
    """True if the words may be the number's in a quotation; `None` if it lacks the number."""
    words, kinds = words_of(quote), _kinds(quote)
    here = [n for n, word in enumerate(words) if word.text == number]
    if not here:
        return None
    others = [
        n
        for n, word in enumerate(words)
        if word.text in kinds
        and kinds[word.text] == kinds.get(number)
        and word.text not in own
        and not is_year(word)
        and not any(_is_range(words, n, there) for there in here)
    ]
    nearer = {True: 0, False: 0}
    for stem in stems:
        places = [n for n, word in enumerate(words) if word.stem == stem]
        if others and places:
            nearer[_distance(places, here) <= _distance(places, others)] += 1
    return nearer[True] > 1 or nearer[False] < LEAST


def _is_range(words: Sequence[Word], one: int, other: int) -> bool:
    """True for the two numbers of "from 5% to 10%": they are told of the same."""
    return [word.text for word in words[min(one, other) + 1 : max(one, other)]] == ["to"]


def _kinds(text: str) -> dict[str, str]:
    """The numbers of a text as their words are written, each with its sign: a currency's, `%`, or none."""
    signs = {match[2]: match[1] or (match[3] or "")[:1].replace("p", "%") for match in _NUMBER.finditer(text)}
    found = {}
    for word in words_of(text):
        if digits := re.match(r"\d(?:[\d.,]*\d)?", word.text):
            found[word.text] = signs.get(digits[0], "")
    return found


def _clause(words: Sequence[Word], at: int) -> Sequence[Word]:
    start = max((n + 1 for n in range(at) if words[n].text in STOPS), default=0)
    end = min((n for n in range(at + 1, len(words)) if words[n].text in STOPS), default=len(words))
    return words[start:end]


def _distance(some: Sequence[int], others: Sequence[int]) -> int:
    return min(abs(one - other) for one in some for other in others)
