"""A small word put in another's place, and words that changed places, in a sentence that else keeps its quotation's. Pure.

Near copies go wrong by the smallest means: "against the charge" told as "for the charge", "until the crisis passed" as "after"
it, "the critic" and "the supporter" exchanged. Sentence and quotation are laid beside one another word by word (`difflib`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

BESIDE = 2  # words on either side that are the same, or the end of both
LONGEST = 2  # words that are replaced, and that replace them
_WORD = re.compile(r"[\w’'%£.,-]*[\w%]")
_DENIED = re.compile(r"\b(?:no|not|neither|nor|never|without)\b", re.I)
_OWN = r"(?: (?:on|for|of|by|to|in|from|the|a))*"
_JOINED = rf"(?:(?:,| and| or| nor| as well as| with| against)+{_OWN}(?: [\w'-]+(?=,| and| or))?)+ "  # between two of a list
_CHANGES_TEXT = """
against > for; for > against; on > by; by > on; by > to; for > by; by > for; for > from; from > for; for > under; over >
under; outside > in; in > outside; outside > within; within > outside; outside > inside; inside > outside; until > after;
after > until; before > after; after > before; when > before; when > until; before > during; after > during; during > after;
during > before; in > after; in > before; before > in; after > in; in advance of > after; since > before; since > until; by >
after; or > and; or > under; but > because; and > because; while > because; let > make; let > made; lets > makes; among > as;
among > only; first > only; first > main; second > only; second > main; a second > any; another > any; the second > both;
second > both; either > both; all > most of; all > some of; all > most; every > most; would > should; are > should be; is >
should be; was > should be; were > should be; had > should have; has > should have; had > could have; had > would have; had
been > should be; had been > would be; must > may; may > must; can > must; above > below; below > above; even if > if; even
after > but for; where > when; unless > if; if > unless; more than > up to; at least > at most; at most > at least;
responsible to > responsible for; critical to > critical of
"""
CHANGES = frozenset((old, new) for old, new in (pair.split(" > ") for pair in " ".join(_CHANGES_TEXT.split()).split("; ")))
"""What a word, or two, must not be replaced by."""


def replaced_nothing(text: str, quotes: Sequence[str]) -> bool:
    """False where one of `CHANGES` stands in a word's place between words that are the quotation's own.

    In a denial "or" and "and" say the same.
    """
    quote = _nearest(text, quotes)
    found = set(_replaced(text, quote)) & CHANGES
    return not (found - {("or", "and")} if _DENIED.search(quote) else found)


def exchanged_nothing(text: str, quotes: Sequence[str]) -> bool:
    """False where two words, or pairs of words, of a quotation stand in each other's place.

    Those of a list, or of a comparison, may stand in any order; and what is told of two may be told of the second first: then
    more than these change places.
    """
    found = list(_replaced(text, _nearest(text, quotes), beside=1))
    exchanged = {frozenset(pair) for pair in found if pair[::-1] in found}
    return len(exchanged) != 1 or any(_listed(*pair, text) for pair in found if frozenset(pair) in exchanged)


def _nearest(text: str, quotes: Sequence[str]) -> str:
    return max(quotes, key=lambda quote: SequenceMatcher(None, _words(quote), _words(text), autojunk=False).ratio(), default="")


def _replaced(text: str, quote: str, beside: int = BESIDE) -> Iterator[tuple[str, str]]:
    """Words of the quotation with what stands in their place, between words that are the same."""
    old, new = _words(quote), _words(text)
    same = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    for left, right in zip([(0, 0, 0), *same], same, strict=False):
        gap, made = old[left[0] + left[2] : right[0]], new[left[1] + left[2] : right[1]]
        begins, ends = left[1] == 0, right[1] + right[2] == len(new)
        short = 0 < len(gap) <= LONGEST and 0 < len(made) <= LONGEST
        if short and (left[2] >= beside or begins) and (right[2] >= beside or ends):
            yield " ".join(gap), " ".join(made)


def _listed(one: str, other: str, text: str) -> bool:
    plain = re.sub(r"'(?!\w)", "", text.lower().replace("’", "'"))
    first, second = re.escape(one), re.escape(other)
    return bool(re.search(rf"\b(?:{first}{_JOINED}{second}|{second}{_JOINED}{first})\b", plain))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))
