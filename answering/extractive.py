"""The default answerer: chooses stored sentences and puts them in an order that answers. No model, no network.

An answer opens with what meets the question, goes on with the points that complete it, and groups them by side or voice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from answering.attribution import cite, speaker_of
from answering.discourse import Passage, passages, with_antecedent
from answering.evidence import Candidate, EvidenceBuilder
from answering.questions import QuestionKind, question_kind
from answering.selection import both_sides, repeats, spread, value
from core.types import RetrievalResult, Sentence

MOST_SENTENCES: dict[QuestionKind, int] = {"figure": 4, "when": 8, "why": 10, "who": 9, "debate": 9, "compare": 8, "other": 7}
WHOLE_ARTICLES = 3  # articles read beyond the kept passages
OPENING_LEAST = 0.40  # relevance a sentence needs to open an answer
SHARE_OF_BEST = 0.78  # further sentences need this share of the best one's value
LEAST = 0.34  # and this much in any case

SIDE = {"for": "In favour", "against": "Against", "mixed": "In between"}


class ExtractiveAnswerer:
    """Draft sentences in the order they are shown."""

    name = "extractive"

    def __init__(self, evidence: EvidenceBuilder) -> None:
        self.evidence = evidence

    def draft(self, question: str, retrieval: RetrievalResult, weights: dict[str, float]) -> Iterator[Sentence]:
        """Sentences for `question` from the kept passages; none if nothing among them meets it."""
        kind = question_kind(question)
        candidates = self.evidence.candidates(question, retrieval.kept, weights, WHOLE_ARTICLES)
        yield from as_sentences(ordered(kind, chosen(kind, candidates)))


def chosen(kind: QuestionKind, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of an answer, opening first."""
    usable = [candidate for candidate in candidates if value(kind, candidate) > 0]
    if not usable:
        return []
    best = max(value(kind, candidate) for candidate in usable)
    least = max(LEAST, SHARE_OF_BEST * best)
    picked: list[Candidate] = []
    room = MOST_SENTENCES[kind]
    wanted = [passage for passage in passages(usable, OPENING_LEAST) if _fits(kind, passage)]
    for passage in wanted[:2]:
        opening = [c for c in with_antecedent(passage.opening, candidates) if not repeats(c, picked)]
        fresh = opening + [c for c in passage.points if not repeats(c, [*picked, *opening])]
        if len(fresh) >= 3 and room - len(picked) >= 3:
            picked += fresh[: room - len(picked)]
    kept = [candidate for candidate in usable if candidate.kept]
    picked += spread(kind, kept, picked, room - len(picked), least)
    if kind in ("who", "debate", "compare", "other"):
        picked += both_sides(usable, picked, LEAST)
    return picked


def _fits(kind: QuestionKind, passage: Passage) -> bool:
    """Lists answer why, who, how and what; they seldom answer how many or when."""
    return kind not in ("figure", "when") and (passage.announced or kind == "why")


def ordered(kind: QuestionKind, picked: Sequence[Candidate]) -> list[tuple[str | None, Candidate]]:
    """Candidates with the group each belongs to: the opening, then sides where two are heard, else voices together."""
    if not picked:
        return []
    if kind == "when":
        return [(None, candidate) for candidate in sorted(picked, key=_first_year)]
    opening, rest = picked[0], list(picked[1:])
    sides = Counter(stance for candidate in picked if (stance := candidate.stance()))
    heard = {p for p, _ in sides if sides[p, "for"] and sides[p, "against"]}
    if kind in ("who", "debate", "compare") and heard:
        proposition = max(heard, key=lambda p: sides[p, "for"] + sides[p, "against"])
        return _by_side(picked, proposition)
    rows: list[tuple[str | None, Candidate]] = [(None, opening)]
    order = list(dict.fromkeys([opening.voice, *[candidate.voice for candidate in rest]]))
    rest.sort(key=lambda c: (_voice_rank(c, order), c.article.article_id, c.start))
    return rows + [(None, candidate) for candidate in rest]


def _by_side(picked: Sequence[Candidate], proposition: str) -> list[tuple[str | None, Candidate]]:
    """First what takes no side, then each side under a heading that states the proposition."""
    rows: list[tuple[str | None, Candidate]] = []
    for side in (None, "for", "against", "mixed"):
        label = f"{SIDE[side]}: {proposition}" if side else None
        for candidate in picked:
            stance = candidate.stance()
            own = stance[1] if stance and stance[0] == proposition else None
            if own == side:
                rows.append((label, candidate))
    return rows


def _voice_rank(candidate: Candidate, order: list[tuple[str, ...]]) -> int:
    shared = [at for at, voice in enumerate(order) if set(voice) & set(candidate.voice)]
    return min(shared, default=len(order))


def _first_year(candidate: Candidate) -> tuple[int, str, int]:
    import re

    years = re.findall(r"\b(?:19|20)\d\d\b", candidate.text)
    return (min(map(int, years)) if years else 9999, candidate.article.article_id, candidate.start)


def as_sentences(rows: Sequence[tuple[str | None, Candidate]]) -> Iterator[Sentence]:
    """Draft sentences, each its own quotation, citations numbered in order of appearance."""
    for number, (group, candidate) in enumerate(rows, 1):
        citation = cite(
            number, candidate.article, candidate.chunk, candidate.start, candidate.end, candidate.source_keys
        )
        yield Sentence(
            text=citation.quote,
            citations=(citation,),
            support=0.0,
            verdict="withheld",
            origin="extracted",
            speaker=speaker_of(candidate.article, candidate.chunk),
            group=group,
        )
