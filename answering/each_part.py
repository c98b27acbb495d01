"""A question of parts that can each be asked alone: what answers each of them is shown, and what is not told is said. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from answering.arrangement import Row
from answering.composing import LEFT_OPEN, NOTHING_CLOSE, comes_close
from answering.evidence import Candidate
from answering.render import FURTHER
from answering.rewrite import refers_back
from answering.selection import repeats
from core.names import names_in
from core.parts import subjects_of
from core.terms import content_terms

ENOUGH_TERMS = 3  # words of content that say what a part is about, where it names nobody
_THEN = re.compile(
    r"[, ]+(?:in )?(?:that (?:very |same )?(?:year|month|day|time)|at (?:the|that) (?:same )?time|then)[ ?.!]*$", re.I
)
"""A time told by the part before: what is asked can be asked alone."""
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|he|him|his|she|her|these|those|that)\b", re.I)
_OF_ANYTHING = re.compile(
    r"\b(?:any(?:one|body|thing)|some(?:one|body|thing)|keep|kept|see|seeing|get|go|people|different|numbers?|figures?)\b", re.I
)
FOREIGN = 0.05  # where no sentence is as likely to answer a part, what was found for the whole is not on it
MOST_OF_A_PART = 2  # sentences of a part that are added to what answers the whole
Likely = Mapping[Candidate, float]


def asked_apart(question: str) -> list[str]:
    """The parts of a question that can be asked alone; none where there are fewer than two.

    They hold no pronoun, and name somebody or have several words of content: "why do I keep seeing different numbers" has its
    subject in the part before.
    """
    parts = [_THEN.sub("", part) for part in subjects_of(question)]
    parts = [part for part in parts if not (refers_back(part) or _PRONOUN.search(part)) and _says_what(part)]
    return parts if len(parts) > 1 else []


def _says_what(part: str) -> bool:
    return bool(names_in(part)) or len(content_terms(_OF_ANYTHING.sub(" ", part))) >= ENOUGH_TERMS


def with_each_part(rows: Sequence[Row], parts: Sequence[tuple[str, Sequence[Row], Likely]]) -> tuple[list[Row], list[str]]:
    """The rows of an answer with the likeliest sentences on each part above the fold, and the parts that nothing comes close to.

    Each part comes with the rows of its own answer, and how likely each candidate is to answer it. Where all of them but one
    are foreign to what was found, that one's answer is the answer: what was found for the whole may be like the others.
    """
    missing = [part for part, _, likely in parts if not comes_close([(None, candidate) for candidate in likely], likely)]
    near = [list(own) for _, own, likely in parts if max(likely.values(), default=0.0) >= FOREIGN]
    if 0 < len(missing) < len(parts) and len(near) == 1:
        return near[0], missing
    above = [row for row in rows if row[0] not in (FURTHER, LEFT_OPEN)]
    for part, own, likely in parts:
        shown = [candidate for _, candidate in above]
        there = _places(shown)
        best = sorted((c for _, c in own if likely.get(c, 0.0) >= NOTHING_CLOSE), key=lambda c: -likely[c])[:MOST_OF_A_PART]
        if part not in missing and best and not _places(best[:1]) <= there:
            above += [(None, candidate) for candidate in best if not repeats(candidate, shown)]
    told = _places(candidate for _, candidate in above)
    return [*above, *(row for row in rows if row[0] in (FURTHER, LEFT_OPEN) and not _places([row[1]]) <= told)], missing


def _places(candidates: Iterable[Candidate]) -> set[tuple[str, int]]:
    """Where sentences stand: those of a part are judged apart, and are other objects than those of the whole."""
    return {(candidate.article.article_id, candidate.start) for candidate in candidates}
