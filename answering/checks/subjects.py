"""Whose a clause is: what a sentence leaves between two clauses may give the second the subject of the first. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.checks.lexicon import lexicon
from answering.checks.numbers import MONTHS
from answering.checks.words import Word, words_of
from core.terms import index_terms, stem

_MODALS = frozenset({"may", "might", "could", "would", "will", "can", "must", "should"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_HAVE = frozenset({"has", "have", "had"})
_PRONOUNS = frozenset({"it", "they", "he", "she", "this", "these", "that", "who", "which", "we", "there"})
_POINTING = re.compile(r"\b(?:called|considered|described|saw|named|put) (?:this|it|that|them|these)\b", re.I)
_NEXT_CLAUSE = re.compile(
    r"\b(?:and|but|while) (?:that )?(?P<who>(?:the |its |their |an? )?[a-z][\w’'-]+(?: [a-z][\w’'-]+){0,2}?) "
    r"(?P<be>was|were|is|are|had|has|have|would|will) (?P<rest>\w+(?: \w+)?)"
)
_BY = re.compile(r"\b(?P<what>[a-z]\w+) by (?:the )?(?:(?:Sir|Dame|Lord|Dr) )?(?P<who>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)")
_DONE = re.compile(r"(?:ed|en|wn|ght|ne|ade|ut|et|ld|un|id|ent|lt|ung|ought)$")
_OF_THEM = re.compile(r"(?P<number>\d[\d,.]*%?) of (?:them|these|those|which|whom)\b")
_DATE = r"(?:\d{1,2} )?(?:[A-Z]\w+ )?(?:19|20)\d\d"
_ON_DATE = re.compile(
    rf"\b(?P<verb>[a-z]\w+ed) (?:on|in|by) (?:early |late |mid-|spring |summer |autumn |winter )?(?P<date>{_DATE})"
)
NEAR = 3  # words before a verb among which its subject ends
BESIDE = 4  # words round a noun among which its doer stands


def subjects_hold(text: str, quotes: Sequence[str]) -> bool:
    """True if what clauses tell is told of those that a quotation tells it of."""
    told = " ".join(quotes)
    return not (
        _loses_subject(text, told)
        or _by_another(text, told)
        or _of_others(text, told)
        or _points_elsewhere(text, told)
        or _does_what_was_done(words_of(text), words_of(told))
        or _modal_of_another(words_of(text), words_of(told))
        or _dated_by_another(text, told)
    )


def _loses_subject(text: str, told: str) -> bool:
    """ "boards were told to halve costs and to sell" for "boards were told to halve costs, and trusts were told to sell"."""
    ours = set(index_terms(text))
    for match in _NEXT_CLAUSE.finditer(told):
        who, after = index_terms(match["who"]), told[match.end() : match.end() + 60]
        follows = index_terms(" ".join(after.split()[:5]))
        if who and not set(who) & ours and match["who"].split()[0] not in _PRONOUNS and len(set(follows) & ours) >= 2:
            return True
    return False


def _by_another(text: str, told: str) -> bool:
    """ "a promise by Naylor" for "a promise to stop, and Naylor objected"."""
    for match in _BY.finditer(text):
        what, who = match["what"], match["who"].split()[-1]
        if who in MONTHS or _DONE.search(what) or f"by {match['who']}" in told or f"by the {match['who']}" in told:
            continue
        words = [word.strip(".,;:’'\"") for word in told.split()]
        places = [at for at, word in enumerate(words) if stem(word.lower()) == stem(what)]
        near = any(who in " ".join(words[max(0, at - BESIDE) : at + BESIDE + 1]) for at in places)
        if places and who in told and not near and what not in lexicon().reporting:
            return True
    return False


def _of_others(text: str, told: str) -> bool:
    """ "67% of providers, 86% of them acute" for "67% of providers, and 86% of acute trusts"."""
    for match in _OF_THEM.finditer(text):
        number = re.escape(match["number"])
        if re.search(rf"{number} of (?!them|these|those|which|whom)", told) and not re.search(
            rf"{number} of (?:them|these|those|which|whom)", told
        ):
            return True
    return False


def _points_elsewhere(text: str, told: str) -> bool:
    """ "and called this a success" for "and called the new scheme a success"."""
    return any(match[0].lower() not in told.lower() for match in _POINTING.finditer(text)) and bool(
        re.search(r"\b(?:called|considered|described|saw|named|put) the \w+", told)
    )


def _does_what_was_done(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """ "more than the Office had expected" for "the Office said it was more than had been expected"."""
    done = {word.stem for at, word in enumerate(theirs) if _participle(word) and at and theirs[at - 1].text in _BE}
    by = {word.stem for at, word in enumerate(theirs[:-2]) if _participle(word) and _has_doer(theirs, at)}
    doing = {word.stem for at, word in enumerate(theirs) if _participle(word) and not (at and theirs[at - 1].text in _BE)}
    for at, word in enumerate(ours):
        if at < 2 or not _participle(word) or ours[at - 1].text not in _HAVE or not ours[at - 2].content:
            continue
        if word.stem in done - by - doing and ours[at - 2].text not in _PRONOUNS:
            return True
    return False


def _has_doer(words: Sequence[Word], at: int) -> bool:
    """True for "expected by ministers", but not for "expected by then"."""
    after = words[at + 2]
    return words[at + 1].text == "by" and after.text not in ("then", "now") and not after.text[0].isdigit()


def _participle(word: Word) -> bool:
    return word.content and word.text.endswith("ed")


def _modal_of_another(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """ "a larger role might bring autocracy" for "managers might bring autocracy, although … a larger role"."""
    for modal, verb, before in _modals(ours):
        held = [subject for other, same, subject in _modals(theirs) if same == verb and other == modal]
        there = {word.stem for word in theirs}
        if held and before and all(subject and not subject & before for subject in held) and before <= there:
            return True
    return False


def _modals(words: Sequence[Word]) -> list[tuple[str, str, set[str]]]:
    """Each modal with the verb behind it and the words of weight that end its subject; those are empty for a pronoun."""
    found = []
    for at, word in enumerate(words[:-1]):
        if word.text in _MODALS and words[at + 1].content:
            before = words[max(0, at - NEAR) : at]
            own = set() if before and before[-1].text in _PRONOUNS else {w.stem for w in before[-1:] if w.content}
            found.append((word.text, words[at + 1].stem, own))
    return found


def _dated_by_another(text: str, told: str) -> bool:
    """ "published by 2023" for "published on 16 August 2022 and in place by 2023"."""
    theirs = {match["verb"]: match["date"] for match in _ON_DATE.finditer(told)}
    return any(
        match["verb"] in theirs
        and match["date"] not in theirs[match["verb"]]
        and theirs[match["verb"]] not in match["date"]
        and len([m for m in _ON_DATE.finditer(told) if m["verb"] == match["verb"]]) == 1
        for match in _ON_DATE.finditer(text)
    )
