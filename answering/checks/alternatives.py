"""Of two that a quotation leaves open neither may be told alone. Pure.

"8% of posts were vacant" does not follow from "8% of posts were vacant or held by interims". Where the "or" is denied, allowed or
of everybody ("no doctors or nurses", "may write or call", "any trust or board"), either follows, and nothing is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answering.checks.lexicon import lexicon
from answering.checks.words import STOPS, Word, words_of

RIGHT = 4  # words after the "or" among which the second of the two is named
_IDIOMS = frozenset(
    {"more", "less", "so", "not", "fewer", "over", "above", "below", "later", "earlier", "even", "both", "rather"}
)
_EITHER = frozenset({"all", "any", "every", "each", "if", "unless", "without", "anybody", "anyone", "whoever"})
ALLOWED = 1  # rank of "may" and "can" among the hedges


def alternatives_hold(text: str, quotes: Sequence[str]) -> bool:
    """False if the sentence has one side of an "or" of a quotation, and neither the other side nor an "or" of its own."""
    ours = words_of(text)
    if any(word.text == "or" for word in ours):
        return True
    own = {word.stem for word in ours if word.content}
    theirs = [words_of(quote) for quote in quotes]
    there = [word.stem for quote in theirs for word in quote]
    figures = {word.text for word in ours if word.text[0].isdigit()}
    for one, others, figure in (found for quote in theirs for found in _alternatives(quote)):
        if figure is not None and figure not in figures:
            continue  # then it is not of this that the sentence tells
        if there.count(one) == 1 and (one in own) != bool(others & own) and (one in own or others <= own):
            return False
    return True


def _alternatives(words: Sequence[Word]) -> Iterator[tuple[str, set[str], str | None]]:
    """The word before each "or", the words of weight after it, and the figure that its clause gives; of numbers none."""
    for at, word in enumerate(words):
        if word.text != "or" or not 0 < at < len(words) - 1 or words[at + 1].text in _IDIOMS or _is_either(words, at):
            continue
        before, after = words[at - 1], list(_phrase(words[at + 1 : at + 1 + RIGHT]))
        if before.content and after and not before.text[0].isdigit() and not words[at + 1].text[0].isdigit():
            yield before.stem, {other.stem for other in after}, _figure(words[:at])


def _figure(before: Sequence[Word]) -> str | None:
    """The last number of a clause."""
    for word in reversed(before):
        if word.text in STOPS:
            return None
        if word.text[0].isdigit():
            return word.text
    return None


def _phrase(words: Sequence[Word]) -> Iterator[Word]:
    """The words of weight up to a stop."""
    for word in words:
        if word.text in STOPS:
            return
        if word.content:
            yield word


def _is_either(words: Sequence[Word], at: int) -> bool:
    """True if both sides are allowed or denied, or meant of all."""
    hedges = lexicon().hedges
    if any(words[n].reached for n in (at - 1, at + 1)):
        return True
    for word in reversed(words[:at]):
        if word.text in ".;:!?\n":
            return False
        if word.text in _EITHER or word.text in lexicon().negations or hedges.get(word.text) == ALLOWED:
            return True
    return False
