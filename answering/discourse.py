"""Where an article answers a question over several sentences: an announced list, or paragraphs after a statement of it.

Reasons do not repeat the words of the question, so likeness alone misses them; the shape of the text does not. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answering.evidence import Candidate

_LISTABLE = (
    r"reasons?|causes?|factors?|deterrents?|barriers?|obstacles?|arguments?|objections?|points?|measures?|steps?|"
    r"recommendations?|proposals?|problems?|risks?|benefits?|criticisms?|differences?|explanations?|conditions?|lessons?|"
    r"options?|views?|ways?|strands?|tests?|changes?|groups?|kinds?|sides?"
)
ANNOUNCED = re.compile(
    rf"\b(two|three|four|five|six|seven|eight|nine|ten|several|many|main|chief|following)\b( [\w-]+){{0,3}} ({_LISTABLE})\b", re.I
)
_STATED = re.compile(r"\b(reasons? why|reasons?|because|explains? why|deterrents?|barriers|obstacles|causes of|why)\b", re.I)
_ORDINAL = re.compile(
    r"\b(first(ly)?|second(ly)?|third(ly)?|fourth|fifth|sixth|seventh|eighth|another|final(ly)?|last(ly)?)\b", re.I
)
_ORDINAL_REACH = 70  # characters from the start of a sentence within which an ordinal numbers its point
_TURNING = re.compile(r"^(but|there (is|are) still|still|yet|however|nevertheless|in conclusion|overall|to sum up)\b", re.I)
_POINTING = (
    "article|post|study|survey|report|review|paper|navigator|inquiry|investigation|committee|commission|panel|scheme|trust|"
    "programme|act|bill|reforms?|authors?|researchers?|team|letter|results?|findings?|framework|speech|interval|"
    "figures?|shares?|award|route|fund|verdicts?|convictions?|proposals?|powers?|charter|standard"
)
_SAYING_WHICH = "of|by|on|for|in|into|at|between|to|that|which|who|chaired|led|commissioned|published"
_DANGLING = re.compile(
    r"^(this(?! collection)|these|that|those|it|he|she|they|his|her|their|its|such|both|the latter|the former|the same|here|"
    r"there|then|so|thus|also|and|or|yet|instead|moreover|furthermore|similarly|for example|that is|however|likewise)\b"
    rf"|^(the|an?other) (same )?({_POINTING})(['’]s)?(?! ({_SAYING_WHICH})\b)\b",
    re.I,
)

_LEANING = re.compile(r", (?:however|therefore|instead|too)\b|\btherefore\b", re.I)
_LEANS_WITHIN = 60  # characters from its start within which a word leans on the sentence before

MOST_POINTS = 7
SHORTEST_TOPIC = 7  # words


@dataclass(frozen=True, slots=True)
class Passage:
    """An opening sentence that meets the question, and the points that follow it in the same article."""

    opening: Candidate
    points: tuple[Candidate, ...]
    announced: bool

    @property
    def score(self) -> float:
        return self.opening.relevance + (0.12 if self.announced else 0.08)


def dangles(sentence: str) -> bool:
    """True if a sentence opens with a word that points at something before it, or draws on it ("was therefore")."""
    return bool(_DANGLING.match(sentence) or _LEANING.search(sentence[:_LEANS_WITHIN]))


def passages(candidates: Sequence[Candidate], least: float) -> list[Passage]:
    """Announced lists and stated questions with what follows, best first. `least` is the relevance an opening needs."""
    found: list[Passage] = []
    by_section: dict[tuple[str, str], list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: (c.article.article_id, c.start)):
        by_section.setdefault((candidate.article.article_id, candidate.heading), []).append(candidate)
    for section in by_section.values():
        for at, opening in enumerate(section):
            if opening.relevance < least:
                continue
            if ANNOUNCED.search(opening.text):
                points = _announced_points(section[at + 1 :], opening)
                if len(points) >= 2:
                    found.append(Passage(opening, tuple(points), True))
            elif _STATED.search(opening.text) and (opening.coverage >= 0.6 or opening.cosine >= 0.55):
                points = _topic_sentences(section[at + 1 :], opening.paragraph)
                if len(points) >= 3:
                    found.append(Passage(opening, tuple(points), False))
    return sorted(found, key=lambda passage: -passage.score)


def _announced_points(after: Sequence[Candidate], opening: Candidate) -> list[Candidate]:
    """Sentences numbered near their start, up to the end of the section or the next announcement."""
    points: list[Candidate] = []
    for candidate in after:
        if ANNOUNCED.search(candidate.text) and candidate.paragraph != opening.paragraph and points:
            break
        if _ORDINAL.search(candidate.text[:_ORDINAL_REACH]):
            points.append(candidate)
    return points[:MOST_POINTS]


def _topic_sentences(after: Sequence[Candidate], paragraph: int) -> list[Candidate]:
    """The topic sentence of each following paragraph, until the text turns.

    It is the opening sentence, unless that is a mere handful of words or points back; then the one most like the question.
    """
    paragraphs: dict[int, list[Candidate]] = {}
    for candidate in after:
        if candidate.paragraph > paragraph:
            paragraphs.setdefault(candidate.paragraph, []).append(candidate)
    points: list[Candidate] = []
    for sentences in paragraphs.values():
        if _TURNING.match(sentences[0].text):
            break
        alone = [s for s in sentences if not dangles(s.text) and len(s.text.split()) >= SHORTEST_TOPIC]
        if alone:
            points.append(alone[0] if alone[0] is sentences[0] else max(alone, key=lambda c: c.relevance))
    return points[:MOST_POINTS]


def with_antecedent(candidate: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    """A sentence that points back, preceded by the one before it in its paragraph where that can be read alone."""
    if not dangles(candidate.text):
        return [candidate]
    own = [c for c in candidates if c.article is candidate.article and c.paragraph == candidate.paragraph]
    before = max((c for c in own if c.start < candidate.start), key=lambda c: c.start, default=None)
    return [before, candidate] if before is not None and not dangles(before.text) else [candidate]
