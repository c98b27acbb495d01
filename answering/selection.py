"""Choosing the fewest sentences that cover the question: relevance against repetition, voices and sides spread. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from answering.discourse import dangles
from answering.evidence import Candidate
from answering.questions import QuestionKind

REPEATS = 0.86  # cosine above which two sentences say the same
REPEATS_ONE_VOICE = 0.74  # the same, where both go back to one original (its digest and a briefing on it, say)
SHARED_TERMS = 0.66  # share of the shorter sentence's terms in the other that means the same
PER_VOICE = 2  # sentences by relevance from one voice
TOO_LONG = 70  # words; longer sentences are lists or tables that lost their shape

_NUMBER = re.compile(r"[£$€]?\d[\d,.]*\s?(%|per cent|million|billion|m\b|bn\b)?")
_DATE = re.compile(r"\b((19|20)\d\d)\b")
_CAUSE = re.compile(r"\b(because|reason|since|due to|owing|led to|deter|fear|discourag|explain|so that|therefore|result|blame|put off|reluctan)", re.I)
_SAID = re.compile(r"\b(said|says|argu|call|told|wrot|writ|warn|want|oppos|support|reject|propos|recommend|conclud|found|think|believ|criticis|welcom|claim|insist|demand|urge)", re.I)


def cue(kind: QuestionKind, text: str) -> float:
    """A small bonus for a sentence of the sort the question asks for."""
    if kind == "figure":
        return 0.10 if _NUMBER.search(text) else -0.05
    if kind == "when":
        return 0.08 if _DATE.search(text) else -0.05
    if kind == "why":
        return 0.05 if _CAUSE.search(text) else 0.0
    if kind in ("who", "debate"):
        return 0.06 if _SAID.search(text) else 0.0
    return 0.0


def value(kind: QuestionKind, candidate: Candidate) -> float:
    """Relevance, with what makes a sentence fit to be shown alone."""
    length = len(candidate.text.split())
    return (
        candidate.relevance
        + cue(kind, candidate.text)
        - (0.12 if dangles(candidate.text) else 0.0)
        - (0.15 if length < 6 else 0.0)
        - (1.0 if length > TOO_LONG else 0.0)
        - (0.2 if candidate.text.endswith("?") else 0.0)
    )


def repeats(candidate: Candidate, chosen: Iterable[Candidate]) -> bool:
    """True if a chosen sentence already says this."""
    for other in chosen:
        if other is candidate:
            return True
        likeness = float(candidate.vector @ other.vector)
        one_voice = set(candidate.voice) & set(other.voice)
        if likeness > (REPEATS_ONE_VOICE if one_voice and other.article is not candidate.article else REPEATS):
            return True
        shorter = min(len(candidate.terms), len(other.terms))
        if shorter >= 4 and len(candidate.terms & other.terms) / shorter > SHARED_TERMS:
            return True
    return False


def spread(
    kind: QuestionKind, candidates: Sequence[Candidate], chosen: Sequence[Candidate], most: int, least: float
) -> list[Candidate]:
    """The best candidates that add something, at most `most`, none valued below `least`, few from any one voice."""
    taken = list(chosen)
    added: list[Candidate] = []
    voices: Counter[str] = Counter(voice for candidate in chosen for voice in candidate.voice)
    for candidate in sorted(candidates, key=lambda c: (-value(kind, c), c.article.article_id, c.start)):
        if len(added) >= most or value(kind, candidate) < least:
            break
        if any(voices[voice] >= PER_VOICE for voice in candidate.voice) or repeats(candidate, taken):
            continue
        added.append(candidate)
        taken.append(candidate)
        voices.update(candidate.voice)
    return added


def both_sides(candidates: Sequence[Candidate], chosen: Sequence[Candidate], least: float) -> list[Candidate]:
    """One more sentence for each side of a proposition that the chosen ones leave without a voice."""
    sides = Counter(stance for candidate in chosen if (stance := candidate.stance()))
    propositions = Counter(proposition for proposition, _ in sides)
    if not propositions:
        return []
    proposition = propositions.most_common(1)[0][0]
    added: list[Candidate] = []
    for side in ("for", "against"):
        if sides[proposition, side] >= 2:
            continue
        voices = [c for c in candidates if c.stance() == (proposition, side) and c.relevance >= least]
        for candidate in sorted(voices, key=lambda c: -c.relevance):
            if not repeats(candidate, [*chosen, *added]):
                added.append(candidate)
                break
    return added
