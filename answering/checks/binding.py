"""A number says something of the words beside it; in the quotation it must stand beside them too, with no other number between.

"Examined 45 deaths" does not follow from "45 of the 65 deaths examined", nor "introduced in 2019" from "introduced in 2014 and
reviewed in 2019", though every number and word stands there. Words that the quotations lack are for other checks. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answering.checks.ground import Ground
from answering.checks.numbers import FIRST_YEAR, LAST_YEAR, MONTHS
from answering.checks.words import Word, words_of

_MONTHS = frozenset(month.lower() for month in MONTHS)
_JOINING_TEXT = "of out to and or the these those its their - – —"
_JOINING = frozenset(_JOINING_TEXT.split())
_CLAUSE = frozenset(".;:!?\n")


def bindings_hold(text: str, ground: Ground) -> bool:
    """True if each number written in digits stands, in some quotation, beside the words that it stands beside in `text`."""
    quotes = [words_of(quote) for quote in ground.quotes]
    ours = words_of(text)
    for at, word in enumerate(ours):
        if not _is_number(word):
            continue
        beside = [ours[n].stem for n in _neighbours(ours, at)]
        places = [
            (quote, n) for quote in quotes for n, other in enumerate(quote) if _is_number(other) and other.text == word.text
        ]
        if places and not any(_is_beside(quote, n, beside) for quote, n in places):
            return False
    return True


def _is_beside(quote: Sequence[Word], at: int, beside: Sequence[str]) -> bool:
    """True if each of the stems that the quotation holds can be reached from the number without passing its like."""
    there = {word.stem for word in quote}
    reached = _reached(quote, at, -1) | _reached(quote, at, +1)
    return all(stem in reached for stem in beside if stem in there)


def _reached(quote: Sequence[Word], at: int, step: int) -> set[str]:
    """Stems on one side of a number up to the next of its sort or the end of the sentence.

    Forwards, "45 of the 65 deaths" reaches one word beyond the second number: both count deaths.
    """
    found: set[str] = set()
    joined = True
    n = at + step
    while 0 <= n < len(quote) and quote[n].text not in _CLAUSE:
        word = quote[n]
        if _is_number(word) and _is_year(word) == _is_year(quote[at]):
            following = _next_content(quote, n)
            return found | ({following} if step > 0 and joined and following else set())
        joined = joined and word.text in _JOINING
        found.add(word.stem)
        n += step
    return found


def _next_content(words: Sequence[Word], at: int) -> str | None:
    return next((word.stem for word in words[at + 1 :] if _says(word)), None)


def _neighbours(words: Sequence[Word], at: int) -> Iterator[int]:
    """The nearest word of weight on either side, within the clause and before the next number."""
    for step in (-1, +1):
        n = at + step
        while 0 <= n < len(words) and words[n].text not in _CLAUSE and words[n].text != "," and not _is_number(words[n]):
            if _says(words[n]):
                yield n
                break
            n += step


def _says(word: Word) -> bool:
    return word.content and not word.text[0].isdigit() and word.text not in _MONTHS


def _is_number(word: Word) -> bool:
    return word.text[0].isdigit()


def _is_year(word: Word) -> bool:
    return word.text.isdecimal() and FIRST_YEAR <= int(word.text) <= LAST_YEAR
