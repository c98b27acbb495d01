"""Is a sentence surer or more general than its quotations? Quantifiers, hedges, bounds of numbers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from answering.checks.conditions import CLAUSE
from answering.checks.lexicon import lexicon
from answering.checks.numbers import FRACTION_WORDS, NUMBER_WORDS, numbers_in
from answering.checks.words import Word, words_of

REACH = 4  # words between a quantifier or hedge and what it is about
PLAIN = 3  # rank of a statement without a hedge; "must" and "certainly" are above it
UNIVERSAL = 4  # rank of "most": from here on, a bare plural says less
_BEFORE_AMOUNTS = frozenset({"only", "just"})
ALL = 6  # rank of "all"
LEAST_SHARE = {UNIVERSAL: 51, ALL - 1: 90, ALL: 100}  # per cent that a quantifier says at least, by its rank
_INSIDE_CHAIN = frozenset({"to", "be", "been", "have", "has", "had", "not", "also", "well"})
_SAME_AGAIN = frozenset({"perhaps", "maybe", "possibly", "potentially", "conceivably", "probably"})  # "may possibly" is "may"
TIMES = frozenset({"year", "month", "week", "day", "time"})  # stems: "every year" tells how often, not of how many


def strength_holds(text: str, quotes: Sequence[str]) -> bool:
    """True if nothing in the sentence is stronger than in its quotations."""
    ours, theirs = words_of(text), [word for quote in quotes for word in words_of(quote)]
    lex = lexicon()
    return (
        _quantified(ours, theirs, lex.quantifiers, quotes)
        and _quantified(ours, theirs, lex.frequencies, quotes)
        and _hedged(ours, theirs)
        and _bounded(ours, theirs)
        and not _excludes_more(ours, theirs)
        and not _establishes(ours, theirs)
        and (_any_of(theirs, lex.superlatives) or not _any_of(ours, lex.superlatives - lex.exclusives))
        and not _final(ours, theirs)
    )


def _is_base(words: Sequence[Word], at: int, there: set[str]) -> bool:
    """True for "all" that is the whole of a share or a sum ("7% of all trusts", "300 in all"), for "as a whole", and for "each"
    beside "per"."""
    word, before = words[at].text, words[at - 1].text if at else ""
    ends = at + 1 == len(words) or words[at + 1].text in CLAUSE
    return (
        (word == "whole" and before == "a")
        or (word == "all" and (before == "of" or (before == "in" and ends)))
        or (word in ("each", "every") and "per" in there)
    )


def _amounts_to(rank: int, about: str | None, quotes: Sequence[str]) -> bool:
    """True if a share of what is spoken of is what a quantifier from "most" on says: more than half, for "all" the whole."""
    shares = [number for quote in quotes for number in numbers_in(quote) if number.kind == "%"]
    own = [share for share in shares if share.after[:1] == (about,)] or shares
    return any(share.value >= LEAST_SHARE[min(rank, ALL)] for share in own)


def _quantified(ours: Sequence[Word], theirs: Sequence[Word], ranks: Mapping[str, int], quotes: Sequence[str]) -> bool:
    """Compares the quantifier before each shared word. "Some left" does not allow "they left" or "most left"."""
    own = {word.text for word in ours}
    there = {word.text for word in theirs}
    for at, word in enumerate(ours):
        rank = ranks.get(word.text)
        if rank is None or word.text in there or _is_base(ours, at, there):
            continue
        about = _following(ours, at)
        held = [_before(theirs, n, ranks) for n, other in enumerate(theirs) if about and other.stem == about]
        strongest = max((ranks[found] for found in held if found), default=None)
        if strongest is not None and rank > strongest:
            return False
        if strongest is None and rank >= UNIVERSAL and not _amounts_to(rank, about, quotes) and about not in TIMES:
            return False
    for n, word in enumerate(theirs):
        if word.text not in ranks or ranks[word.text] > 2 or word.text in own:
            continue
        about = _following(theirs, n)
        ours_about = [at for at, mine in enumerate(ours) if mine.stem == about]
        others = [m for m, other in enumerate(theirs) if other.stem == about and _before(theirs, m, ranks) is None]
        if about and ours_about and not others and all(_before(ours, at, ranks) is None for at in ours_about):
            return False
    return True


def _following(words: Sequence[Word], at: int) -> str | None:
    """The stem of the first content word after a quantifier or hedge, within reach and clause."""
    for word in words[at + 1 : at + 1 + REACH]:
        if word.text in CLAUSE:
            return None
        if word.content:
            return word.stem
    return None


def _before(words: Sequence[Word], at: int, ranks: Mapping[str, int]) -> str | None:
    """The quantifier or hedge nearest before a word, within reach and clause."""
    for word in reversed(words[max(0, at - REACH) : at]):
        if word.text in CLAUSE:
            return None
        if word.text in ranks:
            return word.text
    return None


def _hedged(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Compares how sure each shared word is: "may rise" allows neither "rises" nor "must rise"."""
    ranks = lexicon().hedges
    there = {word.text for word in theirs}
    for at, word in enumerate(ours):
        if word.text in ranks and ranks[word.text] > PLAIN and word.text not in there:
            return False
        if not word.content or word.text in ranks:
            continue
        same = [n for n, other in enumerate(theirs) if other.stem == word.stem]
        if same and all(_is_governed(theirs, n) for n in same) and _level(ours, at) > max(_level(theirs, n) for n in same):
            return False
        mine = _chain(ours, at)
        if mine and same and all(mine < _chain(theirs, n) for n in same):
            return False
    return True


def _is_governed(words: Sequence[Word], at: int) -> bool:
    """True for the word that a hedge is about: the first content word after it that is no adverb."""
    ranks = lexicon().hedges
    for n in range(at - 1, max(-1, at - 1 - REACH), -1):
        if words[n].text in ranks:
            return ranks[words[n].text] < PLAIN
        if (words[n].content and not words[n].text.endswith("ly")) or words[n].text in CLAUSE:
            return False
    return False


def _chain(words: Sequence[Word], at: int) -> set[str]:
    """The hedges right before a word, each of which takes from it: "would be expected to have prevented"."""
    found: set[str] = set()
    for word in reversed(words[:at]):
        if word.text in lexicon().hedges or word.text == "able":
            found.add(word.text)
        elif word.text not in _INSIDE_CHAIN:
            break
    return found - _SAME_AGAIN


def _level(words: Sequence[Word], at: int) -> int:
    """How sure a text is of one of its words, 1 to 4: the weakest hedge before it in its part of the sentence."""
    ranks = lexicon().hedges
    found = []
    for word in reversed(words[:at]):
        if word.text in ".;:!?\n":
            break
        if word.text in ranks:
            found.append(ranks[word.text])
    return min(found, default=PLAIN)


def _bounded(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Compares what stands before each shared number: "up to 300" allows neither "300" nor "over 300"."""
    for at, word in enumerate(ours):
        if not word.text[0].isdigit() and word.text.split("-")[0] not in NUMBER_WORDS:
            continue
        held = {_bound(theirs, n) for n, other in enumerate(theirs) if other.text == word.text}
        mine = _bound(ours, at)
        if held and mine not in held and mine != "about":
            return False
    return True


def _bound(words: Sequence[Word], at: int) -> str:
    """`over`, `least`, `under`, `most`, `about`, or empty for an exact number."""
    lex = lexicon()
    for n in range(at - 1, max(-1, at - 3), -1):
        word = words[n]
        if word.text in lex.bounds and not (n and words[n - 1].stem == "ad"):  # "added up to £6bn" bounds nothing
            return lex.bounds[word.text]
        if word.text in lex.approximate:
            return "about"
    return ""


def _final(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True if "not yet" became "not"."""
    negations = lexicon().negations
    yet = [at for at, word in enumerate(theirs) if word.text == "yet"]
    not_yet = any(_any_of(theirs[max(0, at - REACH) : at], negations) for at in yet)
    return not_yet and _any_of(ours, negations) and not any(word.text == "yet" for word in ours)


def _excludes_more(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True if "alone" or "only" shuts out others and the quotations have no such word. "Only 37%" and "only two" judge an
    amount and shut out nobody."""
    lex = lexicon()
    if _any_of(theirs, lex.exclusives):
        return False
    for at, word in enumerate(ours):
        if word.text not in lex.exclusives:
            continue
        if word.text not in _BEFORE_AMOUNTS or not any(map(_is_amount, ours[at + 1 : at + 1 + REACH])):
            return True
    return False


def _any_of(words: Sequence[Word], listed: frozenset[str]) -> bool:
    return any(word.text in listed for word in words)


def _is_amount(word: Word) -> bool:
    lex = lexicon()
    spelled = word.text.split("-")[0] in NUMBER_WORDS or word.text in FRACTION_WORDS
    return word.text[0].isdigit() or spelled or word.text in lex.approximate or lex.quantifiers.get(word.text, PLAIN) < PLAIN


def _establishes(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True if we say that somebody showed or found what the quotations give as a view: they have no word of finding at all."""
    lex = lexicon()
    return _any_of(ours, lex.findings) and not _any_of(theirs, lex.findings | lex.reports)
