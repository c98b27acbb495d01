"""More and most: what is compared in a quotation is not told as plain, nor a record without the time it holds for. Pure.

"Managers were likely to leave" does not follow from "managers were more likely to leave than nurses", nor "the largest deficit"
from "the largest deficit since 2006".
"""

from __future__ import annotations

from collections.abc import Sequence

from answering.checks.lexicon import lexicon
from answering.checks.words import Word, words_of

REACH = 6  # words between a superlative and its "since"
_COMPARES = frozenset({"more", "less", "fewer", "too", "other", "such"})
_ALIKE = _COMPARES | {"additional", "extra", "further", "greater", "higher", "lower", "different", "similar"}
_POINTS = frozenset({"the", "this", "that", "these", "those", "a", "an"})  # "the role" may stand for "such a role"
_STOPS = frozenset(".;:!?\n")
_INTENSE_TEXT = """
very highly extremely hugely deeply greatly strongly completely overwhelmingly wholly exceptionally severely seriously fully
"""
_INTENSE = frozenset(_INTENSE_TEXT.split())


def degrees_hold(text: str, quotes: Sequence[str]) -> bool:
    """True if nothing lost the word that compares it."""
    ours, theirs = words_of(text), [word for quote in quotes for word in words_of(quote)]
    return not (_loses_more(ours, theirs) or _loses_since(ours, theirs) or _intensifies(ours, theirs))


def _intensifies(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True for "very well prepared" where the quotations have "prepared" without any such word."""
    for at, word in enumerate(ours[:-1]):
        if word.text not in _INTENSE:
            continue
        about = ours[at + 2] if ours[at + 1].text == "well" and at + 2 < len(ours) else ours[at + 1]
        same = [n for n, other in enumerate(theirs) if about.content and other.stem == about.stem]
        if same and not any(_INTENSE & {other.text for other in theirs[max(0, n - 2) : n]} for n in same):
            return True
    return False


def _loses_more(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True if each occurrence in the quotations stands behind a "more", "other" or "such", and ours behind none."""
    for at, word in enumerate(ours):
        if not _is_degree(word) or (at and ours[at - 1].text in _ALIKE):
            continue
        same = [n for n, other in enumerate(theirs) if other.stem == word.stem]
        words = {theirs[n - 1].text if n else "" for n in same}
        if words and words <= _COMPARES and not (words == {"such"} and at and ours[at - 1].text in _POINTS):
            return True
    return False


def _is_degree(word: Word) -> bool:
    return word.content or word.text in ("few", "many", "much", "little")


def _loses_since(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True for "the largest" of "the largest since 2006"."""
    if any(word.text == "since" for word in ours):
        return False
    own = {word.text for word in ours} & lexicon().superlatives
    for at, word in enumerate(theirs):
        if word.text in own - {"only", "final", "last"}:
            after = [other.text for other in theirs[at + 1 : at + 1 + REACH]]
            if "since" in after and not _STOPS & set(after[: after.index("since")]):
                return True
    return False
