"""Does a question take for granted what the sources deny? Pure.

A presupposition is what a question states on its way ("Why did X oppose Y?", "Given that …", a statement before the question).
It is compared with the positions on record and with the stored sentences that speak of the same people and things. It is denied
where they take the other side (of a stance, direction, amount or negation), give another share of the same whole, or name
another author, and no sentence nearly as close agrees with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from answering.evidence import Candidate
from answering.opposites import AXES, DENIALS, Saying, saying
from answering.selection import speaks_of_the_collection
from core.names import names_in
from core.terms import content_terms, index_terms
from core.types import Article, Position

NEAR = 0.1  # share of a claim's weighted terms that a sentence must hold to speak of the same thing
NEAR_UNNAMED = 0.5  # the same for a claim about nobody in particular
CLAUSE = 0.1  # share that the very clause must hold which denies
AGREES = 0.85  # share of the denial's nearness at which a sentence that agrees with the claim outweighs it
SAME_PROPOSITION = 0.5  # share of the shorter of claim and proposition that the other must hold

LEAST_SHARED = 2  # words that claim and proposition must have in common

_AUX = r"(?:did|does|do|was|were|is|are|had|has|have|would|will)(?:n['’]t)?"
_FORMS = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"^(?:and |but |so )?(?:why|how|by how (?:much|many|far)) {_AUX} (?P<claim>.+)$",
        r"^what (?:made|led|drove|caused|prompted|persuaded) (?P<claim>.+)$",
        r"^how come (?P<claim>.+)$",
        rf"^what {_AUX} (?P<claim>.+)$",
    )
]
_REPORTING = re.compile(r"\b(say|think|describe|see|make|respond|react|do|mean|conclude|want|propose|recommend)\b", re.I)
_GRANTED = re.compile(r"^(?:given that|seeing that|considering that|since|as|now that|when|after|once|if) (?P<claim>.+)$", re.I)
_TOLD = re.compile(
    r"^(?P<who>.+?) (?:mean|intend|hope) when (?:he|she|they|it) (?P<claim>(?:said|wrote|told|argued|claimed) .+)$", re.I
)
_AND_ASKED = re.compile(r",? and (?:does|do|did|is|are|was|were|what|how|who|why|which|when)\b.*$", re.I)
_POINTING = re.compile(r"^(he|she|it|they|them|him|her|this|that|these|those|there|i|we|you|one|people)\b", re.I)
_PERSONAL = re.compile(r"\b(i|i'm|i’m|i've|my|need|please|looking|writing)\b", re.I)
_SENTENCES = re.compile(r"(?<=[.?!])\s+(?=[A-Z‘“\"'])")
_CLAUSES = re.compile(r";|,? (?:but|while|whereas|although|though|however)\b,?")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|per cent) of (?:the |all |its )?([\w’'-]+(?: [\w’'-]+)?)", re.I)
_ASSERTED = re.compile(
    r"\b(found|find|conclu\w+|said|say|says|told|view|claim\w*|argu\w+|show\w*|believ\w+|th(?:ink|ought)|justif\w+)\b", re.I
)
_MADE_BY = re.compile(r"\b(?:was|were) (?:the work of|written by|led by|by|made by|chaired by) ((?:[A-Z][\w’'.-]*\s?)+)")
_OFFICES_TEXT = "Secretary Minister Health Government Department Commons MPs Lords Parliament Prime Chancellor"
_OFFICES = frozenset(_OFFICES_TEXT.split())
_QUOTED = re.compile(r"[‘'“\"]([^‘’“”\"]{8,80})[’'”\"]")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a question takes for granted, in its own words.

    `subject` is the last word of the first name in it, an office aside; `topic` the stems of the rest, years aside. `asserted`
    if it reports that somebody said or found it; `open` if it only names a subject ("What did X say about Y?").
    """

    text: str
    says: Saying
    subject: str
    topic: frozenset[str]
    asserted: bool
    open: bool


def claims(question: str) -> list[Claim]:
    """The presuppositions of a question; none for one that only asks whether, who, when or how many."""
    return [claim for claim in _claims(question) if not _POINTING.match(claim.text) and len(content_terms(claim.text)) >= 3]


def _claims(question: str) -> Iterator[Claim]:
    for part in _SENTENCES.split(question.strip()):
        body = part.rstrip(" ?.!")
        if not part.endswith("?"):
            if not _PERSONAL.search(part):
                yield _claim(body)
            continue
        granted = _GRANTED.match(body)
        if granted and "," in body:
            yield _claim(granted["claim"].rsplit(",", 1)[0])
            continue
        for form in _FORMS:
            if asked := form.match(body):
                text = _AND_ASKED.sub("", asked["claim"])
                if told := _TOLD.match(text):
                    yield _claim(f"{told['who']} {told['claim']}")
                else:
                    why = body.lower().startswith(("why", "how come", "by how", "what made", "what led"))
                    yield _claim(text, form is _FORMS[-1] or (not why and bool(_REPORTING.search(text[:40]))))
                break


def _claim(text: str, is_open: bool = False) -> Claim:
    names = names_in(f"x {' '.join(text.split()[:8])}")
    words = [[word for word in name.split() if word[0].isupper() and word not in _OFFICES] for name in names]
    named = next((found for found in words if found), [])
    topic = frozenset(content_terms(text)) - frozenset(index_terms(" ".join(named)))
    topic = frozenset(term for term in topic if not term[0].isdigit())
    return Claim(text, saying(text), named[-1] if named else "", topic, bool(_ASSERTED.search(text)), is_open)


def denial(question: str, candidates: Sequence[Candidate], weights: Mapping[str, float]) -> Candidate | None:
    """The stored sentence that most nearly denies what the question takes for granted; `None` if nothing does."""
    usable = [candidate for candidate in candidates if not speaks_of_the_collection(candidate.text)]
    articles = list({candidate.article.article_id: candidate.article for candidate in usable}.values())
    for claim in claims(question):
        sides = _on_record(claim, articles)
        if any(sign > 0 for _, sign in sides):
            continue
        if sides and (said := _voiced(claim, sides[0][0], usable, weights)):
            return said
        if found := _denied_by_sentence(claim, usable, weights):
            return found
    return None


# against the positions on record


def _on_record(claim: Claim, articles: Sequence[Article]) -> list[tuple[Position, int]]:
    """Positions of the claim's subject on what it claims, with 1 where they agree with the claim and −1 where not."""
    if not claim.subject or claim.open:
        return []
    found = []
    for article in articles:
        for position in article.positions:
            holder = set(index_terms(position.holder))
            if position.stance == "mixed" or not _named(claim.subject, position.holder):
                continue
            about = saying(position.proposition)
            if _shared(claim.says, about, holder) < SAME_PROPOSITION or "concern" in claim.says.signs:
                continue
            sign = _sign(claim, about) * (1 if position.stance == "for" else -1)
            found.append((position, sign))
    return found


def _shared(claim: Saying, about: Saying, holder: set[str]) -> float:
    mine = claim.words - holder
    shorter = min(len(mine), len(about.words))
    return len(mine & about.words) / shorter if len(mine & about.words) >= LEAST_SHARED else 0.0


def _sign(claim: Claim, about: Saying) -> int:
    """1 if a claim puts its subject in favour of a proposition, −1 if against."""
    mine = claim.says
    sign = 1
    for axis, ends in mine.signs.items():
        theirs = about.signs.get(axis, frozenset({1}) if axis == "attitude" else ends)
        if len(ends) == len(theirs) == 1 and ends != theirs:
            sign = -sign
    if "attitude" not in mine.signs and about.signs.get("attitude") == frozenset({-1}):
        sign = -sign
    if any((term in mine.negated) != (term in about.negated) for term in mine.terms & about.terms):
        sign = -sign
    return sign


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
    agreeing = 0.0
    for candidate in candidates:
        near = _nearness(claim, candidate.text, own)
        if near < (NEAR if claim.subject else NEAR_UNNAMED):
            continue
        verdict = judged(claim, candidate.text, own)
        if verdict < 0:
            against.append((near, candidate))
        elif verdict > 0:
            agreeing = max(agreeing, near)
    if not against:
        return None
    near, nearest = max(against, key=lambda pair: (pair[0], -pair[1].start))
    return nearest if agreeing < AGREES * near else None


def _named(subject: str, text: str) -> bool:
    """True if a text holds a name, or, of an acronym, capitalised words with its initials."""
    if re.search(rf"\b{re.escape(subject)}\b", text):
        return True
    initials = r"\w*(?: (?:of|for|and|the))* ".join(subject)
    return subject.isupper() and len(subject) > 2 and bool(re.search(rf"\b{initials}", text))


def _own(claim: Claim, weights: Mapping[str, float]) -> dict[str, float]:
    return {term: weights.get(term, 1.0) for term in claim.topic}


def _nearness(claim: Claim, text: str, own: Mapping[str, float]) -> float:
    """Share of the claim's weighted terms that stand in a sentence; 0 if the claim's subject does not."""
    there = set(index_terms(text))
    if claim.subject and not _named(claim.subject, text):
        return 0.0
    return _share(there | saying(text).words, own)


def _share(there: set[str] | frozenset[str], own: Mapping[str, float]) -> float:
    return sum(weight for term, weight in own.items() if term in there) / (sum(own.values()) or 1.0)


def judged(claim: Claim, sentence: str, own: Mapping[str, float]) -> int:
    """−1 if the sentence denies the claim, 1 if it says the same, 0 if it cannot be told. `own` weighs the claim's terms."""
    if _other_share(claim.text, sentence) or _other_author(claim.text, sentence):
        return -1
    if claim.open:
        return 0
    clauses = [saying(clause) for clause in _CLAUSES.split(sentence)]
    verdicts = [(_compared(claim, said, own), _share(said.words, own) >= CLAUSE) for said in clauses]
    if any(verdict > 0 for verdict, _ in verdicts):
        return 1 if all(verdict >= 0 for verdict, near in verdicts if near) else 0
    return min((verdict for verdict, near in verdicts if near), default=0)


def _compared(claim: Claim, other: Saying, own: Mapping[str, float]) -> int:
    mine = claim.says
    agree = 0
    for axis, signs in mine.signs.items():
        if axis == "direction" and mine.unchanged:
            continue
        if axis == "direction" and other.unchanged:
            return -1
        theirs = other.signs.get(axis) or (other.signs.get("concern") if axis == "attitude" else None)
        if theirs and len(theirs) == len(signs) == 1:
            if theirs != signs:
                return -1
            if axis == next(main for main in AXES if main in mine.signs):
                agree = 1
    plain = not mine.negated and mine.signs.get("attitude") != frozenset({-1})
    if plain and claim.asserted and "attitude" not in mine.signs and other.words & DENIALS and other.signs["attitude"] == {-1}:
        return -1
    mean = sum(own.values()) / max(1, len(own))
    if plain and any(own.get(term, 0.0) >= mean for term in mine.terms & other.negated):
        return -1
    return agree


def _other_share(claim: str, sentence: str) -> bool:
    """True if the sentence gives another percentage of the same whole, and not the claim's."""
    theirs = [(number, set(index_terms(whole))) for number, whole in _SHARE.findall(sentence)]
    for number, whole in _SHARE.findall(claim):
        same = {other for other, terms in theirs if terms >= set(index_terms(whole)) or terms <= set(index_terms(whole))}
        if same and number not in same:
            return True
    return False


def _other_author(claim: str, sentence: str) -> bool:
    """True if the sentence names somebody else as the author of a work that the claim gives to its subject."""
    for title in _QUOTED.findall(claim):
        if title.lower() in sentence.lower():
            made = _MADE_BY.search(sentence)
            if made and not set(index_terms(made[1])) & set(index_terms(claim)):
                return True
    return False
