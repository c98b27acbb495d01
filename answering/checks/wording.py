"""A sentence that keeps its quotations' words must keep them all: one word exchanged is the likeliest way to reverse a source.

Sees opposites that no list holds, a negation put in or left out, a number or name in another's place, a hedge gone. Applies
only to sentences most of whose pairs of neighbours stand in the quotations; others are told in new words, which is no fault.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import chain, pairwise, permutations

from answering.checks.garble import garbled, plain
from answering.checks.grammar import hangs_on, loses_head, strands_object, widens_subject
from answering.checks.ground import Ground
from answering.checks.lexicon import lexicon
from answering.checks.names import is_initials_of
from answering.checks.numbers import MONTHS, numbers_in
from answering.checks.words import Word, is_cue, words_of
from core.terms import stem
from core.types import Reason

KEPT_WORDS = 0.65  # the same share from which on a word that stands nowhere there is a word put in
LONG_RUN = 8  # words kept in one run: what is added to them is added to a quotation
KEPT = 0.7  # share of a sentence's neighbouring words that must be neighbours in a quotation for it to keep their words
SHORTEST_CUT = 2  # words: what is left out with a negation or a hedge and is longer may be a clause of its own
MOVED = 3  # words before a name among which a preposition tells that its phrase was moved as a whole
_BEFORE_MOVED_TEXT = "in on at by from of for to with after before since until during under over through"
_BEFORE_MOVED = frozenset(_BEFORE_MOVED_TEXT.split())
_CONTRASTS = frozenset({"but", "while", "whereas", "although", "though"})
_BESIDE = frozenset({"together", "alongside", "besides"})
_AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "have", "had", "will", "would"})
_ANSWERS = frozenset({"yes", "opposite", "indeed"})
_ARTICLES = frozenset({"a", "an", "the"})
_NOUN_ENDINGS = ("ings", "ion", "ions", "ment", "ments", "ance", "ances")
PLAIN_RANK = 3  # a quantifier or hedge above it says more than a statement without any


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the quotations that gave way to words of the sentence; either may be empty, `at` is where ours begin."""

    cut: Sequence[Word]
    put: Sequence[Word]
    at: int


def changed(text: str, ground: Ground) -> set[Reason]:
    """What was changed in a sentence that keeps its quotations' words, by reason; empty for one told in new words."""
    if garbled(text, ground):
        return {"wording"}
    ours, theirs = plain(text), [plain(quote) for quote in ground.quotes]
    kept = kept_pairs(ours, theirs)
    if kept < KEPT:
        near = kept >= KEPT_WORDS or any(_longest_run(quote, ours) >= LONG_RUN for quote in theirs)
        return {"wording"} if near and _has_foreign_word(ours, theirs, ground.about) else set()
    aligned = max((list(chain(*order)) for order in permutations(theirs)), key=lambda quote: _matcher(quote, ours).ratio())
    changes = list(_changes(aligned, ours))
    found: set[Reason] = set()
    stranded = any(strands_object(change.cut, change.put, ours, change.at) for change in changes)
    if stranded or _has_foreign_word(ours, theirs, ground.about) or _makes_verb(aligned, ours):
        found.add("wording")
    if _more_negations(ours, aligned) or any(_turns(change, len(ours), len(theirs)) for change in changes):
        found.add("polarity")
    moved = {value for change in changes if not _numbers(change.put) for value in _numbers(change.cut)}
    if any(_exchanges_numbers(change, moved) for change in changes):
        found.add("numbers")
    if any(_exchanges_names(change, ground.text) for change in changes):
        found.add("names")
    if any(_strengthens(change) for change in changes):
        found.add("strength")
    if _moves_somebody(ours, aligned, changes) or any(
        _takes_from_doer(change, ours) or _splices(change, ours) or _leans(change, ours) for change in changes
    ):
        found.add("roles")
    return found


def _makes_verb(theirs: Sequence[Word], ours: Sequence[Word]) -> bool:
    """True if a noun became a verb between the same neighbours: "rates, staff warned and the inquiry" for "staff warnings"; or
    what does something became what it is done to: "a campaigned website"."""
    doing = {(one.stem, other.stem) for one, other in pairwise(theirs) if one.text.endswith("ing") and one.content}
    triples = zip(ours, ours[1:], ours[2:], strict=False)
    done = ((two.stem, three.stem) for one, two, three in triples if one.text in _ARTICLES and two.text.endswith("ed"))
    return any(pair in doing for pair in done) or any(
        theirs[a + n].text.endswith(_NOUN_ENDINGS) and ours[b + n].text.endswith("ed")
        for a, b, size in _matcher(theirs, ours).get_matching_blocks()
        for n in range(1, size - 1)
    )


def kept_pairs(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> float:
    """Share of a sentence's pairs of neighbouring words that are neighbours in a quotation, 0 to 1."""
    pairs = [(one.stem, other.stem) for one, other in pairwise(ours)]
    there = {(one.stem, other.stem) for quote in theirs for one, other in pairwise(quote)}
    return sum(pair in there for pair in pairs) / len(pairs) if pairs else 0.0


def _matcher(theirs: Sequence[Word], ours: Sequence[Word]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [w.stem for w in theirs], [w.stem for w in ours], autojunk=False)


def _longest_run(theirs: Sequence[Word], ours: Sequence[Word]) -> int:
    return _matcher(theirs, ours).find_longest_match().size


def _changes(theirs: Sequence[Word], ours: Sequence[Word]) -> Iterator[Change]:
    for kind, a, b, c, d in _matcher(theirs, ours).get_opcodes():
        if kind != "equal":
            yield Change(theirs[a:b], ours[c:d], c)


def _has_foreign_word(ours: Sequence[Word], theirs: Sequence[Sequence[Word]], about: str) -> bool:
    """True if a content word stands nowhere in the ground, and for no synonym; numbers have a check of their own."""
    there = {word.text for quote in theirs for word in quote}
    known = {stem(word) for word in there} | {word.stem for word in words_of(about) if word.shown[:1].isupper()}
    left = there - {word.text for word in ours}
    lex = lexicon()
    return any(
        word.stem not in known and word.text not in _ANSWERS and not any(lex.are_synonyms(word.text, other) for other in left)
        for word in ours
        if (word.content or word.text in lex.stances) and not word.text[0].isdigit()
    )


def _more_negations(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    return sum(map(is_cue, ours)) > sum(map(is_cue, theirs))


def _turns(change: Change, length: int, quotes: int) -> bool:
    """True if a negation was put in, or taken out alone."""
    cut, put = any(map(is_cue, change.cut)), any(map(is_cue, change.put))
    inside = change.at > 0 and change.at + len(change.put) < length
    if cut and not put:
        return inside and len(change.cut) - len(change.put) <= SHORTEST_CUT
    return put and not cut and quotes == 1


def _exchanges_numbers(change: Change, moved: set[Decimal]) -> bool:
    """True if a number gave way to one that was not moved here from elsewhere."""
    cut, put = _numbers(change.cut), _numbers(change.put)
    return bool(cut) and not put <= cut | moved


def _numbers(words: Sequence[Word]) -> set[Decimal]:
    return {number.value for number in numbers_in(" ".join(word.shown for word in words))}


def _exchanges_names(change: Change, quotes: str) -> bool:
    """True if a name gave way to another; initials of a name are the same."""
    cut = {word.stem for word in change.cut if _is_name(word)}
    put = {word.stem for word in change.put if _is_name(word) and not is_initials_of(word.shown, quotes)}
    return bool(cut) and bool(put) and not cut & put


def _is_name(word: Word) -> bool:
    return word.content and word.shown[:1].isupper() and word.shown not in MONTHS


def _strengthens(change: Change) -> bool:
    """True if a weak quantifier, hedge or "about" gave way to nothing or to something stronger."""
    lex = lexicon()
    if len(change.cut) - len(change.put) > SHORTEST_CUT:
        return False
    alone = bool(change.put) or not any(word.text[0].isdigit() for word in change.cut)
    for ranks in (lex.quantifiers, lex.frequencies, lex.hedges):
        cut = [ranks[word.text] for word in change.cut if word.text in ranks]
        put = [ranks[word.text] for word in change.put if word.text in ranks]
        governed = any(word.content and word.text not in ranks for word in change.cut) and not change.put
        gone = not put and max(cut, default=0) < max(ranks.values())  # "all" may go: what is left says less
        if (cut and not governed and (gone or (put and max(put) > max(cut)))) or (put and not cut and max(put) > PLAIN_RANK):
            return True
    about = [any(word.text in lex.approximate for word in words) for words in (change.cut, change.put)]
    return about[0] and not about[1] and alone


def _moves_somebody(ours: Sequence[Word], theirs: Sequence[Word], changes: Sequence[Change]) -> bool:
    """True if a name or actor of the quotation stands elsewhere.

    What moved with a preposition before it ("in the BMJ") is no change of place; nor is a sentence turned into the passive.
    """
    if ("by" in {word.text for word in ours}) != ("by" in {word.text for word in theirs}):
        return False
    stems = {word.stem for word in theirs}
    moved = [n for change in changes for n in range(change.at, change.at + len(change.put))]
    return any(
        ours[n].stem in stems
        and _is_somebody(ours, n)
        and not {word.text for word in ours[max(0, n - MOVED) : n]} & _BEFORE_MOVED
        and not _speaks_there(ours, n, theirs)
        for n in moved
    )


def _speaks_there(ours: Sequence[Word], at: int, theirs: Sequence[Word]) -> bool:
    """True if a name says it in both, and nobody else speaks: "…, the Fund reported" told as "the Fund said that …"."""
    saying = lexicon().reporting
    verbs = [n for n, word in enumerate(theirs) if word.text in saying]
    places = [n for n, word in enumerate(theirs) if word.stem == ours[at].stem]
    leads = [
        any(word.text in saying for word in words[n + 1 : n + 1 + MOVED])
        for words, n in [(ours, at), *((theirs, n) for n in places)]
    ]
    return len(verbs) == 1 and len(places) == 1 and all(leads)


def _takes_from_doer(change: Change, ours: Sequence[Word]) -> bool:
    """True if the "by" before somebody gave way to another preposition: "reporting from the Fund" for "reported by the Fund"."""
    after = change.at + len(change.put)
    named = after < len(ours) and _is_somebody(ours, after)
    return named and "by" in _texts(change.cut) and "by" not in _texts(change.put) and bool(_texts(change.put) & _BEFORE_MOVED)


def _leans(change: Change, ours: Sequence[Word]) -> bool:
    """True if what was cut out or put in gives a verb another subject."""
    cut, put, at = change.cut, change.put, change.at
    return hangs_on(cut, put) or loses_head(cut, put, ours, at) or widens_subject(cut, put, ours, at)


def _splices(change: Change, ours: Sequence[Word]) -> bool:
    """True if the end of one clause and the beginning of the next were cut out, with the contrast between them."""
    inside = change.at > 0 and change.at + len(change.put) < len(ours)
    middle = _texts(change.cut[1:-1]) & _CONTRASTS
    beside = change.cut and change.cut[0].text in _BESIDE
    return inside and not _texts(change.put) & _CONTRASTS and bool(middle or beside or _loses_subject(change, ours))


def _loses_subject(change: Change, ours: Sequence[Word]) -> bool:
    """True if a clause was cut out up to the verb of the next, whose subject went with it: "the agency was to double its places"
    for "the agency was to explore it, and the scheme was to double its places"."""
    ands = [n for n, word in enumerate(change.cut) if word.text == "and"]
    if not ands or change.put or not _texts(change.cut[: ands[-1]]) & _AUXILIARIES:
        return False
    subject = change.cut[ands[-1] + 1 :]
    verb = ours[change.at].text in _AUXILIARIES
    return verb and any(word.content for word in subject) and not _texts(subject) & _AUXILIARIES


def _texts(words: Sequence[Word]) -> set[str]:
    return {word.text for word in words}


def _is_somebody(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    named = _is_name(word) and word.text != "nhs"
    return named or bool({word.text, word.text.rstrip("s")} & lexicon().actors)
