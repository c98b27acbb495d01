"""Does a question take for granted what the sources deny? Pure.

A presupposition is what a question states on its way ("Why did X oppose Y?", "Given that …", a statement before the question).
It is compared with the positions on record and with the stored sentences that speak of the same people and things. It is denied
where they take the other side (of a stance, direction, amount or negation), give another share of the same whole, or name
another author, and no sentence nearly as close agrees with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from math import prod

from answering.evidence import Candidate
from answering.named_subjects import named_in, only_names_a_work
from answering.opposites import AXES, DENIALS, Saying, axis_of, saying
from answering.particulars import never_told, other_author, other_share, other_way, same_share, strayed
from answering.presuppositions import Claim, claims
from answering.remarks import speaks_of_the_collection
from core.terms import index_terms
from core.types import Article, Position

NEAR = 0.1  # share of a claim's weighted terms that a sentence must hold to speak of the same thing
NEAR_UNNAMED = 0.5  # the same for a claim about nobody in particular
SHARE_OF_NEAREST = 0.4  # share of the nearest sentence's nearness that the denial needs
CLAUSE = 0.1  # share that the very clause must hold which denies
CLAUSE_UNNAMED = 0.6  # the same for a claim about nobody in particular
AGREES = 0.85  # share of the denial's nearness at which a sentence that agrees with the claim outweighs it
SAME_PROPOSITION = 0.5  # share of the shorter of claim and proposition that the other must hold

PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
LEAST_ROOT = 4  # letters after a prefix
LEAST_SHARED = 2  # words that claim and proposition must have in common

_A_PLAN = frozenset({"plan", "propos", "decis", "bill"})  # who opposes it may oppose an ending
_CLAUSES = re.compile(r";|,? (?:but|while|whereas|although|though|however)\b,?")


def denial(question: str, candidates: Sequence[Candidate], weights: Mapping[str, float]) -> Candidate | None:
    """The stored sentence that most nearly denies what the question takes for granted; `None` if nothing does."""
    usable = [candidate for candidate in candidates if not speaks_of_the_collection(candidate.text)]
    articles = list({candidate.article.article_id: candidate.article for candidate in usable}.values())
    for claim in claims(question):
        sides = _on_record(claim, articles)
        agreed = any(sign > 0 for _, sign in sides)
        if sides and not agreed and (said := _voiced(claim, sides[0][0], usable, weights)):
            return said
        if not agreed and (found := _denied_by_sentence(claim, usable, weights)):
            return found
        if found := strayed(claim, usable, weights):
            return found
    return None


def unheard_of(question: str, candidates: Sequence[Candidate]) -> bool:
    """True for a question after what somebody said, did or was about another whom no passage tells of together with them."""
    return any(claim.open and never_told(claim, candidates) for claim in claims(question))


# against the positions on record


def _on_record(claim: Claim, articles: Sequence[Article]) -> list[tuple[Position, int]]:
    """Positions of the claim's subject on what it claims, with 1 where they agree with the claim and −1 where not."""
    if not claim.subject or claim.open:
        return []
    found = []
    for article in articles:
        for position in article.positions:
            holder = set(index_terms(position.holder))
            if position.stance == "mixed" or not named_in(claim.subject, position.holder):
                continue
            about = saying(position.proposition)
            if _shared(claim.says, about, holder) < SAME_PROPOSITION or "concern" in claim.says.signs:
                continue
            if not claim.says.signs.keys() & {"attitude", *about.signs} and not _stance(claim):
                continue  # it speaks of the same things and takes no side
            sign = _sign(claim, about) * (1 if position.stance == "for" else -1)
            found.append((position, sign))
    return found


def _shared(claim: Saying, about: Saying, holder: set[str]) -> float:
    mine = claim.words - holder
    shorter = min(len(mine), len(about.words))
    shared = len(mine & about.words) + len(
        (claim.signs.keys() & about.signs.keys()) - {"attitude"} - {axis_of(w) for w in mine & about.words}
    )
    return shared / shorter if shared >= LEAST_SHARED else 0.0


def _sign(claim: Claim, about: Saying) -> int:
    """1 if a claim puts its subject in favour of a proposition, −1 if against."""
    mine = claim.says
    main, _, view = claim.text.partition(" that ")
    attitude = saying(main).signs.get("attitude", frozenset())
    if view and len(attitude) == 1:  # "opposes the view that …": what is opposed is told apart from the opposing
        return next(iter(attitude)) * _alike(saying(view), about)
    sign = 1
    for axis, ends in mine.signs.items():
        theirs = about.signs.get(axis, frozenset({1}) if axis == "attitude" else ends)
        if len(ends) == len(theirs) == 1 and ends != theirs:
            sign = -sign
    if "attitude" not in mine.signs and about.signs.get("attitude") == frozenset({-1}):
        sign = -sign
    if _stance(claim) < 0 and not mine.signs.keys() & {"attitude", *about.signs}:
        sign = -sign  # found it a failure
    if any((term in mine.negated) != (term in about.negated) for term in mine.terms & about.terms):
        sign = -sign
    return sign


def _alike(view: Saying, about: Saying) -> int:
    """1 if a view says what a proposition does, −1 if it takes its other end or denies it."""
    turned = sum(
        len(ends) == len(theirs) == 1 and ends != theirs
        for axis, ends in view.signs.items()
        if (theirs := about.signs.get(axis, frozenset()))
    )
    turned += any((term in view.negated) != (term in about.negated) for term in view.terms & about.terms)
    return -1 if turned % 2 else 1


def _voiced(claim: Claim, position: Position, candidates: Sequence[Candidate], weights: Mapping[str, float]) -> Candidate | None:
    """The sentence that best gives a position: it names the holder, rests on the position's source, and denies the claim
    in so many words if one does."""
    own = _own(claim, weights)
    name = position.holder.split()[-1]
    told = [c for c in candidates if (position.proposition, position.stance) in c.stances and name in c.text]
    return max(told, key=lambda c: (judged(claim, c.text, own) < 0, c.relevance, -c.start), default=None)


# against the sentences


def _denied_by_sentence(claim: Claim, candidates: Sequence[Candidate], weights: Mapping[str, float]) -> Candidate | None:
    own = _own(claim, weights)
    against: list[tuple[float, Candidate]] = []
    agreeing = best = 0.0
    shared = any(same_share(claim.text, candidate.text) for candidate in candidates)
    for candidate in candidates:
        near = _nearness(claim, candidate, own)
        if near < (NEAR if claim.subject else NEAR_UNNAMED):
            continue
        verdict = judged(claim, candidate.text, own, shared)
        best = max(best, near)
        if verdict < 0:
            against.append((near, candidate))
        elif verdict > 0:
            agreeing = max(agreeing, near)
    if not against:
        return None
    near, nearest = max(against, key=lambda pair: (pair[0], -pair[1].start))
    return nearest if agreeing < AGREES * near and near >= SHARE_OF_NEAREST * best else None


def _own(claim: Claim, weights: Mapping[str, float]) -> dict[str, float]:
    return {term: weights.get(term, 1.0) for term in claim.topic}


def _nearness(claim: Claim, candidate: Candidate, own: Mapping[str, float]) -> float:
    """Share of the claim's weighted terms that stand in a sentence, of a claim about nobody in its heading too; 0 if the claim's
    subject is neither named nor its author."""
    text = candidate.text
    if claim.subject and not named_in(claim.subject, text) and not named_in(claim.subject, " ".join(candidate.article.authors)):
        return 0.0
    there = set(index_terms(text if claim.subject else f"{text} {candidate.heading}"))
    said = saying(text)
    on_axis = {term for term in own if (axis := axis_of(term)) and axis in said.signs}
    return _share(there | said.words | on_axis, own)


def _share(there: set[str] | frozenset[str], own: Mapping[str, float]) -> float:
    return sum(weight for term, weight in own.items() if term in there) / (sum(own.values()) or 1.0)


def judged(claim: Claim, sentence: str, own: Mapping[str, float], shared: bool = False) -> int:
    """−1 if the sentence denies the claim, 1 if it says the same, 0 if it cannot be told. `own` weighs the claim's terms.

    `shared` if a sentence gives the claim's percentage of the same whole: then another share is of something else.
    """
    if (
        (not shared and other_share(claim.text, sentence))
        or other_author(claim.text, sentence)
        or other_way(claim.text, sentence)
    ):
        return -1
    if claim.open or ("attitude" in claim.says.signs and claim.subject and only_names_a_work(claim.subject, sentence)):
        return 0
    clauses = [saying(clause) for clause in _CLAUSES.split(sentence)]
    least = CLAUSE if claim.subject else CLAUSE_UNNAMED
    verdicts = [(_compared(claim, said, own), _share(said.words, own) >= least) for said in clauses]
    if any(verdict > 0 for verdict, _ in verdicts):
        return 1 if all(verdict >= 0 for verdict, near in verdicts if near) else 0
    return min((verdict for verdict, near in verdicts if near), default=0)


def _compared(claim: Claim, other: Saying, own: Mapping[str, float]) -> int:
    mine = claim.says
    agree = 0
    against = mine.signs.get("attitude") == frozenset({-1})
    if against and "attitude" not in other.signs and other.negated:
        return 0  # who doubts a thing says that it is not so
    for axis, signs in mine.signs.items():
        if (axis == "direction" and mine.unchanged) or (axis == "attitude" and not claim.subject):
            continue  # of people in general some are for a thing and some against it
        if axis in ("existence", "fulfilment") and "attitude" in mine.signs and "attitude" not in other.signs:
            continue  # what somebody objects to ending was once begun, and what they wish for need not have come
        if axis == "direction" and other.unchanged:
            return -1
        theirs = _attitudes(other) if axis == "attitude" else other.signs.get(axis, frozenset())
        if theirs and len(theirs) == len(signs) == 1:
            if theirs != signs:
                return -1
            if axis == next(main for main in AXES if main in mine.signs):
                agree = 1
    ending = "existence" in mine.signs and "existence" not in other.signs and bool(other.words & _A_PLAN)
    if claim.subject and not ending and _stance(claim) and _side(other) and _stance(claim) != _side(other):
        return -1
    if _opposed_by_prefix(mine, other):
        return -1
    critical = any(other.signs.get(axis) == frozenset({-1}) for axis in ("attitude", "concern", "quality", "verdict"))
    if claim.asserted and not other.negated and not critical and _weighty(mine.negated & other.terms, own):
        return -1
    plain = not mine.negated - other.negated and not against
    denied = other.signs.get("attitude") == frozenset({-1}) or "gainsay" in other.words
    if plain and claim.asserted and "attitude" not in mine.signs and other.words & DENIALS and denied:
        return -1
    if (
        plain
        and claim.subject
        and _weighty({term for term in mine.terms - mine.negated if any(_akin(term, no) for no in other.negated)}, own)
    ):
        return -1
    return agree


def _attitudes(said: Saying) -> frozenset[int]:
    """The stances in a clause, of those who warn or blame too."""
    return (
        said.signs.get("attitude", frozenset())
        | said.signs.get("concern", frozenset())
        | {-sign for sign in said.signs.get("blame", frozenset())}
    )


def _weighty(terms: Collection[str], own: Mapping[str, float]) -> bool:
    """True if one of the terms weighs as much as the claim's terms do on average."""
    mean = sum(own.values()) / max(1, len(own))
    return any(own.get(term, 0.0) >= mean for term in terms)


def _akin(one: str, other: str) -> bool:
    """True for one stem, and for `normal` and `normalis`."""
    return one == other or (min(len(one), len(other)) > LEAST_ROOT + 1 and (one.startswith(other) or other.startswith(one)))


def _stance(claim: Claim) -> int:
    """How a claim's subject stands to its object, 1, −1 or 0 if it does not say: "want it abolished" is against it, and so is
    "found it useless"."""
    signs = claim.says.signs
    if len(signs.get("attitude", ())) == 1:
        return _product(claim.says, ("attitude", "existence"))
    return _product(claim.says, ("quality", "verdict", "outcome")) if claim.asserted and not signs.get("attitude") else 0


def _side(said: Saying) -> int:
    one = "attitude" in said.signs and len(_attitudes(said)) == 1
    return _product(said, ("attitude", "existence")) if one else 0


def _product(said: Saying, axes: Sequence[str]) -> int:
    """The product of the signs on some axes; 0 where there are none or one is torn."""
    found = [said.signs[axis] for axis in axes if axis in said.signs]
    if not found or any(len(signs) != 1 for signs in found):
        return 0
    return prod(next(iter(signs)) for signs in found)


def _opposed_by_prefix(mine: Saying, other: Saying) -> bool:
    """True for `lawful` against `unlawful`, where neither is negated."""
    for one, two in ((mine, other), (other, mine)):
        for term in one.terms - one.negated:
            bare = next((term[len(p) :] for p in PREFIXES if term.startswith(p) and len(term) - len(p) >= LEAST_ROOT), None)
            if bare and bare in two.terms - two.negated and bare not in one.words and term not in two.words:
                return True
    return False
