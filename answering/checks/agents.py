"""Whoever acts must be who acts in the quotation, and nobody may act who does not stand there. Pure.

"Hunt criticised the plan" does not follow from "Darzi criticised the plan, Hunt said", nor "the doctors' union estimated" from
an estimate of the government's. Only what stands right beside its verb is compared; where a quotation names nobody there,
nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from answering.checks.ground import Ground
from answering.checks.lexicon import lexicon
from answering.checks.names import is_initials_of
from answering.checks.numbers import MONTHS
from answering.checks.words import Word, words_of
from core.terms import stem

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_INSIDE_NAME = frozenset({"of", "the", "and", "for", "&", ","})
_WITHIN = _INSIDE_NAME | {"nhs"}  # words that do not end a name
_NO_NAMES = frozenset(month.lower() for month in MONTHS) | {
    "nhs",
    "england",
    "english",
    "britain",
    "british",
    "uk",
    "act",
    "bill",
}
_STOPS = frozenset('.;:!?()—–\n"“”')
_NOUN_BEFORE_TEXT = "the a an its their his her this that these those of for in with more any some no"
_NOUN_BEFORE = frozenset(_NOUN_BEFORE_TEXT.split())
_CAPITALISED = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]*[a-z]\b")
LONGEST_PARTICLE = 4  # letters of "not" or "nor"; longer negations are verbs and nouns
LONGEST_ASIDE = 14  # words between two commas after a name
BY_WITHIN = 4  # words between a passive and the "by" of whoever does it
LONGEST_NAME = 12  # words of a phrase that names somebody


def agents_hold(text: str, ground: Ground) -> bool:
    """True if everybody who acts stands in the ground, and where a quotation says who did what, it is who we say."""
    ours, theirs = words_of(text), [words_of(quote) for quote in ground.quotes]
    known = {word.stem for text in (*ground.quotes, *ground.voices) for word in words_of(text)}
    if any(_is_stranger(word, known, theirs) for word in ours):
        return False
    capital = _capitalised(ground.text) | _capitalised(ground.about) | _capitalised(ground.around)
    if any(not _suffers(verb, whom, theirs) for verb, whom in _objects(ours, capital)):
        return False
    said = [who for quote in theirs for who in _acts(quote, capital)]
    kept = {pair for quote in theirs for pair in _followed(quote)}
    undone = {verb for quote in theirs for verb in _suffered(quote)} - {verb for verb, _ in said}
    suffered = [pair for quote in theirs for pair in _passives(quote, capital)]
    for verb, who in _acts(ours, capital, loose=True):
        held = [other for same, other in said if same == verb]
        if not held and any(_same(who, whom) for same, whom in suffered if same == verb):
            return False
        if any((stem(name), verb) in kept for name in who):
            continue
        if verb in undone:
            return False
        initials = any(is_initials_of(name.upper(), ground.text) for name in who)
        if held and not initials and not any(_same(who, other) for other in held):
            return False
    return True


def _suffered(words: Sequence[Word]) -> Iterator[str]:
    """Verbs in the passive of which nobody is said to do it: "were accepted", without "by"."""
    for at, word in enumerate(words):
        be = _BE & {other.text for other in words[max(0, at - 2) : at]}
        if be and word.content and word.text.endswith("ed") and "by" not in {w.text for w in words[at + 1 : at + 1 + BY_WITHIN]}:
            yield word.stem


def _passives(words: Sequence[Word], capital: frozenset[str]) -> Iterator[tuple[str, set[str]]]:
    """Each verb in the passive with whoever stands before it: "Hunt was criticised for it by nurses"."""
    for at, word in enumerate(words):
        before = _subject_end(words, at)
        between = {other.text for other in words[max(0, before + 1) : at]}
        if before < 0 or not (word.content and word.text.endswith("ed") and _BE & between):
            continue
        if whom := _phrase(words, range(before, max(-1, before - LONGEST_NAME), -1), capital):
            yield word.stem, whom


def _followed(words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """Each word of weight with the next."""
    content = [word.stem for word in words if word.content or word.text in lexicon().negations]
    return pairwise(content)


def _same(one: set[str], other: set[str]) -> bool:
    """True if two phrases share a name, or name the same sort of people."""
    lex = lexicon()
    return bool({*map(stem, one)} & {*map(stem, other)}) or any(lex.are_synonyms(a, b) for a in one for b in other)


def _is_stranger(word: Word, known: set[str], theirs: Sequence[Sequence[Word]]) -> bool:
    """True for an actor of the lexicon who stands nowhere in the quotations and speaks none, and for whom no synonym does."""
    lex = lexicon()
    if not word.content or word.stem in known or not _singular(word.text) & lex.actors:
        return False
    return not any(lex.are_synonyms(form, other.text) for quote in theirs for other in quote for form in _singular(word.text))


def _singular(text: str) -> set[str]:
    return {text, text.rstrip("s"), text[:-3] + "y" if text.endswith("ies") else text}


@lru_cache(maxsize=256)
def _capitalised(text: str) -> frozenset[str]:
    """Stems of what is written with a capital where no sentence begins."""
    return frozenset(stem(match[0].lower()) for match in _CAPITALISED.finditer(text))


def _acts(words: Sequence[Word], capital: frozenset[str], *, loose: bool = False) -> Iterator[tuple[str, set[str]]]:
    """Each verb whose agent stands right before it, or after its "by", with the agent's words.

    With `loose` an agent may be anything that has a name of its own, else only somebody who is named or an actor.
    """
    for at, word in enumerate(words):
        if _is_particle(word) or _names(words, at, capital):
            continue
        if at + 1 < len(words) and words[at + 1].text == "by":
            if who := _phrase(words, range(at + 2, min(len(words), at + 2 + LONGEST_NAME)), capital):
                yield word.stem, who
            continue
        before = _subject_end(words, at)
        passive = bool(_BE & {other.text for other in words[before + 1 : at]}) and not word.text.endswith("ing")
        if before < 0 or passive or words[at - 1].text in _NOUN_BEFORE:
            continue
        places = range(before, max(-1, before - LONGEST_NAME), -1)
        if who := _phrase(words, places, capital) or (_nouns(words, places) if loose and _is_verb(word) else set()):
            yield word.stem, who


def _is_particle(word: Word) -> bool:
    """True for a word that can be no verb; those that negate ("refused") can, unless they are as short as "not"."""
    return not word.content and not (word.text in lexicon().negations and len(word.text) > LONGEST_PARTICLE)


def _subject_end(words: Sequence[Word], at: int) -> int:
    """Where a verb's subject ends, auxiliaries, adverbs and an aside between commas left out; -1 if there is none."""
    before = at - 1
    while before >= 0 and (words[before].text.endswith("ly") or words[before].text in _auxiliaries()):
        before -= 1
    if before > 0 and words[before].text == ",":  # "the Foundation, in a blog of 2022, welcomed"
        opens = [n for n in range(before - 1, max(-1, before - 1 - LONGEST_ASIDE), -1) if words[n].text == ","]
        before = opens[0] - 1 if opens else before
    return before


def _nouns(words: Sequence[Word], places: range) -> set[str]:
    """The content words that stand together at these places, of whatever kind."""
    found: set[str] = set()
    for n in places:
        if not words[n].content:
            break
        found.add(words[n].text)
    return found


def _objects(words: Sequence[Word], capital: frozenset[str]) -> Iterator[tuple[str, set[str]]]:
    """Each verb with the words of whoever is named right after it."""
    for at, word in enumerate(words[:-1]):
        if _is_verb(word) and not _names(words, at, capital) and (at == 0 or words[at - 1].text not in _NOUN_BEFORE):
            whom = _phrase(words, range(at + 1, min(len(words), at + 1 + LONGEST_NAME)), capital)
            if whom:
                yield word.stem, whom


def _is_verb(word: Word) -> bool:
    """True for what is surely a verb; English has too many words that may be one."""
    lex = lexicon()
    return word.content and (word.text.endswith("ed") or word.text in lex.reporting or word.text in lex.stances)


def _suffers(verb: str, whom: set[str], theirs: Sequence[Sequence[Word]]) -> bool:
    """True if somebody named stands in the clause of the same verb in a quotation, or the verb in none."""
    clauses = [clause for quote in theirs for clause in _clauses(quote) if verb in map(stem, clause)]
    return not clauses or any(_same(whom, clause) for clause in clauses)


def _clauses(words: Sequence[Word]) -> Iterator[set[str]]:
    """The words between stops and commas."""
    clause: set[str] = set()
    for word in words:
        if word.text in _STOPS or word.text == ",":
            yield clause
            clause = set()
        else:
            clause.add(word.text)
    yield clause


def _auxiliaries() -> frozenset[str]:
    return _BE | {"has", "have", "had", "will", "would", "did", "also", "then", "not", "again"}


def _phrase(words: Sequence[Word], places: range, capital: frozenset[str]) -> set[str]:
    """Words of a run of names and actors with what joins them; a word that is neither ends it, after the first."""
    found: set[str] = set()
    for n in places:
        if words[n].text in _STOPS:
            break
        if _names(words, n, capital):
            found.add(words[n].text)
        elif (not found and words[n].text not in ("the", "a", "an")) or words[n].text not in _WITHIN:
            break
    return found


def _names(words: Sequence[Word], at: int, capital: frozenset[str]) -> bool:
    word = words[at]
    if word.text in _NO_NAMES:
        return False
    begins = at == 0 or words[at - 1].text in _STOPS
    named = word.content and word.shown[:1].isupper() and (not begins or word.stem in capital)
    return named or bool(_singular(word.text) & lexicon().actors)
