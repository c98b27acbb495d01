"""Particulars that a question takes for granted and the sources tell otherwise: a figure, an order, a year, a role, or
two names that are never told of together. Pure.

Each needs a subject that the sources know: what nothing is known of cannot be corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from answering.checks.numbers import ROUNDED, Number, is_date, numbers_in
from answering.evidence import Candidate
from answering.presuppositions import Claim
from core.names import longer_names, mentions, names_in
from core.passages import byline
from core.terms import content_terms, index_terms, stem

SAME_EVENT = 0.6  # share of a claim's weighted terms from which a sentence tells of the very event
UNHEARD = 0.4  # share up to which nothing around the claim's own subject tells of it
COUNTED_WITHIN = 2  # words after a number among which what it counts stands
LEAST_ROLE = 2  # words of a role that tell it from others
ROUGHLY = Decimal("0.1")  # share by which "about" or "nearly" may miss
LONGEST_NUMBER = 3  # words of a number with its unit
KNOWN = 2  # sentences that must name a subject before silence on it says anything

_ORDER_TEXT = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ORDER = re.compile(rf"\b({'|'.join(_ORDER_TEXT.split())}) (?:ever )?([a-z][\w-]+)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ROLE = re.compile(
    r"\b((?:[A-Z][\w’'-]+ ){0,3}[A-Z][\w’'-]+), (?:as |(?:an?|the|then|a former|former) )((?:[a-z][\w-]+ ){0,4}?[a-z][\w-]+),"
)
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|per cent) of (?:the |all |its )?([\w’'-]+(?: [\w’'-]+)?)", re.I)
_WAY = re.compile(r"\bfrom (?:the )?([a-z][\w’'-]*(?: [\w’'-]+)?) (?:in)?to (?:the )?([a-z][\w’'-]*)", re.I)
_NAMED = r"((?:[A-Z][\w’'-]+(?: (?:of|for|and|the) (?=[A-Z]))? ?)+)"
_FROM = re.compile(rf"\b(resign\w*|depart\w*|dismissed|suspended|sacked|retire\w*) from (?:the )?{_NAMED}")
_REPLACES = r"(?:replaced?|supersede[sd]?|succeed(?:s|ed)?|(?:took|takes) the place of|took over from)"
_REPLACED = re.compile(rf"{_NAMED}(?:\w+ )?{_REPLACES} (?:the )?{_NAMED}")
_LEAST = {"hundreds": 100, "thousands": 1_000, "millions": 1_000_000}
_MANY = re.compile(rf"\b({'|'.join(_LEAST)}) of (?:[a-z]+ly )?([a-z][\w-]+)", re.I)
_LIMIT = re.compile(
    r"\b(?:(?P<over>(?:more|greater|higher) than|over|above|at least|no (?:less|fewer) than)"
    r"|(?P<under>(?:less|fewer|lower) than|under|below|at most|up to|no more than)"
    r"|(?P<about>about|around|roughly|some|nearly|almost|approximately))(?: an?)? ",
    re.I,
)
_MADE_BY = re.compile(r"\b(?:was|were) (?:the work of|written by|led by|by|made by|chaired by) ((?:[A-Z][\w’'.-]*\s?)+)")
_QUOTED = re.compile(r"[‘'“\"]([^‘’“”\"]{8,80})[’'”\"]")
_APART = re.compile(r"\b(?:differ\w*|compar\w*|both|each|between|versus)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence with its terms and with what stands around it: its neighbours, heading, title and byline."""

    candidate: Candidate
    terms: frozenset[str]
    around: str

    def names(self, name: str) -> bool:
        """True if the sentence itself names somebody; a publication that ends in the name (`Tech Monitor`) does not count."""
        article, text = self.candidate.article, self.candidate.text
        publishers = [source.publisher for source in article.sources if source.publisher]
        for longer in longer_names([name], [*publishers, article.publisher or name]):
            text = text.replace(longer, " ")
        return mentions(name, text)


def strayed(claim: Claim, candidates: Sequence[Candidate], weights: Mapping[str, float]) -> Candidate | None:
    """The sentence that tells a particular of the claim otherwise; `None` if none does."""
    told = _told(candidates)
    named = set(index_terms(" ".join(names_in(f"x {claim.text}"))))
    own = {term: weights.get(term, 1.0) for term in claim.topic - named}
    checks: tuple[Callable[[Claim, Sequence[_Told], Mapping[str, float]], Candidate | None], ...] = (
        _other_figure, _fewer, _other_order, _other_year, _other_role, _role_of_another, _from_elsewhere, _replaced,
        _never_together,
    )  # fmt: skip
    return next((found for check in checks if (found := check(claim, told, own))), None)


def _told(candidates: Sequence[Candidate]) -> list[_Told]:
    rows = []
    for at, candidate in enumerate(candidates):
        near = [
            other.text
            for other in candidates[max(0, at - 1) : at + 2]
            if other.article is candidate.article and abs(other.paragraph - candidate.paragraph) <= 1
        ]
        around = " ".join([*near, candidate.heading, candidate.article.title, byline(candidate.article)])
        rows.append(_Told(candidate, frozenset(index_terms(candidate.text)), around))
    return rows


def _share(terms: frozenset[str], own: Mapping[str, float]) -> float:
    return sum(weight for term, weight in own.items() if term in terms) / (sum(own.values()) or 1.0)


def _naming(claim: Claim, told: Sequence[_Told]) -> list[_Told]:
    names = [claim.subject] if claim.subject else [name for name in names_in(f"x {claim.text}") if not name[0].isdigit()][:1]
    return [row for row in told if names and row.names(names[0])]


def _nearest(rows: Sequence[_Told], own: Mapping[str, float]) -> Candidate | None:
    if not rows:
        return None
    return max(rows, key=lambda row: (_share(row.terms, own), row.candidate.relevance, -row.candidate.start)).candidate


def _other_figure(claim: Claim, told: Sequence[_Told], own: Mapping[str, float]) -> Candidate | None:
    """Another number of the same things of the same subject, and nowhere one of them that the claim allows."""
    limits = _limits(claim.text)
    for number in numbers_in(claim.text):
        if is_date(number) or not number.after:
            continue
        rows = [
            (row, [other for other in numbers_in(row.candidate.text) if _counts_the_same(number, other)])
            for row in _naming(claim, told)
        ]
        if any(_allowed(number, other, limits.get((number.value, number.kind))) for _, found in rows for other in found):
            continue
        if rivals := [row for row, found in rows if found]:
            return _nearest(rivals, own)
    return None


def _limits(text: str) -> dict[tuple[Decimal, str], str]:
    """What the words right before a number make of it, by its value and kind."""
    found = {}
    for match in _LIMIT.finditer(text):
        beside = text[match.end() :].split()[:LONGEST_NUMBER]
        if beside and numbers_in(beside[0]):
            number = numbers_in(" ".join(beside))[0]
            found[number.value, number.kind] = next(kind for kind, said in match.groupdict().items() if said)
    return found


def _allowed(number: Number, other: Number, limit: str | None) -> bool:
    """True if the other number is the one given or within its limit: 45% is "less than half"."""
    gap = other.value - number.value
    if limit == "about":
        return abs(gap) <= ROUGHLY * number.value
    if limit is None and number.bound is not None:  # a fraction in words
        return abs(gap) <= ROUNDED
    return gap == 0 or (limit == "over" and gap > 0) or (limit == "under" and gap < 0)


def _fewer(claim: Claim, told: Sequence[_Told], own: Mapping[str, float]) -> Candidate | None:
    """Thousands of something where every sentence on the subject that counts them has fewer."""
    for many, thing in _MANY.findall(claim.text):
        counted = [
            (row, number.value)
            for row in _naming(claim, told)
            for number in numbers_in(row.candidate.text)
            if not number.kind and not is_date(number) and stem(thing.lower()) in number.after[:COUNTED_WITHIN]
        ]
        if counted and all(value < _LEAST[many.lower()] for _, value in counted):
            return _nearest([row for row, _ in counted], own)
    return None


def _counts_the_same(one: Number, other: Number) -> bool:
    return one.kind == other.kind and not is_date(other) and bool(other.after) and one.after[0] == other.after[0]


def _other_order(claim: Claim, told: Sequence[_Told], own: Mapping[str, float]) -> Candidate | None:
    """`the third woman` where the sources say the first."""
    for order, thing in _ORDER.findall(claim.text):
        found = [
            (row, match[0]) for row in _naming(claim, told) for match in _ORDER.findall(row.candidate.text) if match[1] == thing
        ]
        if found and all(other != order for _, other in found):
            return _nearest([row for row, _ in found], own)
    return None


def _other_year(claim: Claim, told: Sequence[_Told], own: Mapping[str, float]) -> Candidate | None:
    """The event in another year, and nothing like it in the claim's."""
    years = set(_YEAR.findall(claim.text))
    if len(years) != 1 or claim.open:
        return None
    (year,) = years
    if any(year in row.around and _share(row.terms, own) >= UNHEARD for row in told):
        return None
    rows = [row for row in (_naming(claim, told) if claim.subject else told) if _share(row.terms, own) >= SAME_EVENT]
    return _nearest([row for row in rows if _YEAR.search(row.candidate.text)], own)


def _other_role(claim: Claim, told: Sequence[_Told], own: Mapping[str, float]) -> Candidate | None:
    """A role put in beside a name which nothing told of that name holds."""
    for name, role in _ROLE.findall(claim.text):
        last = name.split()[-1]
        role = role.split(" of ")[0].split()[-1]
        rows = [row for row in told if row.names(last)]
        stems = set(content_terms(role))
        if len(rows) >= KNOWN and stems and not any(stems & set(index_terms(row.around)) for row in rows):
            return _nearest(rows, own)
    return None


def _role_of_another(claim: Claim, told: Sequence[_Told], own: Mapping[str, float]) -> Candidate | None:
    """A role put in beside a name which the sources give to somebody else, and nowhere to that name."""
    for name, role in _ROLE.findall(claim.text):
        last = name.split()[-1]
        if len(role.split()) < LEAST_ROLE:
            continue
        held = re.compile(rf"\b([A-Z][\w’'-]+), (?:[\w’'-]+ )?(?:[\w’'-]+ )?{re.escape(role)}\b")
        rows = [(row, match[1]) for row in told for match in held.finditer(row.candidate.text)]
        if rows and all(holder != last for _, holder in rows) and any(row.names(last) for row in told):
            return _nearest([row for row, _ in rows], own)
    return None


def _from_elsewhere(claim: Claim, told: Sequence[_Told], own: Mapping[str, float]) -> Candidate | None:
    """A resignation from A where sentences that name the subject say that it resigned from B, and none names A too."""
    for verb, place in _FROM.findall(claim.text):
        mine = [row for row in _naming(claim, told) if stem(verb.lower()) in row.terms]
        elsewhere = [row for row in mine if any(other != place for _, other in _FROM.findall(row.candidate.text))]
        if elsewhere and claim.subject and not any(mentions(place, row.candidate.text) for row in _naming(claim, told)):
            return _nearest(elsewhere, own)
    return None


def _replaced(claim: Claim, told: Sequence[_Told], own: Mapping[str, float]) -> Candidate | None:
    """A said to have replaced B where a sentence says that B replaced A."""
    for new, old in _REPLACED.findall(claim.text):
        for row in told:
            for theirs, before in _REPLACED.findall(row.candidate.text):
                if (_is_same(new, before) and _is_same(old, theirs)) and not _is_same(new, theirs):
                    return row.candidate
    return None


def _is_same(one: str, other: str) -> bool:
    return one in other or other in one


def never_told(claim: Claim, candidates: Sequence[Candidate]) -> bool:
    """True if the claim names another beside its subject, each is known, and no passage tells of both."""
    return _never_together(claim, _told(candidates), {}) is not None


def _never_together(claim: Claim, told: Sequence[_Told], own: Mapping[str, float]) -> Candidate | None:
    """Two names of the claim which no passage tells of together, though each is known."""
    if not claim.subject or _APART.search(claim.text):
        return None
    mine = [row for row in told if mentions(claim.subject, row.around)]
    others = [name for name in names_in(f"x {claim.text}") if not name[0].isdigit() and claim.subject not in name.split()]
    for name in others:
        last = name.split()[-1]
        known = [row for row in told if row.names(name)]
        if len(mine) >= KNOWN and known and not any(mentions(last, row.around) for row in mine):
            return _nearest(mine, own)
    return None


def other_share(claim: str, sentence: str) -> bool:
    """True if the sentence gives another percentage of the same whole, and not the claim's."""
    theirs = [(number, set(index_terms(whole))) for number, whole in _SHARE.findall(sentence)]
    for number, whole in _SHARE.findall(claim):
        same = {other for other, terms in theirs if terms >= set(index_terms(whole)) or terms <= set(index_terms(whole))}
        if same and number not in same:
            return True
    return False


def same_share(claim: str, sentence: str) -> bool:
    """True if the sentence gives the claim's percentage of the same whole."""
    theirs = {(number, frozenset(index_terms(whole))) for number, whole in _SHARE.findall(sentence)}
    mine = [(number, frozenset(index_terms(whole))) for number, whole in _SHARE.findall(claim)]
    return any(number == other and whole & terms for number, whole in mine for other, terms in theirs)


def other_way(claim: str, sentence: str) -> bool:
    """True if the claim goes from one thing to another and the sentence from the other to the one."""
    for start, end in _WAY.findall(claim):
        for theirs, others in _WAY.findall(sentence):
            if set(content_terms(start)) & set(content_terms(others)) and set(content_terms(end)) & set(content_terms(theirs)):
                return True
    return False


def other_author(claim: str, sentence: str) -> bool:
    """True if the sentence names somebody else as the author of a work that the claim gives to its subject."""
    for title in _QUOTED.findall(claim):
        if title.lower() in sentence.lower():
            made = _MADE_BY.search(sentence)
            if made and not set(index_terms(made[1])) & set(index_terms(claim)):
                return True
    return False
